import GRDB
package import Samples

/// Which part of the history to read.
package struct HistoryFilter: Hashable, Sendable {
  /// Runs that ended from here …
  package let since: Timestamp
  /// … until here, both included.
  package let until: Timestamp
  /// Only runs of this mix; `nil`: of all.
  package let mix: String?
  /// Only runs with this strategy; `nil`: with any.
  package let strategy: Strategy?
  /// Only runs in this runtime; `nil`: in any.
  package let runtime: Runtime?
  /// Only this application, and no run; `nil`: runs, and all applications unless a name of runs is given.
  package let app: String?

  /// All runs of a window, or some of them.
  package init(
    since: Timestamp, until: Timestamp, mix: String? = nil, strategy: Strategy? = nil, runtime: Runtime? = nil, app: String? = nil
  ) {
    self.since = since
    self.until = until
    self.mix = mix
    self.strategy = strategy
    self.runtime = runtime
    self.app = app
  }

  /// The same window, of one application alone; `nil`: the same.
  package func of(app: String?) -> HistoryFilter {
    guard let app else { return self }
    return HistoryFilter(since: since, until: until, mix: mix, strategy: strategy, runtime: runtime, app: app)
  }

  /// Whether it chooses applications.
  package var choosesApps: Bool { mix == nil && strategy == nil && runtime == nil }

  private var names: [(column: String, isGiven: Bool)] {
    [("mix", mix != nil), ("strategy", strategy != nil), ("runtime", runtime != nil)]
  }

  /// A condition on the columns of `runs` that chooses its runs. Unless all names are given, which the index `runs_by_identity` begins
  /// with, a unary plus keeps SQLite from using it: the time is what chooses few.
  ///
  /// A run whose end is no instant has no place among them: `Database.leaveOutMisplacedRuns` counts it.
  var runs: String { "\(runsByEnd) AND typeof(runs.ended_ms) = 'integer'" }

  /// The same, whatever kind of number their end is.
  var runsByEnd: String { "runs.ended_ms BETWEEN :since AND :until AND \(runNames)" }

  /// A condition on the names of `runs`.
  var runNames: String {
    let plus = names.allSatisfy(\.isGiven) ? "" : "+"
    return (["TRUE"] + names.filter(\.isGiven).map { "\(plus)runs.\($0.column) = :\($0.column)" }).joined(separator: " AND ")
  }

  /// A condition on the columns of `series`.
  var series: String {
    (["TRUE"] + names.filter(\.isGiven).map { "\($0.column) = :\($0.column)" }).joined(separator: " AND ")
  }

  /// For `series`.
  var identityArguments: StatementArguments {
    let given = ["mix": mix, "strategy": strategy?.rawValue, "runtime": runtime?.rawValue].compactMapValues { $0 }
    return StatementArguments(given)
  }

  /// For `runs`.
  var arguments: StatementArguments {
    identityArguments &+ ["since": bounds.first, "until": bounds.last]
  }

  /// The first and the last instant of the window, in milliseconds.
  private var bounds: (first: Int64, last: Int64) {
    (max(since.milliseconds, StoredColumn.instants.lowerBound), min(until.milliseconds, StoredColumn.instants.upperBound))
  }

  /// For `runs`, and `:ended` and `:id` of a position after which runs are wanted. The window begins there, so that SQLite goes there at once
  /// and steps over nothing.
  func arguments(after position: RunPosition) -> StatementArguments {
    identityArguments &+ [
      "since": max(bounds.first, position.ended), "until": bounds.last, "ended": position.ended, "id": position.id,
    ]
  }

  /// The same, of a position before which runs are wanted.
  func arguments(before position: RunPosition) -> StatementArguments {
    identityArguments &+ [
      "since": bounds.first, "until": min(bounds.last, position.ended), "ended": position.ended, "id": position.id,
    ]
  }
}
