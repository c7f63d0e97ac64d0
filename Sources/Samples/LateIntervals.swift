/// Intervals in which an event loop did not turn for longer than a target of its latency allows, and not for so long that each would be a
/// stall: why a loop is late that never stands still.
package struct LateIntervals: Hashable, Sendable {
  /// What is longer is one of them, in seconds.
  package let limitSeconds: Double
  /// What is longer is a stall and none of them, in seconds.
  package let stallLimitSeconds: Double
  /// How many.
  package private(set) var count: Int
  /// How long those were together that were the host's; see `Stall.isHostCaused`.
  package private(set) var hostSeconds: Double
  /// Of all of them together.
  package private(set) var budget: StallBudget

  package init(
    limitSeconds: Double, stallLimitSeconds: Double, count: Int = 0, hostSeconds: Double = 0, budget: StallBudget = StallBudget()
  ) {
    self.limitSeconds = limitSeconds
    self.stallLimitSeconds = stallLimitSeconds
    self.count = count
    self.hostSeconds = hostSeconds
    self.budget = budget
  }

  /// Adds an interval.
  package mutating func add(_ interval: Stall) {
    count += 1
    hostSeconds += interval.isHostCaused ? interval.seconds : 0
    budget.add(interval.budget)
  }

  /// Adds those of another run. The limits stay: targets are seldom changed.
  package mutating func add(_ other: LateIntervals) {
    count += other.count
    hostSeconds += other.hostSeconds
    budget.add(other.budget)
  }
}
