/// How long to wait after tries that failed: half a second, half as much again each time, at random between half and one and a half of it,
/// a minute at the most (Alertmanager's `notify/retry_stage.go`).
struct Backoff: Sendable {
  private static let first = 0.5
  private static let longest = 60.0

  private var next = Backoff.first
  private var generator: any RandomNumberGenerator & Sendable

  init(generator: any RandomNumberGenerator & Sendable) {
    self.generator = generator
  }

  /// After one more failure.
  mutating func pause() -> Duration {
    let pause = next * Double.random(in: 0.5..<1.5, using: &generator)
    next = min(next * 1.5, Self.longest)
    return .seconds(min(pause, Self.longest))
  }

  /// The receiver answers again.
  mutating func reset() { next = Self.first }
}
