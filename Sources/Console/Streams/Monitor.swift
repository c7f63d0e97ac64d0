import Glibc

/// A value behind a lock, whose changes a thread can wait for.
///
/// `@unchecked Sendable`: the value is touched under the lock alone, and the two pointers never change.
final class Monitor<Value>: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var value: Value

  init(_ value: Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer {
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(lock)
    }
    return body(&value)
  }

  /// Blocks until it is so; returns `false` if it is not by then.
  ///
  /// - Parameter seconds: `nil`: as long as it takes.
  func wait(atMost seconds: Int?, until isSo: (Value) -> Bool) -> Bool {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    deadline.tv_sec += seconds ?? 0
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while !isSo(value) {
      let code = seconds == nil ? pthread_cond_wait(changed, lock) : pthread_cond_timedwait(changed, lock, &deadline)
      if code == ETIMEDOUT { return isSo(value) }
    }
    return true
  }
}
