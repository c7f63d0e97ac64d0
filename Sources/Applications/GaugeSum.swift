import Thresholds

/// One quantity of some processes together: sums, but of the highest values, which they need not have had at the same time.
struct GaugeSum: Sendable {
  /// Processes whose trends are kept: those with the most values, which weigh most.
  private static let mostTrends = 256

  private(set) var last: Double?
  private(set) var max: Double?
  private(set) var trends: [TrendSummary] = []

  mutating func add(_ series: SampledSeries) {
    guard let value = series.last else { return }
    last = (last ?? 0) + value
    max = (max ?? 0) + (series.max ?? value)
    trends.append(series.trend)
    guard trends.count > GaugeSum.mostTrends else { return }
    if let lightest = trends.indices.min(by: { trends[$0].pairs < trends[$1].pairs }) { trends.remove(at: lightest) }
  }
}
