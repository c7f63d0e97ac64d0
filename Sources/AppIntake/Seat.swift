import Synchronization

/// A place among the connections that may be open. It is free again as soon as this is gone.
final class Seat: Sendable {
  let peer: AppPeer
  private let plan: SeatingPlan

  init(_ peer: AppPeer, _ plan: SeatingPlan) {
    self.peer = peer
    self.plan = plan
  }

  deinit { plan.book.withLock { $0.close(peer) } }
}

/// Who is connected.
final class SeatingPlan: Sendable {
  let book: Mutex<ConnectionBook>

  init(_ book: ConnectionBook) { self.book = Mutex(book) }
}
