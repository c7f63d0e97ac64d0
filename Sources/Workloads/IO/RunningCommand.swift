import Glibc
import LoopProbe
import Processes
import Synchronization

/// A process of a step that has been started. It is to be waited for, once.
final class RunningCommand: Sendable {
  /// How it has ended.
  struct End: Sendable {
    let exit: ChildExit
    /// Whether it was killed because its time was over.
    let isTimeout: Bool
    /// The end of what it has said on standard error.
    let said: String
  }

  private let spawner: Spawner
  private let started: ChildProcess
  private let tail: Int32?
  /// `nil` from when it is to be reaped: its pid may be another process's from then on.
  private let living: Mutex<ChildProcess?>

  /// - Parameter tail: the reading end of its standard error, which is closed here.
  init(_ child: ChildProcess, tail: Int32?, spawner: Spawner) {
    self.spawner = spawner
    self.tail = tail
    started = child
    living = Mutex(child)
  }

  /// Ends it with all that it has started and kept in its group.
  func kill() { living.withLock { $0?.signal(SIGKILL) } }

  /// Blocks until it has ended.
  ///
  /// - Parameter nanoseconds: after which it is killed; `nil`: never.
  func waitForEnd(within nanoseconds: Int64? = nil) -> End {
    let deadline = nanoseconds.map { MonotonicClock.now() + $0 }
    var watch = ChildWatch(of: started, tail: tail)
    var isTimeout = false
    while !watch.isOver(milliseconds: isTimeout ? nil : deadline.map { ($0 - MonotonicClock.now() + 999_999) / 1_000_000 }) {
      guard !isTimeout, let deadline, MonotonicClock.now() >= deadline else { continue }
      isTimeout = true
      kill()
    }
    living.withLock { $0 = nil }
    return End(exit: spawner.reap(started), isTimeout: isTimeout, said: watch.close())
  }
}
