import FoundationEssentials
import GRDB
import Samples

extension Stall {
  static let columns =
    ["started_ms", "seconds", "stopped", "control_late", "noticed_seconds", "wait_channel", "stack"]
    + StallCause.allCases.map { "\($0.rawValue)_seconds" }
}

/// The columns of `stalls` in a query.
struct StallColumns {
  private let started, seconds, stopped, controlLate, noticed, waitChannel, stack: StoredColumn
  private let causes: [(cause: StallCause, column: StoredColumn)]

  init(_ columns: ColumnMap) throws {
    started = try columns("started_ms")
    seconds = try columns("seconds")
    stopped = try columns("stopped")
    controlLate = try columns("control_late")
    noticed = try columns("noticed_seconds")
    waitChannel = try columns("wait_channel")
    stack = try columns("stack")
    causes = try StallCause.allCases.map { ($0, try columns("\($0.rawValue)_seconds")) }
  }

  /// When it began, by the wall clock.
  func startedAt(_ row: Row) throws -> Timestamp { try started.timestamp(row) }

  /// Its instants are those of the wall clock.
  func stall(_ row: Row) throws -> Stall {
    let (start, isTooMuch) = try startedAt(row).milliseconds.multipliedReportingOverflow(by: 1_000_000)
    if isTooMuch { throw started.damage(row) }
    var budget: [StallCause: Double] = [:]
    for (cause, column) in causes { budget[cause] = try column.number(row) }
    return Stall(
      startedNanoseconds: start, endedNanoseconds: try instant(seconds, in: row, after: start, seconds.seconds(row)),
      budget: StallBudget(budget),
      noticedNanoseconds: try noticed.optionalNumber(row).map { try instant(noticed, in: row, after: start, $0) },
      waitChannel: try waitChannel.optional(row), stack: try frames(row), wasStopped: try stopped.value(row),
      controlLateSeconds: try controlLate.optionalSeconds(row))
  }

  private func instant(_ column: StoredColumn, in row: Row, after start: Int64, _ seconds: Double) throws -> Int64 {
    guard let nanoseconds = Int64(exactly: (seconds * 1e9).rounded()) else { throw column.damage(row) }
    let (instant, isTooMuch) = start.addingReportingOverflow(nanoseconds)
    if isTooMuch { throw column.damage(row) }
    return instant
  }

  private func frames(_ row: Row) throws -> [String] {
    guard let text: String = try stack.optional(row) else { return [] }
    do {
      return try JSONDecoder().decode([String].self, from: Data(text.utf8))
    } catch {
      throw stack.damage(row)
    }
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
  private let runID: StoredColumn
  private let columns: StallColumns
  private let damages: DamageTally
  /// Without a stall if it cannot be read.
  private var next: (runID: Int64, stall: Stall?)?

  /// Only the stacks of the longest are read: of each mix, strategy and runtime, and of those of completed runs.
  init(_ database: Database, _ filter: HistoryFilter, _ damages: DamageTally) throws {
    let partition = "PARTITION BY mix, strategy, runtime, outcome = 'completed'"
    try self.init(
      database, stack: "CASE WHEN seconds = max(seconds) OVER (\(partition)) THEN stack END", condition: filter.runs,
      filter.arguments, damages)
  }

  /// Without any stack.
  ///
  /// - Parameter position: of the run before the first.
  init(_ database: Database, _ filter: HistoryFilter, after position: RunPosition, _ damages: DamageTally) throws {
    try self.init(
      database, stack: "NULL", condition: "\(filter.runs) AND (ended_ms, runs.id) > (:ended, :id)",
      filter.arguments(after: position), damages)
  }

  // CROSS JOIN: the runs are gone through in order, and only as far as somebody asks.
  private init(
    _ database: Database, stack: String, condition: String, _ arguments: StatementArguments, _ damages: DamageTally
  ) throws {
    self.damages = damages
    let names = Stall.columns.map { $0 == "stack" ? "\(stack) AS stack" : "stalls.\($0)" }
    let (columns, rows) = try database.query(
      """
        SELECT run_id, \(names.joined(separator: ", ")) FROM runs CROSS JOIN stalls ON run_id = runs.id
        WHERE \(condition) ORDER BY ended_ms, runs.id, number
      """, of: "stalls", key: "run_id", arguments)
    self.rows = rows
    runID = try columns("run_id")
    self.columns = try StallColumns(columns)
    try advance()
  }

  /// Of the next run, which may have none.
  mutating func next(ofRun id: Int64) throws -> [Stall] {
    var stalls: [Stall] = []
    while let (runID, stall) = next, runID == id {
      if let stall { stalls.append(stall) }
      try advance()
    }
    return stalls
  }

  private mutating func advance() throws {
    next = try rows.next().map { row in
      let id: Int64 = try runID.value(row)
      do { return (id, try columns.stall(row)) } catch let damage as DamagedValue {
        damages.leaveOut(damage)
        return (id, nil)
      }
    }
  }
}
