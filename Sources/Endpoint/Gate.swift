import Synchronization

/// Lets so many in at once, and sends the others away.
package final class Gate: Sendable {
  /// Whoever holds it is inside, until it is gone.
  package final class Pass: Sendable {
    private let gate: Gate

    fileprivate init(_ gate: Gate) { self.gate = gate }

    deinit { gate.inside.withLock { $0 -= 1 } }
  }

  private let limit: Int
  private let inside = Mutex(0)

  /// - Parameter limit: so many are inside at once.
  package init(limit: Int) { self.limit = limit }

  /// `nil` where there is no room.
  package func enter() -> Pass? {
    let isLetIn = inside.withLock { inside in
      guard inside < limit else { return false }
      inside += 1
      return true
    }
    return isLetIn ? Pass(self) : nil
  }
}
