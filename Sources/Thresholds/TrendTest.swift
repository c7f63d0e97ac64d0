import Samples

/// Does a quantity rise, and for good? Theil-Sen slope with Mann-Kendall significance, over any number of runs.
///
/// Runs are strata: values are compared within a run and never across two, so a difference between runs is not taken for a
/// trend. The scores and variances of the strata are added up (Hirsch and Slack's seasonal Kendall test); the slope is the median of
/// the runs' Theil-Sen slopes, each weighted with its pairs of values. It rises where all of this holds:
///
/// - It is significant, one-sided at 1 %, with the corrections for ties and for continuity, for values that resemble the one before
///   (`SerialCorrelation`), and for runs that disagree more than chance explains: then the variance is multiplied with van Belle and
///   Hughes' homogeneity statistic over its degrees of freedom.
/// - The fitted rise, over the longest run, is at least `minimumRise`: with many values even noise of the allocator is significant.
/// - The rise lasts (`LastingRise`), in the median of the runs: peaks rise by 0.6 of what those of a straight line with this slope do, and
///   troughs by half. Teeth, waves, and what fills once and drains are significant when many runs do the same, and are no trend.
///
/// What it needs of a run is a `TrendSummary`, so that a window of many runs is judged without reading their values again.
///
/// Sources: H. B. Mann, Econometrica 13 (1945); P. K. Sen, JASA 63 (1968); R. M. Hirsch, J. R. Slack, and G. van Belle, J. P. Hughes: Water
/// Resources Research 20 (1984).
package struct TrendTest: Hashable, Sendable {
  /// The least rise that counts.
  package enum MinimumRise: Hashable, Sendable {
    /// In the quantity's unit.
    case absolute(Double)
    /// As a share of the median of all values.
    case relative(Double)
    /// The greater of the two.
    case both(absolute: Double, relative: Double)

    /// In the quantity's unit.
    func needed(at level: Double) -> Double {
      switch self {
      case .absolute(let rise): rise
      case .relative(let share): share * abs(level)
      case .both(let rise, let share): max(rise, share * abs(level))
      }
    }
  }

  /// What the test found.
  package struct Outcome: Hashable, Sendable {
    /// Theil-Sen slope, a second.
    package let slope: Double
    /// Mann-Kendall's Z: above `TrendTest.criticalZ` it is significant.
    package let z: Double
    /// Whether it rises significantly, by enough to matter, and for good.
    package let rises: Bool
  }

  /// The 99 % quantile of the normal distribution.
  package static let criticalZ = 2.3263478740408408
  /// With fewer values in all, there is no verdict.
  package static let minimumValues = 8
  /// The shares of a straight line's lasting rise that must be found.
  private static let lasting = (peaks: 0.6, troughs: 0.5)

  /// The least rise that counts.
  package let minimumRise: MinimumRise

  /// Z from which on a rise is significant.
  let significantZ: Double

  /// What is judged again and again, twice a minute, needs more significance than what is judged once a run.
  package init(minimumRise: MinimumRise, significantZ: Double = criticalZ) {
    self.minimumRise = minimumRise
    self.significantZ = significantZ
  }

  /// Tests runs together; see `evaluate(_: [TrendSummary])`.
  package func evaluate(_ strata: [TrendSeries]) -> Outcome? { evaluate(strata.map(TrendSummary.init)) }

  /// Tests runs together; `nil` where there are fewer than `minimumValues` in runs of at least two values.
  package func evaluate(_ runs: [TrendSummary]) -> Outcome? {
    let runs = runs.filter { $0.count >= 2 }
    guard runs.reduce(0, { $0 + $1.count }) >= Self.minimumValues, let fit = fit(runs) else { return nil }
    let z = Self.z(runs)
    return Outcome(slope: fit.slope, z: z, rises: z > significantZ && fit.rises)
  }

  /// The slope if the runs rise by enough to matter, and for good; else 0 or less. Whether that is significant is not asked. `nil` if no run
  /// has two values.
  func figure(_ runs: [TrendSummary]) -> Double? {
    fit(runs.filter { $0.count >= 2 }).map { $0.rises ? $0.slope : min(0, $0.slope) }
  }

  /// The common slope of runs of at least two values, and whether they rise by enough to matter, and for good.
  private func fit(_ runs: [TrendSummary]) -> (slope: Double, rises: Bool)? {
    guard let slope = weightedMedian(runs.compactMap { run in run.slope.map { ($0, run.pairs) } }),
      let level = weightedMedian(runs.map { ($0.level, Double($0.count)) })
    else { return nil }
    let span = runs.map(\.span).max() ?? 0
    return (slope, slope > 0 && slope * span >= minimumRise.needed(at: level) && Self.lasts(runs, slope: slope))
  }

  /// With the correction for continuity.
  private static func z(_ runs: [TrendSummary]) -> Double {
    let score = runs.reduce(0) { $0 + $1.score }
    let variance = Self.variance(runs)
    return variance > 0 ? (score - (score > 0 ? 1 : score < 0 ? -1 : 0)) / variance.squareRoot() : 0
  }

  /// Of the sum of the scores: the greater of what correlation within runs and what disagreement between runs makes of it.
  private static func variance(_ runs: [TrendSummary]) -> Double {
    max(sum(runs.map(\.correlatedVariance)), sum(runs.map(\.variance)) * dispersion(runs))
  }

  /// How much further the runs' scores lie apart than those of independent values with the same trend: 1 if not at all.
  private static func dispersion(_ runs: [TrendSummary]) -> Double {
    let runs = runs.filter { $0.variance > 0 }
    guard runs.count >= 2 else { return 1 }
    let common = runs.reduce(0) { $0 + $1.score } / runs.reduce(0) { $0 + $1.pairs }
    let distances = runs.map { run in
      let distance = run.score - common * run.pairs
      return distance * distance / run.variance
    }
    return sum(distances) / Double(runs.count - 1)
  }

  /// Whether at least half of the runs keep enough of what a straight line of this slope shows.
  private static func lasts(_ runs: [TrendSummary], slope: Double) -> Bool {
    let found = runs.filter { $0.span > 0 }.map(\.lasting)
    let peaks = found.map { $0.peaks - Self.lasting.peaks * slope * $0.linePeaks }.median
    let troughs = found.map { $0.troughs - Self.lasting.troughs * slope * $0.lineTroughs }.median
    return (peaks ?? -1) >= 0 && (troughs ?? -1) >= 0
  }

  /// The same in whatever order the runs come.
  private static func sum(_ values: [Double]) -> Double { values.sorted().reduce(0, +) }
}
