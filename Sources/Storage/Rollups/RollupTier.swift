/// The two roll-ups of the history.
package enum RollupTier: CaseIterable, Sendable {
  case minute
  case hour

  var milliseconds: Int64 {
    switch self {
    case .minute: 60_000
    case .hour: 3_600_000
    }
  }

  var samplesTable: String {
    switch self {
    case .minute: "samples_1m"
    case .hour: "samples_1h"
    }
  }

  var latencyTable: String {
    switch self {
    case .minute: "latency_1m"
    case .hour: "latency_1h"
    }
  }

  /// Where the interval begins that holds an instant, both in milliseconds since the Unix epoch.
  func start(of milliseconds: Int64) -> Int64 {
    let remainder = milliseconds % self.milliseconds
    return milliseconds - (remainder < 0 ? remainder + self.milliseconds : remainder)
  }
}
