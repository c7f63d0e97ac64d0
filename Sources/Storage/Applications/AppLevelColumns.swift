import GRDB
import Samples

/// The three columns of a level of an application.
struct AppLevelColumns {
  private let mean, max, last: StoredColumn

  static func names(_ level: String) -> [String] { ["mean", "max", "last"].map { "\(level)_\($0)" } }

  init(_ columns: ColumnMap, _ level: String) throws {
    mean = try columns("\(level)_mean")
    max = try columns("\(level)_max")
    last = try columns("\(level)_last")
  }

  static func arguments(_ level: AppLevel?) -> StatementArguments { [level?.mean, level?.max, level?.last] }

  /// - Throws: `DamagedValue`.
  func value(_ row: Row) throws -> AppLevel? {
    guard let mean = try mean.optionalNumber(row) else { return nil }
    return AppLevel(mean: mean, max: try max.number(row), last: try last.number(row))
  }
}
