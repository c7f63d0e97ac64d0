import FoundationEssentials
import GRDB
import Samples

/// The columns of `app_stacks` in a query.
struct AppStackColumns {
  private let frame, stack: StoredColumn

  init(_ columns: ColumnMap) throws {
    frame = try columns("frame", of: "app_stacks")
    stack = try columns("stack", of: "app_stacks")
  }

  /// - Throws: `DamagedValue`.
  func frame(_ row: Row) throws -> String? { try frame.optional(row) }

  /// The innermost frame first.
  ///
  /// - Throws: `DamagedValue`.
  func stack(_ row: Row) throws -> [String] { try stack.optionalJSON(row) ?? [] }
}

extension Database {
  /// The number of a frame and a stack, which are kept once; `nil` if there is neither.
  func appStackID(frame: String?, stack: [String]) throws -> Int64? {
    guard frame != nil || !stack.isEmpty else { return nil }
    let key: StatementArguments = [frame, stack.isEmpty ? nil : try JSONColumn.text(stack)]
    let known = try cachedStatement(sql: "SELECT id FROM app_stacks WHERE frame IS ? AND stack IS ?")
    if let id = try Int64.fetchOne(known, arguments: key) { return id }
    try cachedStatement(sql: "INSERT INTO app_stacks (frame, stack) VALUES (?, ?)").execute(arguments: key)
    return lastInsertedRowID
  }

  /// The number of an application by its name.
  func appID(_ name: String) throws -> Int64 {
    let known = try cachedStatement(sql: "SELECT id FROM apps WHERE name = ?")
    if let id = try Int64.fetchOne(known, arguments: [name]) { return id }
    try cachedStatement(sql: "INSERT INTO apps (name) VALUES (?)").execute(arguments: [name])
    return lastInsertedRowID
  }
}
