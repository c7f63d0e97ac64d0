/// How busy the loop of the process of an application was that was busiest: the share of the time in which it ran for which it did something. Beside
/// idle ones a busy worker is lost in what all of them together did.
package struct BusiestShare: Hashable, Sendable {
  /// Over the interval; of merged ones the mean of theirs, each for as long as loops ran.
  package let mean: Double
  /// The highest of those that were merged.
  package let max: Double

  package init(mean: Double, max: Double) {
    self.mean = mean
    self.max = max
  }

  /// Of the processes of one interval: those whose loops ran for less than half as long as that of another do not count, since at their start all are
  /// busy. `nil` of none.
  ///
  /// - Parameter processes: for how long the loops of each ran, and did something, in seconds.
  package init?(_ processes: some Collection<(running: Double, active: Double)>) {
    let longest = processes.map(\.running).max() ?? 0
    let shares = processes.filter { $0.running > 0 && 2 * $0.running >= longest }.map { min(1, $0.active / $0.running) }
    guard let share = shares.max() else { return nil }
    self.init(mean: share, max: share)
  }

  /// Of two, each with the time for which loops ran. What was not known of one is what all its processes together did.
  static func merged(_ a: AppInterval, _ b: AppInterval) -> BusiestShare? {
    guard a.busiest != nil || b.busiest != nil else { return nil }
    let all = { (interval: AppInterval) in interval.busiest ?? interval.busyRatio.map { BusiestShare(mean: $0, max: $0) } }
    guard let before = all(a) else { return all(b) }
    guard let after = all(b) else { return before }
    let (own, its) = (a.loopSeconds ?? 0, b.loopSeconds ?? 0)
    let mean = own + its > 0 ? (before.mean * own + after.mean * its) / (own + its) : after.mean
    return BusiestShare(mean: mean, max: Swift.max(before.max, after.max))
  }
}
