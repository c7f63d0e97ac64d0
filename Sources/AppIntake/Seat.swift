import Synchronization
import Telemetry

/// A place among connections of which there may be only so many. It is free again when it is left, or this is gone.
final class Seat: Sendable {
  private let peer: AppPeer
  private let plan: SeatingPlan
  private let isLeft = Mutex(false)

  fileprivate init(_ peer: AppPeer, _ plan: SeatingPlan) {
    self.peer = peer
    self.plan = plan
  }

  deinit { leave() }

  /// Makes it free for another, whoever still knows of this.
  func leave() {
    let wasTaken = isLeft.withLock { isLeft in
      defer { isLeft = true }
      return !isLeft
    }
    if wasTaken { plan.book.withLock { $0.close(peer) } }
  }
}

/// Gives out seats.
final class SeatingPlan: Sendable {
  enum Answer {
    case seat(Seat)
    case refused(AppRefusal)
  }

  fileprivate let book: Mutex<ConnectionBook>

  init(_ book: ConnectionBook) { self.book = Mutex(book) }

  /// A seat for a process, or why there is none.
  func seat(_ peer: AppPeer, at now: Duration) -> Answer {
    if let refusal = book.withLock({ $0.open(peer, at: now) }) { .refused(refusal) } else { .seat(Seat(peer, self)) }
  }

  /// What a process said cannot be: it gets none for a while.
  func holdOff(_ peer: AppPeer, at now: Duration) { book.withLock { $0.holdOff(peer, at: now) } }
}
