/// By how much Mann and Kendall's variance is too small, because a value resembles the one before it.
///
/// Hamed and Rao's correction: of the series without its Theil-Sen slope, the ranks' autocorrelations that are significant at 5 %.
/// In series of a dozen values hardly any is, however strong. So for a series that does not only rise, falling back on its way
/// by more than half of its rise, the same sum is also taken over the powers of the first autocorrelation, freed of the bias
/// that it has in short series, and the greater of the two counts. A series that hardly falls back is spared that: what is left of a
/// bent rise without its slope resembles strong correlation. The variance is never made smaller.
///
/// Sources: K. H. Hamed, A. R. Rao, Journal of Hydrology 204 (1998); M. G. Kendall, and F. H. C. Marriott, J. A. Pope: Biometrika 41
/// (1954) for the bias.
struct SerialCorrelation {
  /// The two-sided 95 % quantile of the normal distribution.
  private static let significant = 1.959963984540054
  /// Of so few values correlation says nothing.
  private static let minimumValues = TrendTest.minimumValues
  /// The greatest first autocorrelation that is believed.
  private static let maximum = 0.95

  private let series: TrendSeries
  private let slope: Double
  /// Autocorrelations of the ranks, from lag 1.
  private let correlations: [Double]

  /// - Parameter slope: the Theil-Sen slope of the series.
  init(_ series: TrendSeries, slope: Double) {
    self.series = series
    self.slope = slope
    correlations = Self.autocorrelations(Ranks(Self.withoutTrend(series, slope: slope)).ranks)
  }

  /// What the variance is multiplied with, at least 1.
  var varianceFactor: Double {
    let count = series.values.count
    guard count >= Self.minimumValues, let first = correlations.first else { return 1 }
    let bound = Self.significant / Double(count).squareRoot()
    let published = factor(correlations.map { abs($0) > bound ? $0 : 0 })
    guard greatestFall > slope * series.span / 2 else { return max(1, published) }
    let unbiased = min(Self.maximum, max(0, (first * Double(count) + 1) / Double(count - 4)))
    let powers = sequence(first: unbiased) { $0 * unbiased }.prefix(correlations.count)
    return max(1, published, factor(Array(powers)))
  }

  /// Hamed and Rao's n/n*, from autocorrelations in the order of their lags.
  private func factor(_ correlations: [Double]) -> Double {
    let weight = { (n: Double) in n * (n - 1) * (n - 2) }
    let count = Double(series.values.count)
    let sum = correlations.enumerated().reduce(0) { $0 + weight(count - Double($1.offset + 1)) * $1.element }
    return 1 + 2 * sum / weight(count)
  }

  /// The most by which a value lies below an earlier one.
  private var greatestFall: Double {
    var peak = -Double.infinity
    var fall = 0.0
    for value in series.values {
      peak = max(peak, value)
      fall = max(fall, peak - value)
    }
    return fall
  }

  /// What the slope does not explain, in steps of a billionth of the values' range: rounding errors are no order.
  private static func withoutTrend(_ series: TrendSeries, slope: Double) -> [Double] {
    guard let least = series.values.min(), let most = series.values.max(), most > least, let start = series.times.first else {
      return series.values
    }
    let step = (most - least) * 1e-9
    return zip(series.times, series.values).map { time, value in ((value - least - slope * (time - start)) / step).rounded() }
  }

  /// From lag 1; none where all values are the same.
  private static func autocorrelations(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    let centred = values.map { $0 - mean }
    let whole = centred.reduce(0) { $0 + $1 * $1 }
    guard whole > 0 else { return [] }
    return (1..<values.count).map { lag in
      var product = 0.0
      for index in lag..<centred.count { product += centred[index] * centred[index - lag] }
      return product / whole
    }
  }
}
