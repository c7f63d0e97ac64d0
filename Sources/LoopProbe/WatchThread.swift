import CLinux
import Glibc
import Synchronization

/// A thread that looks at loops that stand still, whatever their number.
///
/// It sleeps on the timers of all watchers: nothing is polled, and loops that turn never wake it up.
final class WatchThread: Sendable {
  private let post: WatchPost
  private let timers: Int32
  /// Wakes the thread up for its end.
  private let bell: Int32
  /// By the descriptors of their timers.
  private let watchers = Mutex<[Int32: StallWatcher]>([:])

  private init(_ post: WatchPost) {
    self.post = post
    timers = calcmon_timers_create()
    bell = calcmon_timer_create()
  }

  deinit {
    for descriptor in [timers, bell] where descriptor >= 0 { close(descriptor) }
  }

  /// Begins one; `nil` if the kernel gives no thread, or no descriptor.
  static func started(at post: WatchPost) -> WatchThread? {
    let thread = WatchThread(post)
    guard thread.bell >= 0, calcmon_timers_add(thread.timers, thread.bell) == 0 else { return nil }
    var handle = pthread_t()
    let context = Unmanaged.passRetained(thread)
    guard pthread_create(&handle, nil, watchThreadMain, context.toOpaque()) == 0 else {
      context.release()
      return nil
    }
    pthread_detach(handle)
    return thread
  }

  /// Watches one more, if the kernel has room for it.
  func add(_ watcher: StallWatcher) -> Bool {
    watchers.withLock { $0[watcher.timer] = watcher }
    guard calcmon_timers_add(timers, watcher.timer) == 0 else {
      remove(watcher)
      return false
    }
    return true
  }

  /// Watches one less. With the last, the thread ends.
  func remove(_ watcher: StallWatcher) {
    let wasLast = watchers.withLock { watchers in
      watchers.removeValue(forKey: watcher.timer) != nil && watchers.isEmpty
    }
    calcmon_timers_remove(timers, watcher.timer)
    if wasLast { _ = calcmon_timer_set(bell, 1) }
  }

  private var isIdle: Bool { watchers.withLock { $0.isEmpty } }

  fileprivate func run() {
    calcmon_begin_helper_thread(post.name)
    var expired = [Int32](repeating: 0, count: 64)
    while true {
      let count = calcmon_timers_wait(timers, &expired, Int32(expired.count))
      if count < 0 || expired.prefix(Int(count)).contains(bell), post.leave(if: { count < 0 || isIdle }) { return }
      for timer in expired.prefix(Int(max(0, count))) {
        // One of a watcher that has gone may bear the number of another by now, which is asked in vain.
        watchers.withLock { $0[timer] }?.lookIfStanding()
      }
    }
  }
}

private func watchThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<WatchThread>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
