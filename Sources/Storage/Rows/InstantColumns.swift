import GRDB
import Samples

/// The columns of `instants`, and of the begin of their run, in a query.
struct InstantColumns {
  /// More is in no column, in whichever of its units.
  private static let possible: ClosedRange<Int64> = -(1 << 60)...(1 << 60)

  private let begin, elapsed: StoredColumn
  private let quantities: [(quantity: Quantity, column: StoredColumn)]

  init(_ columns: ColumnMap, _ quantities: [Quantity]) throws {
    begin = try columns("work_started_ms", of: "runs")
    elapsed = try columns("elapsed_ms")
    self.quantities = try quantities.map { ($0, try columns($0.storedColumn)) }
  }

  /// By the wall clock.
  func time(_ row: Row) throws -> Timestamp {
    let milliseconds = try begin.timestamp(row).milliseconds + Int64(elapsed.count(row))
    guard StoredColumn.instants.contains(milliseconds) else { throw elapsed.damage(row) }
    return Timestamp(milliseconds: milliseconds)
  }

  /// What was measured at the instant, in the quantities' units.
  func values(_ row: Row) throws -> [(Quantity, Double)] {
    try quantities.compactMap { quantity, column in
      guard let stored: Int64 = try column.optional(row) else { return nil }
      return (quantity, Double(try column.within(Self.possible, row, stored)) / quantity.storedScale)
    }
  }
}
