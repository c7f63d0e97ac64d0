import FaultyVFS

/// What SQLite said.
package struct PlainError: Error, CustomStringConvertible {
  package let code: Int32
  package let description: String
}

/// A connection without any layer between a test and SQLite. For one thread at a time.
package final class PlainDatabase {
  private var handle: OpaquePointer?

  /// Opens the database, and makes it where there is none.
  package init(_ path: String) throws {
    let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nil)
    guard code == SQLITE_OK else {
      defer { sqlite3_close_v2(handle) }
      throw error(code)
    }
  }

  deinit { close() }

  package func close() {
    sqlite3_close_v2(handle)
    handle = nil
  }

  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs statements and returns their rows, as text.
  ///
  /// - Throws: `PlainError` with the extended code.
  @discardableResult package func rows(_ sql: String) throws -> [[String]] {
    var rows: [[String]] = []
    let code = withUnsafeMutablePointer(to: &rows) { rows in
      sqlite3_exec(
        handle, sql,
        { rows, count, values, _ in
          let row = (0..<Int(count)).map { values?[$0].map { String(cString: $0) } ?? "" }
          rows?.assumingMemoryBound(to: [[String]].self).pointee.append(row)
          return 0
        }, rows, nil)
    }
    guard code == SQLITE_OK else { throw error(code) }
    return rows
  }

  /// The first column of the first row.
  package func text(_ sql: String) throws -> String { try rows(sql).first?.first ?? "" }

  /// Runs the body in a transaction: all of it or nothing.
  package func transaction(_ body: () throws -> Void) throws {
    try rows("BEGIN IMMEDIATE")
    do {
      try body()
      try rows("COMMIT")
    } catch {
      // Many errors end the transaction by themselves.
      if isInTransaction { try rows("ROLLBACK") }
      throw error
    }
  }

  private func error(_ code: Int32) -> PlainError {
    PlainError(code: sqlite3_extended_errcode(handle), description: String(cString: sqlite3_errmsg(handle)))
  }
}
