import FoundationEssentials
import GRDB
import Samples

/// A column of a query: where the statement has it, and what it is called.
///
/// GRDB's own subscript ends the process if a value is not of the type that is asked for. These reads throw, also if a number is none that can
/// have been written: so sums and conversions of what was read overflow nowhere.
struct StoredColumn {
  let name: String
  let index: Int
  let table: String
  /// The column whose number an error names the row by.
  let key: Int?

  /// From the Unix epoch to the end of the year 9999, in milliseconds.
  static let instants: ClosedRange<Int64> = 0...253_402_300_799_999
  /// So many of something are nowhere; a million of such counts still have a sum.
  private static let counts: ClosedRange<Int64> = 0...(1 << 40)
  /// Lengths of time, in seconds: as many as there are nanoseconds of in 63 bits, some 285 years.
  static let lengths: ClosedRange<Double> = 0...9e9
  /// Numbers of any other kind.
  private static let numbers: ClosedRange<Double> = -1e18...1e18

  /// - Throws: `DamagedValue`; also if there is no value.
  func value<Value: DatabaseValueConvertible>(_ row: Row, as type: Value.Type = Value.self) throws -> Value {
    guard let value = try optional(row, as: type) else { throw damage(row) }
    return value
  }

  /// `nil` if there is no value.
  ///
  /// - Throws: `DamagedValue`.
  func optional<Value: DatabaseValueConvertible>(_ row: Row, as type: Value.Type = Value.self) throws -> Value? {
    let stored: DatabaseValue = try row.decode(atIndex: index)
    if stored.isNull { return nil }
    guard isOf(type, stored), let value = Value.fromDatabaseValue(stored) else { throw damage(row) }
    return value
  }

  /// GRDB takes the bytes of a text for a blob, and those of a blob for a text.
  private func isOf(_ type: Any.Type, _ stored: DatabaseValue) -> Bool {
    switch stored.storage {
    case .blob: type != String.self
    case .string: type != Data.self
    case .null, .int64, .double: true
    }
  }

  /// How many of something.
  ///
  /// - Throws: `DamagedValue`; also if it is negative, or more than can be.
  func count(_ row: Row) throws -> Int { Int(try within(Self.counts, row, value(row))) }

  /// `nil` if there is no value.
  ///
  /// - Throws: as `count`.
  func optionalCount(_ row: Row) throws -> Int? { try optional(row).map { Int(try within(Self.counts, row, $0)) } }

  /// A length of time.
  ///
  /// - Throws: `DamagedValue`; also if it is negative, or longer than can be.
  func seconds(_ row: Row) throws -> Double { try within(Self.lengths, row, value(row)) }

  /// `nil` if there is no value.
  ///
  /// - Throws: as `seconds`.
  func optionalSeconds(_ row: Row) throws -> Double? { try optional(row).map { try within(Self.lengths, row, $0) } }

  /// A number.
  ///
  /// - Throws: `DamagedValue`; also if it is none that is measured.
  func number(_ row: Row) throws -> Double { try within(Self.numbers, row, value(row)) }

  /// `nil` if there is no value.
  ///
  /// - Throws: as `number`.
  func optionalNumber(_ row: Row) throws -> Double? { try optional(row).map { try within(Self.numbers, row, $0) } }

  /// A number above 0.
  ///
  /// - Throws: `DamagedValue`; also if it is not above 0, or beyond the limit.
  func positive(_ row: Row, atMost limit: Double) throws -> Double {
    let value = try within(0...limit, row, value(row))
    guard value > 0 else { throw damage(row) }
    return value
  }

  /// A number that is not negative; `nil` if there is no value.
  ///
  /// - Throws: as `number`.
  func optionalAmount(_ row: Row) throws -> Double? { try optional(row).map { try within(0...Self.numbers.upperBound, row, $0) } }

  /// - Throws: `DamagedValue`; also if the instant is before 1970, or after the year 9999.
  func timestamp(_ row: Row) throws -> Timestamp {
    guard let instant = try optionalTimestamp(row) else { throw damage(row) }
    return instant
  }

  /// `nil` if there is no value.
  ///
  /// - Throws: as `timestamp`.
  func optionalTimestamp(_ row: Row) throws -> Timestamp? {
    try optional(row).map { Timestamp(milliseconds: try within(Self.instants, row, $0)) }
  }

  /// One of some words; `nil` if there is none.
  ///
  /// - Throws: `DamagedValue`.
  func word<Word>(_ row: Row, _ read: (String) -> Word?) throws -> Word? {
    guard let text: String = try optional(row) else { return nil }
    guard let word = read(text) else { throw damage(row) }
    return word
  }

  /// - Throws: `DamagedValue`, if the value is not in the range.
  func within<Value: Comparable>(_ range: ClosedRange<Value>, _ row: Row, _ value: Value) throws -> Value {
    guard range.contains(value) else { throw damage(row) }
    return value
  }

  /// What a row is told by that cannot be read.
  func damage(_ row: Row) -> DamagedValue {
    let number = key.flatMap { key in
      (try? row.decode(DatabaseValue.self, atIndex: key)).flatMap { Int64.fromDatabaseValue($0) }
    }
    return DamagedValue(table: table, column: name, row: number)
  }
}
