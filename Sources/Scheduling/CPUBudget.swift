/// What canaries may cost: a token bucket of CPU seconds.
///
/// It fills at `share` of the host's capacity and holds one period's worth, so that a first round can start at once and the
/// average over any longer time stays inside the share.
package struct CPUBudget: Sendable {
  private let secondsPerSecond: Double
  private let capacity: Double
  private var balance: Double
  private var updated: Duration

  /// - Parameters:
  ///   - share: of the host's capacity, above 0 and at most 1.
  ///   - cores: what the host has.
  ///   - period: how long it takes to fill the bucket from empty.
  ///   - now: when it begins, full.
  package init(share: Double, cores: Double, period: Duration, at now: Duration = .zero) {
    secondsPerSecond = share * cores
    capacity = secondsPerSecond * period.seconds
    balance = capacity
    updated = now
  }

  /// Whether a run of this cost is affordable now. What costs more than the bucket holds is affordable from a full one: else it never would be.
  package mutating func affords(_ cpuSeconds: Double, at now: Duration) -> Bool {
    fill(until: now)
    return balance >= min(cpuSeconds, capacity)
  }

  /// Books what a run has really cost. The balance may become negative; then nothing is affordable until it is refilled.
  package mutating func spend(_ cpuSeconds: Double, at now: Duration) {
    fill(until: now)
    balance -= cpuSeconds
  }

  private mutating func fill(until now: Duration) {
    guard now > updated else { return }
    balance = min(capacity, balance + secondsPerSecond * (now - updated).seconds)
    updated = now
  }
}

extension Duration {
  /// In seconds.
  package var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }

  /// In nanoseconds, of which 292 years fit.
  package var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
