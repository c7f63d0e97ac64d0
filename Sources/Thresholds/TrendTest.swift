/// Values over time, ascending in time: one run's queue depth or memory.
package struct TrendSeries: Hashable, Sendable {
  /// Seconds.
  package let times: [Double]
  /// As many as there are times.
  package let values: [Double]

  /// Pairs up times and values; the longer of the two is cut.
  package init(times: [Double], values: [Double]) {
    let count = min(times.count, values.count)
    self.times = Array(times.prefix(count))
    self.values = Array(values.prefix(count))
  }
}

/// Does a quantity rise? Theil-Sen slope with Mann-Kendall significance, over any number of runs.
///
/// Runs are strata: values are compared within a run and never across two, so a difference between runs is not taken for a
/// trend. The scores and variances of the strata are added up (Hirsch and Slack's seasonal Kendall test), the slope is the median
/// over all pairs of all strata. Significant means one-sided at 1 %, with the correction for ties and for continuity, **and**
/// a fitted rise, over the longest run, of at least `minimumRise`: with many values even noise of the allocator is significant.
///
/// Sources: H. B. Mann, Econometrica 13 (1945); P. K. Sen, JASA 63 (1968); R. M. Hirsch, J. R. Slack, Water Resources Research 20 (1984).
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
    /// Mann-Kendall's Z: above `TrendTest.criticalZ` it rises.
    package let z: Double
    /// Whether it rises significantly and by enough to matter.
    package let rises: Bool
  }

  /// The 99 % quantile of the normal distribution.
  package static let criticalZ = 2.3263478740408408
  /// With fewer values in all, there is no verdict.
  package static let minimumValues = 8

  /// The least rise that counts.
  package let minimumRise: MinimumRise

  /// Only the least rise can be chosen; the significance is fixed.
  package init(minimumRise: MinimumRise) {
    self.minimumRise = minimumRise
  }

  /// Tests all strata together; `nil` where there are fewer than `minimumValues` in strata of at least two values.
  package func evaluate(_ strata: [TrendSeries]) -> Outcome? {
    let strata = strata.filter { $0.values.count >= 2 }
    let values = strata.flatMap(\.values)
    guard values.count >= TrendTest.minimumValues else { return nil }
    var score = 0.0
    var variance = 0.0
    var slopes: [Double] = []
    for stratum in strata {
      score += kendallScore(stratum, slopes: &slopes)
      variance += kendallVariance(stratum.values)
    }
    guard let slope = median(slopes), let level = median(values) else { return nil }
    let z = variance > 0 ? (score - (score > 0 ? 1 : score < 0 ? -1 : 0)) / variance.squareRoot() : 0
    let span = strata.map { $0.times[$0.times.count - 1] - $0.times[0] }.max() ?? 0
    let needed =
      switch minimumRise {
      case .absolute(let rise): rise
      case .relative(let share): share * abs(level)
      }
    return Outcome(slope: slope, z: z, rises: z > TrendTest.criticalZ && slope * span >= needed)
  }

  /// Pairs that rise minus pairs that fall; their slopes are appended.
  private func kendallScore(_ series: TrendSeries, slopes: inout [Double]) -> Double {
    var score = 0.0
    for j in series.values.indices.dropFirst() {
      for i in 0..<j {
        let rise = series.values[j] - series.values[i]
        score += rise > 0 ? 1 : rise < 0 ? -1 : 0
        let time = series.times[j] - series.times[i]
        if time > 0 { slopes.append(rise / time) }
      }
    }
    return score
  }

  private func kendallVariance(_ values: [Double]) -> Double {
    let term = { (n: Double) in n * (n - 1) * (2 * n + 5) }
    let ties = Dictionary(grouping: values) { $0 }.values.map { Double($0.count) }
    return (term(Double(values.count)) - ties.reduce(0) { $0 + term($1) }) / 18
  }

  private func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
