package import Samples

/// Stalls of some runs, as JSON: how many, the seconds of each of the six causes, and the longest.
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

/// One stall with what was seen of it. Times are seconds.
package struct JSONStall: Encodable {
  let seconds: Double
  let secondsByCause: JSONCauses
  let noticedAfterSeconds: OrNull<Double>
  let controlLateSeconds: OrNull<Double>
  let hostCaused: Bool
  let stopped: Bool
  let waitChannel: OrNull<String>
  let stack: [String]

  /// Of one run.
  package init(_ stall: Stall) {
    seconds = stall.seconds
    secondsByCause = JSONCauses(budget: stall.budget)
    noticedAfterSeconds = OrNull(stall.noticedNanoseconds.map { Double($0 - stall.startedNanoseconds) * 1e-9 })
    controlLateSeconds = OrNull(stall.controlLateSeconds)
    hostCaused = stall.isHostCaused
    stopped = stall.wasStopped
    waitChannel = OrNull(stall.waitChannel)
    stack = stall.stack
  }
}

/// `{"callback": 0.2, …}`, with all causes.
struct JSONCauses: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  let budget: StallBudget

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for cause in StallCause.allCases { try container.encode(budget[cause], forKey: Key(stringValue: cause.rawValue)) }
  }
}
