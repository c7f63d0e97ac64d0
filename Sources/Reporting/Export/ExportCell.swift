import Samples

/// What stands in a column of a row.
enum ExportCell {
  /// There is no figure.
  case none
  case text(String)
  case number(Double)
  case integer(Int64)
  case flag(Bool)
  case instant(Timestamp)
  case list([String])

  static func text(_ text: String?) -> ExportCell { text.map(ExportCell.text) ?? .none }
  static func number(_ number: Double?) -> ExportCell { number.map(ExportCell.number) ?? .none }
  static func integer(_ integer: Int?) -> ExportCell { integer.map { .integer(Int64($0)) } ?? .none }
}

/// A column: its name and where its cells come from.
struct ExportColumn<Row>: Sendable {
  let name: String
  let cell: @Sendable (Row) -> ExportCell

  init(_ name: String, _ cell: @escaping @Sendable (Row) -> ExportCell) {
    self.name = name
    self.cell = cell
  }
}
