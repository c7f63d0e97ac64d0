/// How long what is kept.
package struct Retention: Hashable, Sendable {
  /// Samples and the histograms of single runs, and the intervals of applications, in seconds.
  package var raw: Double
  /// One-minute roll-ups, and what is one row a run: runs, trends, stalls and their stacks, verdicts.
  package var minute: Double
  /// One-hour roll-ups, what happened to applications, and what is kept of alerts: their transitions, and what explains them, with all that belongs
  /// to that.
  package var hour: Double
  /// Bytes that the database may take. Beyond, all of the above are cut by the same factor.
  package var size: Int

  /// Seven days, ninety days, two years, 2 GiB.
  package static let standard = Retention(raw: 7 * 86400, minute: 90 * 86400, hour: 730 * 86400, size: 2 << 30)

  /// A tier is kept at least as long as the finer ones, whatever is asked for.
  package init(raw: Double, minute: Double, hour: Double, size: Int) {
    self.raw = raw
    self.minute = max(raw, minute)
    self.hour = max(raw, minute, hour)
    self.size = size
  }
}

/// What the size limit makes of the ages: a factor, the same for all tiers.
struct RetentionPressure: Hashable, Sendable {
  private(set) var factor = 1.0
  private static let step = 0.9
  private static let least = 1e-4

  /// A database beyond its limit keeps a tenth less; one that is far below goes back to what was asked for, slowly.
  mutating func update(used: Int, limit: Int) {
    if used > limit {
      factor = max(Self.least, factor * Self.step)
    } else if Double(used) < 0.8 * Double(limit) {
      factor = min(1, factor / Self.step.squareRoot())
    }
  }
}
