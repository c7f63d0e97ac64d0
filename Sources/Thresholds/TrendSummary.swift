import Samples

/// What a trend test needs of one run: everything that is computed from its values, so that the values themselves can go.
///
/// It is made once, when the run has ended, and kept in the history: a window of many runs is judged without reading their samples, and
/// gives to the last bit what the agent judged.
package struct TrendSummary: Hashable, Sendable {
  /// A longer run is thinned to so many medians of equal time: the time that it takes is bounded.
  package static let maximumValues = 300

  /// How many values there were, before thinning.
  package let count: Int
  /// From the first value to the last, in seconds.
  package let span: Double
  /// Median of the values.
  package let level: Double
  /// Theil-Sen slope, a second; `nil` where no two values have different times.
  package let slope: Double?
  /// Mann-Kendall's score: pairs that rise minus pairs that fall.
  package let score: Double
  /// Pairs of values.
  package let pairs: Double
  /// Of the score, for independent values, with the correction for ties.
  package let variance: Double
  /// Of the score, for values that resemble the one before; see `SerialCorrelation`.
  package let correlatedVariance: Double
  /// How much of the rise is there to stay; see `LastingRise`.
  package let lasting: Lasting

  /// The lasting rise of a run's values, beside that of the straight line which rises by 1 a second at the same times.
  package struct Lasting: Hashable, Sendable {
    package let peaks: Double
    package let linePeaks: Double
    package let troughs: Double
    package let lineTroughs: Double

    /// Four figures that were computed before.
    package init(peaks: Double, linePeaks: Double, troughs: Double, lineTroughs: Double) {
      self.peaks = peaks
      self.linePeaks = linePeaks
      self.troughs = troughs
      self.lineTroughs = lineTroughs
    }
  }

  /// Computes it from a run's values.
  package init(_ series: TrendSeries) {
    let thinned = series.thinned(to: Self.maximumValues)
    let kendall = KendallScore(thinned)
    count = series.values.count
    span = series.span
    level = thinned.values.median ?? 0
    slope = kendall.slopes.median
    score = kendall.score
    pairs = kendall.pairs
    variance = kendall.variance
    correlatedVariance = kendall.variance * SerialCorrelation(thinned, slope: slope ?? 0).varianceFactor
    lasting = Lasting(thinned)
  }

  /// A summary that was computed before.
  package init(
    count: Int, span: Double, level: Double, slope: Double?, score: Double, pairs: Double, variance: Double,
    correlatedVariance: Double, lasting: Lasting
  ) {
    self.count = count
    self.span = span
    self.level = level
    self.slope = slope
    self.score = score
    self.pairs = pairs
    self.variance = variance
    self.correlatedVariance = correlatedVariance
    self.lasting = lasting
  }
}

extension TrendSummary.Lasting {
  /// All 0 for fewer than two values.
  fileprivate init(_ series: TrendSeries) {
    guard series.values.count >= 2 else {
      self.init(peaks: 0, linePeaks: 0, troughs: 0, lineTroughs: 0)
      return
    }
    let (found, line) = (LastingRise(series.values), LastingRise(series.times))
    self.init(peaks: found.peaks, linePeaks: line.peaks, troughs: found.troughs, lineTroughs: line.troughs)
  }
}
