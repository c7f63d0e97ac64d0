import Synchronization

/// Limits how much happens at once; what is more than that is sent away.
package final class ConcurrencyLimit: Sendable {
  /// The right to be one of so many, given back when it is released.
  package final class Permit: Sendable {
    private let limit: ConcurrencyLimit

    fileprivate init(_ limit: ConcurrencyLimit) { self.limit = limit }

    deinit { limit.inUse.withLock { $0 -= 1 } }
  }

  private let most: Int
  private let inUse = Mutex(0)

  /// - Parameter most: so many permits are out at once.
  package init(_ most: Int) { self.most = most }

  /// A permit; `nil` if all of them are out.
  package func permit() -> Permit? {
    let isFree = inUse.withLock { inUse in
      guard inUse < most else { return false }
      inUse += 1
      return true
    }
    return isFree ? Permit(self) : nil
  }
}
