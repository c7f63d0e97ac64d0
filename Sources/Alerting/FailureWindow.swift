import Samples
import Thresholds

/// What failed of the runs of one mix, strategy and runtime in its window.
struct FailureWindow: Sendable {
  private struct Run {
    let endedAt: Timestamp
    let outcome: RunOutcome
    let reason: String?
    let items: ItemCounts?
  }

  private let window: Double
  private var runs: [Run] = []
  /// As it was judged last.
  private(set) var failures = Failures()

  /// - Parameters:
  ///   - window: in seconds.
  ///   - other: whose runs are judged.
  init(window: Double, runsOf other: FailureWindow? = nil, at now: Timestamp) {
    self.window = window
    runs = other?.runs ?? []
    judge(at: now)
  }

  /// A run has ended, none of those before it later.
  mutating func add(_ outcome: RunOutcome, reason: String?, items: ItemCounts?, endedAt: Timestamp) {
    runs.append(Run(endedAt: endedAt, outcome: outcome, reason: reason, items: items))
  }

  /// When a run leaves the window.
  var nextDue: Timestamp? { runs.first?.endedAt.later(milliseconds: window.milliseconds + 1) }

  /// Judges by the runs that are in the window at an instant.
  mutating func judge(at now: Timestamp) {
    runs.removeAll { now.milliseconds - $0.endedAt.milliseconds > window.milliseconds }
    failures = runs.reduce(into: Failures()) { $0.add($1.outcome, reason: $1.reason, items: $1.items) }
  }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) {
    runs = runs.map {
      Run(endedAt: $0.endedAt.later(milliseconds: milliseconds), outcome: $0.outcome, reason: $0.reason, items: $0.items)
    }
  }
}
