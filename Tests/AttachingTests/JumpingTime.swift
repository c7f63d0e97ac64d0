import Samples
import Scheduling
import Synchronization

/// Clocks that jump to each instant that is slept for.
final class JumpingTime: TimeSource {
  private let state = Mutex(Duration.zero)

  var wall: Timestamp { Timestamp(milliseconds: 0) }
  var uptime: Duration { state.withLock { $0 } }

  func sleep(until instant: Duration) async throws {
    try Task.checkCancellation()
    state.withLock { $0 = max($0, instant) }
  }
}
