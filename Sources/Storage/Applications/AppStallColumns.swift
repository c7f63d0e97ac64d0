import GRDB
import Samples

/// The columns of `app_stalls` in a query.
struct AppStallColumns {
  /// All but the budget, in the order in which they are written.
  static let facts = [
    "app_id", "ended_ms", "pid", "length_ns", "cause", "startup", "overload", "stopped", "control_late", "noticed_ns",
    "wait_channel",
    "task", "holder_thread", "holder_frame", "stack_id",
  ]
  static let sql = """
    SELECT app_stalls.id AS id, name, \((facts + StallBudgetColumns.names).joined(separator: ", ")), frame, stack
    FROM app_stalls JOIN apps ON apps.id = app_id LEFT JOIN app_stacks ON app_stacks.id = stack_id
    """
  /// No stall is longer, in nanoseconds: it is a year.
  private static let lengths: ClosedRange<Int64> = 0...31_622_400_000_000_000

  private let app, ended, pid, length, startup, overload, stopped, controlLate, noticed, waitChannel, task: StoredColumn
  private let holderThread, holderFrame: StoredColumn
  private let budget: StallBudgetColumns
  private let stack: AppStackColumns

  init(_ columns: ColumnMap) throws {
    app = try columns("name", of: "apps")
    ended = try columns("ended_ms")
    pid = try columns("pid")
    length = try columns("length_ns")
    startup = try columns("startup")
    overload = try columns("overload")
    stopped = try columns("stopped")
    controlLate = try columns("control_late")
    noticed = try columns("noticed_ns")
    waitChannel = try columns("wait_channel")
    task = try columns("task")
    holderThread = try columns("holder_thread")
    holderFrame = try columns("holder_frame")
    budget = try StallBudgetColumns(columns)
    stack = try AppStackColumns(columns)
  }

  /// Its instants are those of the wall clock.
  ///
  /// - Throws: `DamagedValue`.
  func entry(_ row: Row) throws -> AppStallEntry {
    AppStallEntry(app: try app.value(row), endedAt: try ended.timestamp(row), pid: try pid.count(row), stall: try appStall(row))
  }

  private func appStall(_ row: Row) throws -> AppStall {
    let holder = try holderThread.optional(row, as: String.self).map {
      AppStall.Holder(thread: $0, frame: try holderFrame.optional(row))
    }
    return AppStall(
      stall: try stall(row), isStartup: try startup.value(row), isOverload: try overload.value(row), frame: try stack.frame(row),
      task: try task.optional(row), holder: holder)
  }

  private func stall(_ row: Row) throws -> Stall {
    let (end, isTooMuch) = try ended.timestamp(row).milliseconds.multipliedReportingOverflow(by: 1_000_000)
    if isTooMuch { throw ended.damage(row) }
    let begin = end - (try length.within(Self.lengths, row, length.value(row)))
    return Stall(
      startedNanoseconds: begin, endedNanoseconds: end, budget: try budget.value(row),
      noticedNanoseconds: try noticed.optional(row).map { begin + (try noticed.within(Self.lengths, row, $0)) },
      waitChannel: try waitChannel.optional(row), stack: try stack.stack(row), wasStopped: try stopped.value(row),
      controlLateSeconds: try controlLate.optionalSeconds(row))
  }
}
