import Samples
import Thresholds

/// What became of the newest runs of one mix, strategy and runtime: whether so many of them ended badly that it is an alert.
struct RunFailures: Sendable {
  private var tally: BadRunTally
  /// Whether the newest run that says anything ended badly.
  private(set) var newestIsBad = false
  /// The newest of those that did.
  private var newest: AlertResult?

  /// - Parameters:
  ///   - every: between two slots, in seconds.
  ///   - other: whose runs are taken over.
  init(_ rule: BadRunRule, every: Double, runsOf other: RunFailures?) {
    tally = BadRunTally(rule, every: every, runsOf: other?.tally)
    newestIsBad = other?.newestIsBad ?? false
    newest = other?.newest
  }

  /// A run has ended, none of those before it later. One that was cancelled says nothing.
  mutating func add(_ outcome: RunOutcome, reason: String?, endedAt: Timestamp) {
    guard outcome != .cancelled else { return }
    newestIsBad = outcome != .completed
    tally.add(RunFinding(isBad: newestIsBad, isCritical: newestIsBad), endedAt: endedAt)
    guard newestIsBad else { return }
    newest = AlertResult(
      labels: .none, value: nil,
      facts: [
        "value": outcome.rawValue, "measure": "the newest run", "limit": "completed", "reason": reason ?? outcome.rawValue,
        "at": endedAt.iso8601,
      ])
  }

  /// How many ended badly.
  var count: BadRuns { tally.count }

  /// What it means for alerts.
  var finding: AlertFinding {
    let count = count
    guard count.known > 0 else { return .unknown }
    guard count.suffice, let newest else { return .met }
    let facts = newest.facts.merging(["badRuns": count.text]) { $1 }
    return .breached([AlertResult(labels: newest.labels, value: newest.value, facts: facts)])
  }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) { tally.shift(by: milliseconds) }
}
