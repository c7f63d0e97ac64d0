import GRDB
import Samples

/// The columns that tell where the time of threads went, of `runs` and of the intervals of applications.
struct AccountColumns {
  static let names = [
    "cpu_ran_seconds", "cpu_waited_seconds", "cpu_throttled_seconds", "cpu_stolen_seconds", "cpu_blocked_seconds",
  ]

  private let ran, waited, throttled, stolen, blocked: StoredColumn

  init(_ columns: ColumnMap) throws {
    ran = try columns("cpu_ran_seconds")
    waited = try columns("cpu_waited_seconds")
    throttled = try columns("cpu_throttled_seconds")
    stolen = try columns("cpu_stolen_seconds")
    blocked = try columns("cpu_blocked_seconds")
  }

  /// In the order of `names`.
  static func arguments(_ account: RunAccount?) -> StatementArguments {
    [account?.ranSeconds, account?.waitedSeconds, account?.throttledSeconds, account?.stolenSeconds, account?.blockedSeconds]
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> RunAccount? {
    guard let used = try ran.optionalSeconds(row) else { return nil }
    return RunAccount(
      ranSeconds: used, waitedSeconds: try waited.optionalSeconds(row), throttledSeconds: try throttled.optionalSeconds(row),
      stolenSeconds: try stolen.optionalSeconds(row), blockedSeconds: try blocked.optionalSeconds(row))
  }
}
