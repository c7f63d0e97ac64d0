/// A token bucket of lines. A value without a clock.
struct LineAllowance {
  private let perSecond: Double
  private let burst: Double
  private var tokens: Double
  private var at: Duration

  init(perSecond: Double, burst: Double, at now: Duration) {
    self.perSecond = perSecond
    self.burst = burst
    tokens = burst
    at = now
  }

  /// Whether a line may be taken.
  var isLeft: Bool { tokens >= 1 }

  /// Adds what time has brought.
  mutating func refill(at now: Duration) {
    tokens = min(burst, tokens + (now - at) / .seconds(1) * perSecond)
    at = now
  }

  mutating func take() { tokens -= 1 }
}
