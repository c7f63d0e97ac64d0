import Scheduling
import Synchronization

/// A token bucket: so many requests at once, and one more each interval.
final class RateLimiter: Sendable {
  let limit: WebSettings.RateLimit
  private let state: Mutex<(tokens: Double, since: Duration)>

  /// - Parameter now: of a monotonic clock.
  init(_ limit: WebSettings.RateLimit, now: Duration) {
    self.limit = limit
    state = Mutex((Double(limit.burst), now))
  }

  /// Whether there is a token; it is taken.
  func admits(now: Duration) -> Bool {
    state.withLock { state in
      let filled = state.tokens + max(0, (now - state.since).seconds) / limit.interval
      state = (min(Double(limit.burst), filled), max(now, state.since))
      guard state.tokens >= 1 else { return false }
      state.tokens -= 1
      return true
    }
  }
}
