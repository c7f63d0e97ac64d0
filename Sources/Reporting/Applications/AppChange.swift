package import Thresholds

/// One measure of an application in two windows. More is worse.
package struct AppChange: Hashable, Sendable {
  package let measure: AppMeasure
  /// In the earlier window, a value an interval.
  package let before: OrderStatistics
  package let now: OrderStatistics
  /// `now`'s median over `before`'s; `nil` if that is 0.
  package let ratio: Double?
  /// Two-sided, of the rank-sum test; `nil` with too few intervals.
  package let p: Double?
  package let outcome: Change.Outcome

  /// `nil` if one of the two has no values.
  init?(_ measure: AppMeasure, before: OrderStatistics, now: OrderStatistics) {
    guard let shift = ValueShift(before: before, now: now, leastChange: measure.leastChange) else { return nil }
    self.measure = measure
    (self.before, self.now) = (before, now)
    (ratio, p) = (shift.ratio, shift.p)
    outcome =
      switch shift.direction {
      case .unknown: .unknown
      case .same: .same
      case .up: .worse
      case .down: .better
      }
  }

  /// Before and now, with their units.
  var values: [String] { [before, now].map { $0.median.map(measure.text) ?? "-" } }
}
