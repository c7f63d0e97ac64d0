import FoundationEssentials
import GRDB
import Samples

extension Stall {
  static let columns =
    ["started_ms", "seconds", "stopped", "control_late", "noticed_seconds", "wait_channel", "stack"]
    + StallCause.allCases.map { "\($0.rawValue)_seconds" }

  /// From a row that holds `columns` in their order, beginning at an index. Its instants are those of the wall clock.
  init(_ row: Row, from first: Int) {
    let started = row[first] as Int64 * 1_000_000
    let stack: String? = row[first + 6]
    var budget: [StallCause: Double] = [:]
    for (index, cause) in StallCause.allCases.enumerated() { budget[cause] = row[first + 7 + index] as Double }
    self.init(
      startedNanoseconds: started, endedNanoseconds: started + Int64((row[first + 1] as Double * 1e9).rounded()),
      budget: StallBudget(budget),
      noticedNanoseconds: (row[first + 4] as Double?).map { started + Int64(($0 * 1e9).rounded()) },
      waitChannel: row[first + 5],
      stack: stack.flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) } ?? [],
      wasStopped: row[first + 2], controlLateSeconds: row[first + 3])
  }
}

extension Stall {
  /// As it is read back: its instants are those of the wall clock.
  func stored(startedAt: Timestamp) -> Stall {
    let started = startedAt.milliseconds * 1_000_000
    return Stall(
      startedNanoseconds: started, endedNanoseconds: started + Int64((seconds * 1e9).rounded()), budget: budget,
      noticedNanoseconds: noticedNanoseconds.map {
        started + Int64((Double($0 - startedNanoseconds) * 1e-9 * 1e9).rounded())
      }, waitChannel: waitChannel, stack: stack, wasStopped: wasStopped, controlLateSeconds: controlLateSeconds)
  }
}

/// The stalls of the runs of a window, run by run, beside a cursor over these runs: both go in the order of the runs' ends.
struct StallsByRun {
  private let rows: RowCursor
  private var next: (runID: Int64, stall: Stall)?

  /// Only the stacks of the longest are read: of each mix, strategy and runtime, and of those of completed runs.
  init(_ database: Database, _ filter: HistoryFilter) throws {
    let partition = "PARTITION BY mix, strategy, runtime, outcome = 'completed'"
    try self.init(
      database, stack: "CASE WHEN seconds = max(seconds) OVER (\(partition)) THEN stack END", condition: filter.runs,
      filter.arguments)
  }

  /// Without any stack.
  ///
  /// - Parameter position: of the run before the first.
  init(_ database: Database, _ filter: HistoryFilter, after position: RunPosition) throws {
    try self.init(
      database, stack: "NULL", condition: "\(filter.runs) AND (ended_ms, runs.id) > (:ended, :id)",
      filter.arguments(after: position))
  }

  // CROSS JOIN: the runs are gone through in order, and only as far as somebody asks.
  private init(_ database: Database, stack: String, condition: String, _ arguments: StatementArguments) throws {
    let columns = Stall.columns.map { $0 == "stack" ? stack : "stalls.\($0)" }
    rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT run_id, \(columns.joined(separator: ", ")) FROM runs CROSS JOIN stalls ON run_id = runs.id
        WHERE \(condition) ORDER BY ended_ms, runs.id, number
        """, arguments: arguments)
    try advance()
  }

  /// Of the next run, which may have none.
  mutating func next(ofRun id: Int64) throws -> [Stall] {
    var stalls: [Stall] = []
    while let (runID, stall) = next, runID == id {
      stalls.append(stall)
      try advance()
    }
    return stalls
  }

  private mutating func advance() throws {
    next = try rows.next().map { ($0[0], Stall($0, from: 1)) }
  }
}
