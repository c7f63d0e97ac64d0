import GRDB

/// The columns of a statement by their names, each looked up once before its rows are read.
struct ColumnMap {
  private let statement: Statement
  private let table: String
  private let key: Int?

  /// - Parameters:
  ///   - table: what an error names.
  ///   - key: the column by whose number an error names the row.
  init(_ statement: Statement, of table: String, key: String? = nil) {
    self.statement = statement
    self.table = table
    self.key = key.flatMap { statement.index(ofColumn: $0) }
  }

  /// - Parameters:
  ///   - stored: what it is called in its table, if that is not how the statement calls it.
  ///   - other: its table, if it is not that of most columns.
  /// - Throws: `DatabaseError`, if the statement has no such column.
  func callAsFunction(_ name: String, as stored: String? = nil, of other: String? = nil) throws -> StoredColumn {
    guard let index = statement.index(ofColumn: name) else {
      throw DatabaseError(resultCode: .SQLITE_RANGE, message: "\(table) has no column \(name)")
    }
    return StoredColumn(name: stored ?? name, index: index, table: other ?? table, key: key)
  }
}

extension Database {
  /// A query's columns and its rows.
  func query(
    _ sql: String, of table: String, key: String? = nil, _ arguments: StatementArguments = []
  ) throws -> (columns: ColumnMap, rows: RowCursor) {
    let statement = try makeStatement(sql: sql)
    return (ColumnMap(statement, of: table, key: key), try Row.fetchCursor(statement, arguments: arguments))
  }
}
