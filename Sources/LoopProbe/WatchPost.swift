import Synchronization

/// Where one thread looks for all watchers: it begins with the first of them and ends with the last.
package final class WatchPost: Sendable {
  /// The one of this process.
  package static let process = WatchPost(name: "calcmon-watch")

  /// The name of the thread, at most 15 bytes.
  package let name: String
  private let thread = Mutex<WatchThread?>(nil)

  /// A post that has nothing to watch yet.
  package init(name: String) { self.name = name }

  /// Watches one more; false if the kernel gives no thread, or no descriptor.
  func add(_ watcher: StallWatcher) -> Bool {
    thread.withLock { thread in
      thread = thread ?? WatchThread.started(at: self)
      return thread?.add(watcher) ?? false
    }
  }

  /// Watches one less.
  func remove(_ watcher: StallWatcher) {
    thread.withLock { $0?.remove(watcher) }
  }

  /// The thread ends, if it may; the next watcher begins another.
  func leave(if mayEnd: () -> Bool) -> Bool {
    thread.withLock { thread in
      guard mayEnd() else { return false }
      thread = nil
      return true
    }
  }
}
