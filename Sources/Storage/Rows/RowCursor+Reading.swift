import GRDB

extension RowCursor {
  /// What the first row says; `nil` if there is none. A row is good as long as its cursor is.
  func first<Value>(_ read: (Row) throws -> Value?) throws -> Value? {
    defer { withExtendedLifetime(self) {} }
    return try next().flatMap(read)
  }

  /// What each row says.
  ///
  /// - Parameters:
  ///   - leavingOut: is told of rows that are damaged; `nil`: the first of them is thrown.
  ///   - read: `nil` leaves the row out.
  func all<Value>(_ leavingOut: ((DamagedValue) -> Void)?, _ read: (Row) throws -> Value?) throws -> [Value] {
    var values: [Value] = []
    while let row = try next() {
      do {
        if let value = try read(row) { values.append(value) }
      } catch let damage as DamagedValue {
        guard let leavingOut else { throw damage }
        leavingOut(damage)
      }
    }
    return values
  }
}
