import Thresholds

/// How the values of a later window lie to those of an earlier one: the one rule for runs and for intervals of applications.
struct ValueShift {
  enum Direction { case unknown, same, up, down }

  /// p below this is no chance.
  static let significantP = 0.01
  /// The share of the earlier median by which the medians must differ.
  static let leastShare = 0.05

  /// The later median over the earlier; `nil` if that is 0.
  let ratio: Double?
  /// Two-sided, of the rank-sum test; `nil` with too few values.
  let p: Double?
  /// `unknown`: too few values.
  let direction: Direction

  /// - Parameter leastChange: medians that differ by no more are the same.
  /// - Returns: `nil` if one of the two has no values.
  init?(before: OrderStatistics, now: OrderStatistics, leastChange: Double) {
    guard let old = before.median, let new = now.median else { return nil }
    ratio = old == 0 ? nil : new / old
    p = RankSumTest(before, now)?.p
    let isSignificant = p.map { $0 < Self.significantP } ?? false
    let couldTell = RankSumTest.leastP(before.count, now.count) < Self.significantP
    let isLarge = abs(new - old) > max(Self.leastShare * abs(old), leastChange)
    direction =
      if p == nil || !isSignificant && !couldTell { .unknown } else if !isSignificant || !isLarge { .same } else {
        new > old ? .up : .down
      }
  }
}
