import Scheduling
import Synchronization

/// Sleeps until an instant or until somebody rings. For one sleeper.
final class Alarm: Sendable {
  private struct State {
    var isRinging = false
    var sleep: Task<Void, any Error>?
  }

  /// Sleeps this long where there is nothing to wait for.
  private static let longest = Duration.seconds(3600)

  private let state = Mutex(State())
  private let time: any TimeSource

  init(time: any TimeSource) {
    self.time = time
  }

  /// Wakes the sleeper, or whoever sleeps next.
  func ring() {
    state.withLock {
      $0.isRinging = true
      $0.sleep?.cancel()
    }
  }

  /// Returns at the instant of uptime, or when it rings.
  ///
  /// - Throws: `CancellationError`, and what the clock throws.
  func sleep(until instant: Duration?) async throws {
    let time = time
    let until = instant ?? time.uptime + Self.longest
    let sleep = Task { try await time.sleep(until: until) }
    state.withLock {
      $0.sleep = sleep
      if $0.isRinging { sleep.cancel() }
    }
    let result = await withTaskCancellationHandler {
      await sleep.result
    } onCancel: {
      sleep.cancel()
    }
    state.withLock { $0 = State() }
    try Task.checkCancellation()
    // A ring cancels the sleep.
    do { try result.get() } catch is CancellationError {}
  }
}
