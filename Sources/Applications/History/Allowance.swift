/// How often something may happen: so often at once, and so often a minute. A value without a clock.
struct Allowance {
  private let most: Double
  private let aMinute: Double
  private var left: Double
  private var since: Duration?

  init(_ most: Int, aMinute: Int) {
    self.most = Double(most)
    self.aMinute = Double(aMinute)
    left = Double(most)
  }

  /// Whether it may happen now; if so it counts.
  mutating func takes(at now: Duration) -> Bool {
    if let since, now > since { left = min(most, left + (now - since) / .seconds(60) * aMinute) }
    since = max(since ?? now, now)
    guard left >= 1 else { return false }
    left -= 1
    return true
  }
}
