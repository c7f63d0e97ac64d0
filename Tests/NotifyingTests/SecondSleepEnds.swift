import Samples
import Scheduling
import Synchronization

/// A clock on which the first sleep never ends, and any other ends at once: the head of an answer comes in time, its body does not.
final class SecondSleepEnds: TimeSource {
  private let sleeps = Mutex(0)

  let wall = Timestamp(milliseconds: 1_700_000_000_000)
  let uptime = Duration.zero

  func sleep(until uptime: Duration) async throws {
    let number = sleeps.withLock { count in
      count += 1
      return count
    }
    guard number == 1 else { return }
    for await _ in AsyncStream<Void>.makeStream().stream {}
    try Task.checkCancellation()
  }
}
