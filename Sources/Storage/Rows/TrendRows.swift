import GRDB
import Samples
import Thresholds

extension TrendSummary {
  static let columns = [
    "samples", "span_seconds", "level", "slope", "score", "pairs", "variance", "correlated_variance", "peaks", "line_peaks",
    "troughs", "line_troughs",
  ]

  var columnValues: [DatabaseValue] {
    [count.databaseValue, span.databaseValue, level.databaseValue, slope?.databaseValue ?? .null]
      + [
        score, pairs, variance, correlatedVariance, lasting.peaks, lasting.linePeaks, lasting.troughs, lasting.lineTroughs,
      ].map(\.databaseValue)
  }

  /// From a row that holds `columns` in their order, beginning at an index.
  init(_ row: Row, from first: Int) {
    self.init(
      count: row[first], span: row[first + 1], level: row[first + 2], slope: row[first + 3], score: row[first + 4],
      pairs: row[first + 5], variance: row[first + 6], correlatedVariance: row[first + 7],
      lasting: Lasting(
        peaks: row[first + 8], linePeaks: row[first + 9], troughs: row[first + 10], lineTroughs: row[first + 11]))
  }
}

extension Database {
  func insert(_ trends: [(Quantity, TrendSummary)], runID: Int64) throws {
    let columns = TrendSummary.columns
    let statement = try cachedStatement(
      sql: """
        INSERT INTO trends (run_id, quantity, \(columns.joined(separator: ", ")))
        VALUES (?, ?, \(columns.map { _ in "?" }.joined(separator: ", ")))
        """)
    for (quantity, trend) in trends {
      try statement.execute(arguments: [runID, quantity.rawValue] + StatementArguments(trend.columnValues))
    }
  }
}
