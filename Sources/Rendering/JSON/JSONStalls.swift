package import Samples

/// Stalls of some runs, as JSON: how many, the seconds of each cause, and the longest.
package struct JSONStalls: Encodable {
  let count: Int
  let hostCaused: Int
  let controlLate: Int
  let secondsByCause: JSONCauses
  let longest: OrNull<JSONStall>

  /// Of some runs together.
  package init(_ summary: StallSummary) {
    count = summary.count
    hostCaused = summary.hostCaused
    controlLate = summary.controlLate
    secondsByCause = JSONCauses(budget: summary.budget)
    longest = OrNull(summary.longest.map(JSONStall.init))
  }
}
