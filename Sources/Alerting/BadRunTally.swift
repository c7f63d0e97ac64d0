import Samples
import Thresholds

/// The newest runs as one rule judges them, each alone: what decides whether a breach becomes an alert. The same live and in a backtest.
///
/// A value without I/O and without a clock: it changes only if a run is added. A run counts beside a newer one however long its window is
/// over, since canaries may be run seldom; but not if it ended so long before that most slots between the two were missed, or the agent was
/// down: two single bad runs of different days are no lasting fault.
struct BadRunTally: Sendable {
  private struct Run {
    let endedAt: Timestamp
    let finding: RunFinding
  }

  /// A combination may miss three of four slots at the standard interval, and its runs still count beside each other. In seconds.
  static let leastReach = 1200.0

  let rule: BadRunRule
  /// How long before a run others may have ended that count beside it, in milliseconds.
  private let reach: Int64
  /// As many as the rule looks at, ascending in time.
  private var runs: [Run] = []

  /// - Parameters:
  ///   - every: between two slots of what is run, in seconds.
  ///   - leastReach: so far back at the least for each of the runs that are looked at, in seconds.
  ///   - other: whose runs are taken over.
  init(_ rule: BadRunRule, every: Double, leastReach: Double = leastReach, runsOf other: BadRunTally? = nil) {
    self.rule = rule
    reach = (Double(rule.among) * max(leastReach, every)).milliseconds
    runs = other?.runs.suffix(rule.among) ?? []
  }

  /// How long before a run others may have ended that count beside it, in seconds.
  static func reach(_ rule: BadRunRule, every: Double) -> Double { Double(rule.among) * max(leastReach, every) }

  /// A run has ended, none of those before it later.
  mutating func add(_ finding: RunFinding, endedAt: Timestamp) {
    runs.append(Run(endedAt: endedAt, finding: finding))
    runs.removeAll { endedAt.milliseconds - $0.endedAt.milliseconds > reach }
    runs.removeFirst(max(0, runs.count - rule.among))
  }

  /// What the newest runs come to.
  var count: BadRuns {
    BadRuns(
      rule: rule, known: runs.count, bad: runs.count { $0.finding.isBad }, critical: runs.count { $0.finding.isCritical })
  }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) {
    runs = runs.map { Run(endedAt: $0.endedAt.later(milliseconds: milliseconds), finding: $0.finding) }
  }
}
