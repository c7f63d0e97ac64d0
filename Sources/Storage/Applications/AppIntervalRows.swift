import GRDB
import Samples
import Thresholds

/// Intervals of applications as rows.
extension Database {
  /// Keeps an interval, and adds it to its minute and its hour: in one transaction, so that each counts once, whatever happens in between.
  func insert(_ interval: AppInterval) throws {
    let (appID, words) = (try appID(interval.app), AppWords(self))
    for table in AppTable.allCases { try add(interval, appID: appID, to: table, words) }
  }

  private func add(_ interval: AppInterval, appID: Int64, to table: AppTable, _ words: AppWords) throws {
    let position = table.position(of: interval.endedAt.milliseconds)
    var merged = interval
    if var before = try appInterval(appID: appID, at: position, table, words) {
      before.merge(interval)
      merged = before
    }
    let names = AppIntervalColumns.names
    let columns = (["app_id", "at_ms"] + names).joined(separator: ", ")
    let marks = (0..<names.count + 2).map { _ in "?" }.joined(separator: ", ")
    let changes = names.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    let stackID = try appStackID(frame: nil, stack: merged.stalls.longest?.stack ?? [])
    try cachedStatement(
      sql: "INSERT INTO \(table.name) (\(columns)) VALUES (\(marks)) ON CONFLICT (at_ms, app_id) DO UPDATE SET \(changes)"
    ).execute(arguments: [appID, position] + AppIntervalColumns.arguments(merged, longestStackID: stackID, words))
  }

  /// `nil` if there is none, or if it is damaged: it is then begun anew, since no interval could be written any more in its time.
  private func appInterval(appID: Int64, at position: Int64, _ table: AppTable, _ words: AppWords) throws -> AppInterval? {
    let statement = try cachedStatement(sql: AppIntervalColumns.sql(table, where: "apps.id = ? AND at_ms = ?"))
    let columns = try AppIntervalColumns(ColumnMap(statement, of: table.name, key: "id"), words)
    do {
      return try Row.fetchCursor(statement, arguments: [appID, position]).first { try columns.interval($0) }
    } catch is DamagedValue {
      return nil
    }
  }
}
