import FoundationEssentials
import GRDB
import Samples

extension LatencyHistogram {
  /// `count`, `p50_us`, `p99_us`, `max_us` and `counts`, as several tables have them.
  var columns: [DatabaseValue] {
    let quantiles = [0.5, 0.99, 1].map { Int64(((quantile($0) ?? 0) * 1e6).rounded()).databaseValue }
    return [Int64(clamping: count).databaseValue] + quantiles + [Data(bytes).databaseValue]
  }

  /// The first row's `counts`; `nil` where there is no row, or where it is damaged.
  static func fetchOne(_ statement: Statement, _ arguments: StatementArguments) throws -> LatencyHistogram? {
    try Data.fetchOne(statement, arguments: arguments).flatMap { LatencyHistogram(bytes: [UInt8]($0)) }
  }

  /// As `[[upper bound in microseconds, count], …]`, the form of schemas 1 to 3; `nil` where the text is no such list.
  init?(bucketsText: String) {
    guard let pairs = try? JSONDecoder().decode([[UInt64]].self, from: Data(bucketsText.utf8)),
      pairs.allSatisfy({ $0.count == 2 })
    else { return nil }
    self.init(ascending: pairs.map { Bucket(upperMicroseconds: $0[0], count: $0[1]) })
  }
}
