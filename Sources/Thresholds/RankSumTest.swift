import Glibc

/// Do two sets of values come from the same distribution? Mann and Whitney's U, with the p value of the normal approximation,
/// corrected for ties and for continuity.
///
/// Where a set stands for more values than it holds, each of its values weighs as much as the values that it stands for; sizes and variance are
/// those of all values. It supposes that values are independent of each other: what drifts slowly over a window is found
/// significant too easily, which is why a report also wants a change to be large.
///
/// Source: H. B. Mann, D. R. Whitney, Annals of Mathematical Statistics 18 (1947); the tie correction as in SciPy's `mannwhitneyu`.
package struct RankSumTest: Hashable, Sendable {
  /// With fewer values on one side there is no verdict: not even the most extreme order of 4 and 4 has a p below 0.01.
  package static let minimumCount = 5

  /// How many pairs of values, one of each set, have the greater one in the first; equal pairs count half.
  package let u: Double
  /// Two-sided.
  package let p: Double

  /// `nil` where one of the two has fewer than `minimumCount` values.
  package init?(_ a: OrderStatistics, _ b: OrderStatistics) {
    guard min(a.count, b.count) >= Self.minimumCount else { return nil }
    let (sizeA, sizeB) = (Double(a.count), Double(b.count))
    let ranks = RankSum(a, b)
    u = ranks.ofFirst - sizeA * (sizeA + 1) / 2
    let size = sizeA + sizeB
    let variance = sizeA * sizeB / 12 * (size + 1 - ranks.ties / (size * (size - 1)))
    let distance = max(0, abs(u - sizeA * sizeB / 2) - 0.5)
    p = variance > 0 ? Self.twoSided(distance / variance.squareRoot()) : 1
  }

  /// The p of two sets of these sizes that do not overlap, without ties: where it is not small, a large p says nothing.
  package static func leastP(_ a: Int, _ b: Int) -> Double {
    let product = Double(a) * Double(b)
    let variance = product * (Double(a) + Double(b) + 1) / 12
    return variance > 0 ? twoSided(max(0, product / 2 - 0.5) / variance.squareRoot()) : 1
  }

  private static func twoSided(_ z: Double) -> Double { min(1, erfc(z / 2.0.squareRoot())) }
}

/// The places of two sets of values in their common order, counted from 1. Equal values share the mean of their places.
private struct RankSum {
  /// Sum of the first set's places.
  private(set) var ofFirst = 0.0
  /// Sum of t³ − t over groups of t equal values.
  private(set) var ties = 0.0

  init(_ a: OrderStatistics, _ b: OrderStatistics) {
    var (i, j, below) = (0, 0, 0.0)
    while i < a.values.count || j < b.values.count {
      let value = min(i < a.values.count ? a.values[i] : .infinity, j < b.values.count ? b.values[j] : .infinity)
      let own = Self.advance(&i, a, while: value) * a.weight
      let both = own + Self.advance(&j, b, while: value) * b.weight
      ofFirst += own * (below + (both + 1) / 2)
      ties += both * (both * both - 1)
      below += both
    }
  }

  private static func advance(_ index: inout Int, _ set: OrderStatistics, while value: Double) -> Double {
    let start = index
    while index < set.values.count, set.values[index] <= value { index += 1 }
    return Double(index - start)
  }
}
