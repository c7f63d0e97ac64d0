import GRDB

/// Rows whose instant is none, so that they lie in no window, and whoever looks for those of a window does not meet them.
enum Misplaced {
  /// True of a column that holds no instant.
  static func condition(_ column: String) -> String {
    let instants = StoredColumn.instants
    return "(typeof(\(column)) <> 'integer' OR \(column) NOT BETWEEN \(instants.lowerBound) AND \(instants.upperBound))"
  }

  /// Queries that find them by an index which has the column: texts and blobs come after all numbers, and NULL before.
  ///
  /// - Parameter rest: a condition, and what follows it.
  static func sql(_ columns: String, from table: String, _ column: String, where rest: String) -> String {
    let instants = StoredColumn.instants
    return ["\(column) > \(instants.upperBound)", "\(column) < \(instants.lowerBound)", "\(column) IS NULL"]
      .map { "SELECT \(columns) FROM \(table) WHERE \($0) AND \(rest)" }.joined(separator: " UNION ALL ")
  }
}

extension Database {
  /// Counts those of a table, some thousand at most.
  ///
  /// - Parameters:
  ///   - key: what a row is called by.
  ///   - source: the table, or what it is joined with; `nil`: the table alone.
  ///   - condition: which of them.
  func leaveOutMisplaced(
    _ damages: DamageTally, of table: String, _ column: String, key: String, from source: String? = nil,
    where condition: String = "TRUE", _ arguments: StatementArguments = []
  ) throws {
    let sql = Misplaced.sql("\(key) AS key, \(column) AS instant", from: source ?? table, column, where: condition)
    let statement = try cachedStatement(sql: "\(sql) LIMIT 1000")
    let instant = try ColumnMap(statement, of: table, key: "key")("instant", as: column)
    try Row.fetchCursor(statement, arguments: arguments).forEach(damages) { _ = try instant.timestamp($0) }
  }
}

extension Database {
  /// Counts the verdicts whose instant is none.
  func leaveOutMisplacedVerdicts(_ filter: HistoryFilter, _ damages: DamageTally) throws {
    try leaveOutMisplaced(
      damages, of: "verdicts", "time_ms", key: "NULL", where: filter.series, filter.identityArguments)
  }

  /// Counts the rows of a tier's table whose interval is none, and those that belong to no series.
  func leaveOutMisplacedRollups(
    _ tier: RollupTier, _ table: String, _ filter: HistoryFilter, _ damages: DamageTally
  ) throws {
    try leaveOutMisplaced(
      damages, of: table, "start_ms", key: "series_id", from: "series CROSS JOIN \(table) ON series_id = series.id",
      where: filter.series, filter.identityArguments)
    try leaveOutOrphans(of: table, "series_id", damages)
  }

  /// Counts rows whose key is no row's number of another table: no number at all, or none that SQLite gives.
  func leaveOutOrphans(of table: String, _ key: String, _ damages: DamageTally) throws {
    let conditions = ["\(key) > 9223372036854775807", "\(key) < 1", "\(key) IS NULL"]
    let sql = conditions.map { "SELECT \(key) FROM \(table) WHERE \($0)" }.joined(separator: " UNION ALL ")
    let statement = try cachedStatement(sql: "\(sql) LIMIT 1000")
    let column = try ColumnMap(statement, of: table)(key)
    try Row.fetchCursor(statement).forEach(damages) { throw column.damage($0) }
  }
}
