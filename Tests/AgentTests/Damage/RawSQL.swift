import FaultyVFS

/// SQL on a file, past everything that calcmon does.
enum RawSQL {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs statements. Returns their rows, as text.
  @discardableResult static func run(_ path: String, _ sql: String) throws -> [[String]] {
    var handle: OpaquePointer?
    defer { sqlite3_close_v2(handle) }
    guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else { throw failure(handle) }
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
    guard code == SQLITE_OK else { throw failure(handle) }
    return rows
  }

  private static func failure(_ handle: OpaquePointer?) -> Failure {
    Failure(description: String(cString: sqlite3_errmsg(handle)))
  }
}
