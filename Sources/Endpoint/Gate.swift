import Synchronization

/// Lets so many in at once, and sends the others away.
final class Gate: Sendable {
  private let limit: Int
  private let inside = Mutex(0)

  init(limit: Int) { self.limit = limit }

  /// Whether there was room. Who was let in leaves once.
  func enter() -> Bool {
    inside.withLock { inside in
      guard inside < limit else { return false }
      inside += 1
      return true
    }
  }

  func leave() { inside.withLock { $0 -= 1 } }
}
