import GRDB
import Samples

/// Where a window of an application's history is read from: hours as long ago as nothing finer is kept, then minutes, then intervals as they were
/// made. Each instant is in one of them.
struct AppPieces {
  let pieces: [(table: AppTable, range: ClosedRange<Int64>)]

  /// - Parameters:
  ///   - finest: that is wanted.
  ///   - rawDropped: `store.app_intervals_dropped_before_ms`.
  ///   - minutesDropped: `store.app_minutes_dropped_before_ms`.
  init(_ window: ClosedRange<Int64>, finest: AppTable, rawDropped: Int64?, minutesDropped: Int64?) {
    let minutesFrom = finest == .hour ? Int64.max : RollupTier.hour.next(minutesDropped)
    let rawFrom = finest == .raw ? max(minutesFrom, RollupTier.minute.next(rawDropped)) : Int64.max
    let bounds: [(table: AppTable, first: Int64, end: Int64)] = [
      (.hour, .min, minutesFrom), (.minute, minutesFrom, rawFrom), (.raw, rawFrom, .max),
    ]
    pieces = bounds.compactMap { table, first, end in
      // A minute or an hour that the window begins in belongs to it.
      let from = max(first, table.position(of: window.lowerBound))
      guard end > .min else { return nil }
      let until = min(end == .max ? end : end - 1, window.upperBound)
      return from <= until ? (table, from...until) : nil
    }
  }
}

extension RollupTier {
  /// The first begin of one at or after an instant; the begin of time if there is none.
  fileprivate func next(_ instant: Int64?) -> Int64 { instant.map { start(of: $0 + milliseconds - 1) } ?? .min }
}

extension Database {
  /// Where a window is read from.
  func appPieces(since: Timestamp, until: Timestamp, finest: AppTable) throws -> AppPieces? {
    let instants = StoredColumn.instants
    let first = max(since.milliseconds, instants.lowerBound)
    let last = min(until.milliseconds, instants.upperBound)
    guard first <= last else { return nil }
    let instant = { (column: String) throws -> Int64? in
      let value = try DatabaseValue.fetchOne(self, sql: "SELECT \(column) FROM store LIMIT 1")
      return value.flatMap { Int64.fromDatabaseValue($0) }.flatMap { instants.contains($0) ? $0 : nil }
    }
    return AppPieces(
      first...last, finest: finest, rawDropped: try instant("app_intervals_dropped_before_ms"),
      minutesDropped: try instant("app_minutes_dropped_before_ms"))
  }

  /// Ascending in time.
  func appIntervals(
    _ app: String, since: Timestamp, until: Timestamp, finest: AppTable, _ damages: DamageTally
  ) throws -> [AppInterval] {
    guard let pieces = try appPieces(since: since, until: until, finest: finest)?.pieces else { return [] }
    return try pieces.flatMap { table, range in
      try leaveOutMisplaced(damages, of: table.name, "at_ms", key: "id")
      return try appIntervals(
        table, where: "name = ? AND at_ms BETWEEN ? AND ?", [app, range.lowerBound, range.upperBound], damages)
    }
  }

  /// Ascending in time.
  func appIntervals(
    _ table: AppTable, where condition: String, _ arguments: StatementArguments, _ damages: DamageTally
  ) throws -> [AppInterval] {
    let sql = AppIntervalColumns.sql(table, where: "\(condition) ORDER BY at_ms")
    let (columns, rows) = try query(sql, of: table.name, key: "id", arguments)
    let interval = try AppIntervalColumns(columns, AppWords(self))
    return try rows.all(damages, interval.interval)
  }

  /// Of the finest table that a step needs, ascending in time.
  func appLatencies(
    _ app: String, since: Timestamp, until: Timestamp, step: Int64, _ damages: DamageTally
  ) throws -> [(start: Timestamp, latency: LatencyHistogram)] {
    let finest: AppTable = step >= RollupTier.hour.milliseconds ? .hour : step >= RollupTier.minute.milliseconds ? .minute : .raw
    var steps: [Int64: LatencyHistogram] = [:]
    for (table, range) in try appPieces(since: since, until: until, finest: finest)?.pieces ?? [] {
      let (columns, rows) = try query(
        "SELECT id, at_ms, counts FROM \(table.name) WHERE at_ms BETWEEN ? AND ? AND app_id = (SELECT id FROM apps WHERE name = ?)",
        of: table.name, key: "id", [range.lowerBound, range.upperBound, app])
      let (at, counts) = (try columns("at_ms"), try columns("counts"))
      try rows.forEach(damages) { row in
        let start = TimeStep.start(of: try at.timestamp(row).milliseconds, step)
        steps[start, default: LatencyHistogram()].merge(try counts.histogram(row))
      }
    }
    return steps.filter { !$0.value.buckets.isEmpty }.sorted { $0.key < $1.key }.map {
      (Timestamp(milliseconds: $0.key), $0.value)
    }
  }
}
