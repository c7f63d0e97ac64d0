/// A value of the database that cannot be what its column says: the file is damaged, or was changed by hand.
package struct DamagedValue: Error, Hashable, Sendable, CustomStringConvertible {
  /// The table, or the view.
  package let table: String
  /// Its column.
  package let column: String
  /// The row's number; `nil` if it has none.
  package let row: Int64?

  package init(table: String, column: String, row: Int64?) {
    self.table = table
    self.column = column
    self.row = row
  }

  /// Names where it is and says nothing of the value itself.
  package var description: String { "the database holds a value that cannot be read: \(place)" }

  /// `column items_ok of runs, row 7`
  package var place: String { "column \(column) of \(table)\(row.map { ", row \($0)" } ?? "")" }
}
