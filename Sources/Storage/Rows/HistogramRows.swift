import FoundationEssentials
import GRDB
import Samples

extension LatencyHistogram {
  /// `count`, `p50_us`, `p99_us`, `max_us` and `counts`, as several tables have them.
  var columns: [DatabaseValue] {
    let quantiles = [0.5, 0.99, 1].map { Int64(((quantile($0) ?? 0) * 1e6).rounded()).databaseValue }
    return [Int64(clamping: count).databaseValue] + quantiles + [Data(bytes).databaseValue]
  }

  /// The first row's `counts`; `nil` where there is no row.
  ///
  /// - Throws: `DamagedValue`.
  static func fetchOne(
    _ statement: Statement, of table: String, key: String, _ arguments: StatementArguments
  ) throws -> LatencyHistogram? {
    let counts = try ColumnMap(statement, of: table, key: key)("counts")
    return try Row.fetchCursor(statement, arguments: arguments).first { try counts.histogram($0) }
  }

  /// As `[[upper bound in microseconds, count], …]`, the form of schemas 1 to 3; `nil` where the text is no such list.
  init?(bucketsText: String) {
    guard let pairs = try? JSONDecoder().decode([[UInt64]].self, from: Data(bucketsText.utf8)),
      pairs.allSatisfy({ $0.count == 2 })
    else { return nil }
    self.init(ascending: pairs.map { Bucket(upperMicroseconds: $0[0], count: $0[1]) })
  }
}

extension StoredColumn {
  /// No run, and no hour of runs, records more: it is a value each microsecond for twelve days. It keeps sums of histograms from overflowing.
  private static let mostValues: UInt64 = 1 << 40
  /// No value is greater, in microseconds: it is 285 years.
  private static let greatestValue: UInt64 = 1 << 53

  /// The histogram of a column `counts`.
  ///
  /// - Throws: `DamagedValue`; also if it holds more than can be.
  func histogram(_ row: Row) throws -> LatencyHistogram {
    guard let histogram = try LatencyHistogram(bytes: [UInt8](value(row, as: Data.self))),
      histogram.count <= Self.mostValues, histogram.buckets.last?.upperMicroseconds ?? 0 <= Self.greatestValue
    else { throw damage(row) }
    return histogram
  }
}
