import Samples

/// Stalls of some runs, as JSON: how many, the seconds of each of the six causes, and the longest with what was seen of it.
struct JSONStalls: Encodable {
  struct Longest: Encodable {
    let seconds: Double
    let secondsByCause: JSONCauses
    let stopped: Bool
    let waitChannel: OrNull<String>
    let stack: [String]
  }

  let count: Int
  let hostCaused: Int
  let controlLate: Int
  let secondsByCause: JSONCauses
  let longest: OrNull<Longest>

  init(_ summary: StallSummary) {
    count = summary.count
    hostCaused = summary.hostCaused
    controlLate = summary.controlLate
    secondsByCause = JSONCauses(budget: summary.budget)
    longest = OrNull(
      summary.longest.map {
        Longest(
          seconds: $0.seconds, secondsByCause: JSONCauses(budget: $0.budget), stopped: $0.wasStopped,
          waitChannel: OrNull($0.waitChannel), stack: $0.stack)
      })
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
