/// Does a quantity rise, and for good? Theil-Sen slope with Mann-Kendall significance, over any number of runs.
///
/// Runs are strata: values are compared within a run and never across two, so a difference between runs is not taken for a
/// trend. The scores and variances of the strata are added up (Hirsch and Slack's seasonal Kendall test), the slope is the median
/// over all pairs of all strata. It rises where all of this holds:
///
/// - It is significant, one-sided at 1 %, with the corrections for ties and for continuity, for values that resemble the one before
///   (`SerialCorrelation`), and for runs that disagree more than chance explains: then the variance is multiplied with van Belle and
///   Hughes' homogeneity statistic over its degrees of freedom.
/// - The fitted rise, over the longest run, is at least `minimumRise`: with many values even noise of the allocator is significant.
/// - The rise lasts (`LastingRise`), in the median of the runs: peaks rise by 0.6 of what those of a straight line with this slope do, and
///   troughs by half. Teeth, waves, and what fills once and drains are significant when many runs do the same, and are no trend.
///
/// A run of many values is thinned to medians, so that the time which a test takes is bounded.
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
  /// A longer run is thinned to so many medians of equal time, and to fewer where there are many runs: see `maximumPairs`.
  package static let maximumValues = 300
  /// About so many pairs of values are compared at most, over all runs.
  package static let maximumPairs = 250_000

  /// The shares of a straight line's lasting rise that must be found.
  private static let lasting = (peaks: 0.6, troughs: 0.5)

  /// The least rise that counts.
  package let minimumRise: MinimumRise

  /// Only the least rise can be chosen; the significance is fixed.
  package init(minimumRise: MinimumRise) {
    self.minimumRise = minimumRise
  }

  /// Tests all strata together; `nil` where there are fewer than `minimumValues` in strata of at least two values.
  package func evaluate(_ strata: [TrendSeries]) -> Outcome? {
    let strata = strata.filter { $0.values.count >= 2 }
    guard strata.reduce(0, { $0 + $1.values.count }) >= Self.minimumValues else { return nil }
    let pairs = Double(Self.maximumPairs) / Double(strata.count)
    let limit = min(Self.maximumValues, max(Self.minimumValues, Int((2 * pairs).squareRoot())))
    let thinned = strata.map { $0.thinned(to: limit) }
    let scores = thinned.map(KendallScore.init)
    guard let slope = median(scores.flatMap(\.slopes)), let level = median(thinned.flatMap(\.values)) else { return nil }
    let z = Self.z(scores, variance: Self.variance(thinned, scores))
    let span = strata.map(\.span).max() ?? 0
    let needed =
      switch minimumRise {
      case .absolute(let rise): rise
      case .relative(let share): share * abs(level)
      }
    let rises = z > Self.criticalZ && slope > 0 && slope * span >= needed && Self.lasts(thinned, slope: slope)
    return Outcome(slope: slope, z: z, rises: rises)
  }

  /// With the correction for continuity.
  private static func z(_ scores: [KendallScore], variance: Double) -> Double {
    let score = scores.reduce(0) { $0 + $1.score }
    return variance > 0 ? (score - (score > 0 ? 1 : score < 0 ? -1 : 0)) / variance.squareRoot() : 0
  }

  /// Of the sum of the scores: the greater of what correlation within runs and what disagreement between runs makes of it.
  private static func variance(_ strata: [TrendSeries], _ scores: [KendallScore]) -> Double {
    let correlated = zip(strata, scores).map { stratum, score in
      score.variance * SerialCorrelation(stratum, slope: median(score.slopes) ?? 0).varianceFactor
    }
    let independent = scores.reduce(0) { $0 + $1.variance }
    return max(sum(correlated), independent * dispersion(scores))
  }

  /// How much further the runs' scores lie apart than those of independent values with the same trend: 1 if not at all.
  private static func dispersion(_ scores: [KendallScore]) -> Double {
    let scores = scores.filter { $0.variance > 0 }
    let common = scores.reduce(0) { $0 + $1.score } / scores.reduce(0) { $0 + $1.pairs }
    let distances = scores.map { score in
      let distance = score.score - common * score.pairs
      return distance * distance / score.variance
    }
    return scores.count < 2 ? 1 : sum(distances) / Double(scores.count - 1)
  }

  /// Whether at least half of the strata keep enough of what a straight line of this slope shows.
  private static func lasts(_ strata: [TrendSeries], slope: Double) -> Bool {
    let strata = strata.filter { $0.span > 0 }.map { (found: LastingRise($0.values), line: LastingRise($0.times)) }
    let peaks = median(strata.map { $0.found.peaks - Self.lasting.peaks * slope * $0.line.peaks })
    let troughs = median(strata.map { $0.found.troughs - Self.lasting.troughs * slope * $0.line.troughs })
    return (peaks ?? -1) >= 0 && (troughs ?? -1) >= 0
  }

  /// The same in whatever order the runs come.
  private static func sum(_ values: [Double]) -> Double { values.sorted().reduce(0, +) }
}
