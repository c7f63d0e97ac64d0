import Synchronization

/// Jobs that wait; nobody works here.
final class JobQueue: Sendable {
  let capacity: Int
  private let waiting = Mutex(0)

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { waiting.withLock { $0 } }

  /// Adds a job. Returns whether there was room.
  func add() -> Bool {
    waiting.withLock { waiting in
      guard waiting < capacity else { return false }
      waiting += 1
      return true
    }
  }
}
