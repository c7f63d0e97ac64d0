import Foundation
import Glibc
import LoopProbe
import Synchronization

/// Holds threads until it is released.
final class Held: @unchecked Sendable {  // Its parts are made for many threads.
  let began = MonotonicClock.now()
  let semaphore = DispatchSemaphore(value: 0)
  let lock = NSLock()
  let condition = NSCondition()
  let pipe: (read: Int32, write: Int32)
  private let isReleased = Atomic(false)

  init() throws {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
    pipe = (ends[0], ends[1])
    lock.lock()
  }

  deinit {
    close(pipe.read)
    close(pipe.write)
  }

  var isOver: Bool { isReleased.load(ordering: .sequentiallyConsistent) }
  var age: Int64 { MonotonicClock.now() - began }

  func release() {
    isReleased.store(true, ordering: .sequentiallyConsistent)
    semaphore.signal()
    lock.unlock()
    condition.broadcast()
    _ = write(pipe.write, "x", 1)
  }

  func reopen() {
    lock.lock()
    isReleased.store(false, ordering: .sequentiallyConsistent)
  }
}
