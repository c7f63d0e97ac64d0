package import Samples
package import Storage
package import Thresholds

/// What makes a run stand out among others.
package enum RunOddity: Hashable, Sendable {
  /// It took much longer than others like it, or much less: so many times as long.
  case duration(times: Double, UsualRun)
  /// Its loop stood still.
  case stalls(StallSummary)
  /// Some of its items came to no good end.
  case failedItems(Failures)
  /// It took so many times as long as the work had to take.
  case farFromIdeal(times: Double)

  /// By how much a duration differs from what is usual, as a factor.
  private static let unusual = 1.5
  /// So many times the least time is much.
  private static let far = 2.0

  /// `nil` if the duration is about as usual.
  init?(seconds: Double, _ usual: UsualRun) {
    guard usual.seconds > 0 else { return nil }
    let times = seconds / usual.seconds
    guard times.isFinite, times >= Self.unusual || times <= 1 / Self.unusual else { return nil }
    self = .duration(times: times, usual)
  }

  /// `nil` if it is near, or as far as it is with others like it.
  init?(idealRatio: Double, _ usual: UsualRun?) {
    guard idealRatio >= max(Self.far, Self.unusual * (usual?.idealRatio ?? 0)) else { return nil }
    self = .farFromIdeal(times: idealRatio)
  }
}
