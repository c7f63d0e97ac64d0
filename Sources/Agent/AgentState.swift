import Scheduling
import Synchronization

/// The one ledger of the agent, shared by its services. The lock is held for microseconds.
final class AgentState: Sendable {
  private let ledger: Mutex<Ledger>

  init(_ ledger: Ledger) {
    self.ledger = Mutex(ledger)
  }

  func update<Result: Sendable>(_ change: (inout Ledger) -> Result) -> Result {
    ledger.withLock { change(&$0) }
  }

  /// A copy, without evidence that has left the window by now.
  func current(at now: Moment) -> Ledger {
    update {
      $0.advance(to: now)
      return $0
    }
  }
}
