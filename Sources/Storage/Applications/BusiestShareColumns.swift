import GRDB
import Samples

/// The columns of an application's intervals that tell how busy its busiest process was.
struct BusiestShareColumns {
  static let names = ["busiest_ratio", "busiest_max"]

  private let ratio, max: StoredColumn

  init(_ columns: ColumnMap) throws {
    ratio = try columns("busiest_ratio")
    max = try columns("busiest_max")
  }

  /// In the order of `names`. The highest is not written if it is the same: of intervals that were not merged it is.
  static func arguments(_ share: BusiestShare?) -> StatementArguments {
    [share?.mean, share.flatMap { $0.max == $0.mean ? nil : $0.max }]
  }

  private func share(_ column: StoredColumn, _ row: Row) throws -> Double? {
    try column.optionalNumber(row).map { try column.within(0...1, row, $0) }
  }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> BusiestShare? {
    guard let mean = try share(ratio, row) else { return nil }
    return BusiestShare(mean: mean, max: try share(max, row) ?? mean)
  }
}
