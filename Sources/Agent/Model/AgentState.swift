import Scheduling
import Snapshots
import Synchronization

/// The one ledger of the agent, shared by its services. The lock is held for microseconds.
final class AgentState: Sendable {
  private struct Contents {
    var ledger: Ledger
    var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    var nextListener = 0
  }

  private let contents: Mutex<Contents>

  init(_ ledger: Ledger) {
    contents = Mutex(Contents(ledger: ledger))
  }

  func update<Result: Sendable>(_ change: (inout Ledger) -> Result) -> Result {
    contents.withLock { contents in
      guard !contents.listeners.isEmpty else { return change(&contents.ledger) }
      let before = contents.ledger.sight
      let result = change(&contents.ledger)
      if contents.ledger.sight != before { for listener in contents.listeners.values { listener.yield() } }
      return result
    }
  }

  /// A copy, without evidence that has left the window by now.
  func current(at now: Moment) -> Ledger {
    update {
      $0.advance(to: now)
      return $0
    }
  }

  /// Yields whenever something has changed that pages show; once for all that has while nobody looked.
  func changes() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let number = contents.withLock { contents in
      contents.nextListener += 1
      contents.listeners[contents.nextListener] = continuation
      return contents.nextListener
    }
    continuation.onTermination = { [weak self] _ in _ = self?.contents.withLock { $0.listeners.removeValue(forKey: number) } }
    return stream
  }
}

extension Ledger {
  /// What pages show of it.
  struct Sight: Equatable {
    let revision: Int
    let itemsDone: Int?
    let queueDepth: Int?
  }

  fileprivate var sight: Sight {
    Sight(revision: pageRevision, itemsDone: running?.itemsDone, queueDepth: running?.queueDepth)
  }
}
