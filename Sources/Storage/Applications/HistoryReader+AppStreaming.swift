import GRDB
package import Samples

/// Row by row, for any size of history: see `HistoryReader+Streaming`.
extension HistoryReader {
  /// Rows of one transaction.
  private static let rowsPerPiece = 500

  /// The applications that a filter chooses.
  package func apps(_ filter: HistoryFilter) throws -> [String] {
    guard filter.choosesApps else { return [] }
    return try apps(since: filter.since, until: filter.until).filter { filter.app == nil || filter.app == $0 }
  }

  /// Intervals of an application, ascending in time.
  ///
  /// - Parameter tier: as for `appIntervals`.
  package func forEachAppInterval(
    _ app: String, _ filter: HistoryFilter, tier: RollupTier? = nil, _ body: (AppInterval) throws -> Void
  ) throws {
    let finest = tier.map(AppTable.init) ?? .raw
    let pieces = try read(orIfEmpty: nil) { database, _ in
      try database.appPieces(since: filter.since, until: filter.until, finest: finest)
    }
    for (table, range) in pieces?.pieces ?? [] {
      try read(orIfEmpty: ()) { try $0.leaveOutMisplaced($1, of: table.name, "at_ms", key: "id") }
      try forEachPiece(from: range.lowerBound) { database, damages, from, limit in
        let sql = AppIntervalColumns.sql(table, where: "name = ? AND at_ms >= ? AND at_ms <= ? ORDER BY at_ms LIMIT ?")
        let (columns, rows) = try database.query(sql, of: table.name, key: "id", [app, from, range.upperBound, limit])
        let (interval, at) = (try AppIntervalColumns(columns, AppWords(database)), try columns("at_ms"))
        return try rows.visit(damages, at) { try body(try interval.interval($0)) }
      }
    }
  }

  /// Stalls of an application, ascending in time.
  package func forEachAppStall(_ app: String, _ filter: HistoryFilter, _ body: (AppStallEntry) throws -> Void) throws {
    try read(orIfEmpty: ()) { try $0.leaveOutMisplaced($1, of: "app_stalls", "ended_ms", key: "id") }
    try forEachPiece(from: filter.since.milliseconds) { database, damages, from, limit in
      // All of a millisecond are in one piece.
      let (columns, rows) = try database.query(
        """
        \(AppStallColumns.sql) WHERE name = :app AND ended_ms >= :from AND ended_ms <= ifnull((
          SELECT ended_ms FROM app_stalls WHERE app_id = (SELECT id FROM apps WHERE name = :app) AND ended_ms BETWEEN :from AND :until
          ORDER BY ended_ms LIMIT 1 OFFSET :limit - 1), :until) ORDER BY ended_ms, app_stalls.id
        """, of: "app_stalls", key: "id", ["app": app, "from": from, "until": filter.until.milliseconds, "limit": limit])
      let (stall, at) = (try AppStallColumns(columns), try columns("ended_ms"))
      return try rows.visit(damages, at) { try body(try stall.entry($0)) }
    }
  }

  /// What happened to an application, ascending in time. There is little of it.
  package func forEachAppOccurrence(_ app: String, _ filter: HistoryFilter, _ body: (AppOccurrence) throws -> Void) throws {
    try appOccurrences(app, since: filter.since, until: filter.until, limit: .max).forEach(body)
  }

  /// - Parameter piece: reads so many rows from an instant on, and returns how many there were, and the instant of the last.
  private func forEachPiece(
    from start: Int64, _ piece: (Database, DamageTally, Int64, Int) throws -> (count: Int, last: Int64)
  ) throws {
    var from = start
    while true {
      let (count, last) = try read(orIfEmpty: (0, from)) { try piece($0, $1, from, Self.rowsPerPiece) }
      if count < Self.rowsPerPiece { return }
      from = last + 1
    }
  }
}

extension RowCursor {
  /// Reads each row; those that are damaged are left out, and counted as well.
  fileprivate func visit(
    _ damages: DamageTally, _ instant: StoredColumn, _ read: (Row) throws -> Void
  ) throws -> (count: Int, last: Int64) {
    var (count, last) = (0, Int64.min)
    try forEach(damages) { row in
      count += 1
      last = try instant.timestamp(row).milliseconds
      try read(row)
    }
    return (count, last)
  }
}
