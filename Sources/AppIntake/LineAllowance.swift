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

  /// Takes one. Returns how long it has to be waited for, if at all.
  mutating func take(at now: Duration) -> Duration? {
    tokens = min(burst, tokens + (now - at) / .seconds(1) * perSecond) - 1
    at = now
    return tokens >= 0 ? nil : .seconds(-tokens / perSecond)
  }
}
