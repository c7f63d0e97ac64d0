import GRDB
import Samples

/// A column of a query: where the statement has it, and what it is called.
///
/// GRDB's own subscript ends the process if a value is not of the type that is asked for. These reads throw.
struct StoredColumn {
  let name: String
  let index: Int
  let table: String
  /// The column whose number an error names the row by.
  let key: Int?

  /// The years 1 to 9999, in milliseconds since the Unix epoch.
  private static let instants: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  /// - Throws: `DamagedValue`; also if there is no value.
  func value<Value: DatabaseValueConvertible>(_ row: Row, as type: Value.Type = Value.self) throws -> Value {
    guard let value = try Value.fromDatabaseValue(row.decode(atIndex: index)) else { throw damage(row) }
    return value
  }

  /// `nil` if there is no value.
  ///
  /// - Throws: `DamagedValue`.
  func optional<Value: DatabaseValueConvertible>(_ row: Row, as type: Value.Type = Value.self) throws -> Value? {
    let stored: DatabaseValue = try row.decode(atIndex: index)
    if stored.isNull { return nil }
    guard let value = Value.fromDatabaseValue(stored) else { throw damage(row) }
    return value
  }

  /// - Throws: `DamagedValue`; also if the instant is none of the years 1 to 9999.
  func timestamp(_ row: Row) throws -> Timestamp {
    guard let instant = try optionalTimestamp(row) else { throw damage(row) }
    return instant
  }

  /// `nil` if there is no value.
  ///
  /// - Throws: as `timestamp`.
  func optionalTimestamp(_ row: Row) throws -> Timestamp? {
    guard let milliseconds: Int64 = try optional(row) else { return nil }
    guard Self.instants.contains(milliseconds) else { throw damage(row) }
    return Timestamp(milliseconds: milliseconds)
  }

  /// What a row is told by that cannot be read.
  func damage(_ row: Row) -> DamagedValue {
    let number = key.flatMap { key in
      (try? row.decode(DatabaseValue.self, atIndex: key)).flatMap { Int64.fromDatabaseValue($0) }
    }
    return DamagedValue(table: table, column: name, row: number)
  }
}
