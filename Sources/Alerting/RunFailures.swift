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
  mutating func add(_ outcome: RunOutcome, reason: String?, items: ItemCounts?, endedAt: Timestamp) {
    guard let finding = AlertFinding(newestRun: outcome, reason: reason, items: items) else { return }
    let failure: AlertResult? = if case .breached(let results) = finding { results.first } else { nil }
    newestIsBad = failure != nil
    tally.add(RunFinding(isBad: newestIsBad, isCritical: newestIsBad), endedAt: endedAt)
    guard let failure else { return }
    let facts = failure.facts.merging(["at": endedAt.iso8601]) { $1 }
    newest = AlertResult(labels: failure.labels, value: failure.value, facts: facts)
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
