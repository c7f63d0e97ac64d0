import GRDB

extension RowCursor {
  /// What the first row says; `nil` if there is none. A row is good as long as its cursor is.
  func first<Value>(_ read: (Row) throws -> Value?) throws -> Value? {
    defer { withExtendedLifetime(self) {} }
    return try next().flatMap(read)
  }

  /// Reads each row. Those that are damaged are left out.
  func forEach(_ damages: DamageTally, _ read: (Row) throws -> Void) throws {
    while let row = try next() {
      do { try read(row) } catch let damage as DamagedValue { damages.leaveOut(damage) }
    }
  }

  /// What each row says that is not damaged.
  ///
  /// - Parameter read: `nil` leaves the row out.
  func all<Value>(_ damages: DamageTally, _ read: (Row) throws -> Value?) throws -> [Value] {
    var values: [Value] = []
    try forEach(damages) { row in
      if let value = try read(row) { values.append(value) }
    }
    return values
  }
}
