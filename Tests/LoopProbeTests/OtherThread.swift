import Foundation
import LoopProbe
import Procfs
import Synchronization

/// A thread beside the test's.
final class OtherThread: Sendable {
  let thread: WatchedThread
  private let mayGo: DispatchSemaphore

  /// Does something, and ends.
  ///
  /// - Parameter body: is given what `wake` wakes.
  init(_ proc: ProcRoot, _ body: @escaping @Sendable (DispatchSemaphore) -> Void) {
    let (began, mayGo) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let found = Mutex(WatchedThread.current(proc))
    Thread.detachNewThread {
      ThreadStack.admit()
      found.withLock { $0 = .current(proc) }
      began.signal()
      body(mayGo)
    }
    began.wait()
    thread = found.withLock { $0 }
    self.mayGo = mayGo
  }

  /// Sleeps until it is woken.
  static func asleep(_ proc: ProcRoot) -> OtherThread { OtherThread(proc) { $0.wait() } }

  func wake() { mayGo.signal() }
}
