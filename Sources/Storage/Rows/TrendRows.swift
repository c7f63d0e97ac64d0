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
}

/// The columns of `trends` in a query that has them under a prefix.
struct TrendColumns {
  private let samples, span, level, slope, score, pairs, variance, correlatedVariance: StoredColumn
  private let peaks, linePeaks, troughs, lineTroughs: StoredColumn

  /// As they stand in a query: `queue.samples AS queue_samples, …`.
  static func sql(_ trend: String) -> String {
    TrendSummary.columns.map { "\(trend).\($0) AS \(trend)_\($0)" }.joined(separator: ", ")
  }

  init(_ columns: ColumnMap, _ trend: String) throws {
    let column = { (name: String) in try columns("\(trend)_\(name)", as: name, of: "trends") }
    samples = try column("samples")
    span = try column("span_seconds")
    level = try column("level")
    slope = try column("slope")
    score = try column("score")
    pairs = try column("pairs")
    variance = try column("variance")
    correlatedVariance = try column("correlated_variance")
    peaks = try column("peaks")
    linePeaks = try column("line_peaks")
    troughs = try column("troughs")
    lineTroughs = try column("line_troughs")
  }

  func summary(_ row: Row) throws -> TrendSummary {
    TrendSummary(
      count: try samples.count(row), span: try span.seconds(row), level: try level.number(row),
      slope: try slope.optionalNumber(row),
      score: try score.number(row), pairs: try pairs.number(row), variance: try variance.number(row),
      correlatedVariance: try correlatedVariance.number(row),
      lasting: TrendSummary.Lasting(
        peaks: try peaks.number(row), linePeaks: try linePeaks.number(row), troughs: try troughs.number(row),
        lineTroughs: try lineTroughs.number(row)))
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
