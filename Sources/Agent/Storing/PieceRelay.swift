import Dispatch
import Synchronization

/// Hands pieces of bytes from a thread, which waits until each is taken, to a task: so at most one piece waits.
package final class PieceRelay: Sendable {
  /// What the thread gets when nobody takes its pieces any more.
  package struct Abandoned: Error {}

  private typealias Taker = CheckedContinuation<[UInt8]?, any Error>

  private enum Phase {
    case open
    case ended(Result<Void, any Error>)
    case abandoned
  }

  private struct State {
    var piece: [UInt8]?
    var taker: Taker?
    var phase = Phase.open
  }

  private let state = Mutex(State())
  private let taken = DispatchSemaphore(value: 0)

  /// Nothing is handed over yet.
  package init() {}

  // MARK: The thread's side

  /// Blocks until the piece is taken.
  ///
  /// - Throws: `Abandoned`.
  package func put(_ piece: [UInt8]) throws {
    let taker = try state.withLock { state -> Taker? in
      guard case .open = state.phase else { throw Abandoned() }
      guard let taker = state.taker.take() else {
        state.piece = piece
        return nil
      }
      return taker
    }
    if let taker { return taker.resume(returning: piece) }
    taken.wait()
    try state.withLock { state in
      if case .abandoned = state.phase { throw Abandoned() }
    }
  }

  /// There are no more pieces, or there is an error instead.
  package func end(_ result: Result<Void, any Error>) {
    let taker = state.withLock { state -> Taker? in
      guard case .open = state.phase else { return nil }
      state.phase = .ended(result)
      return state.taker.take()
    }
    taker?.resume(with: result.map { nil })
  }

  // MARK: The task's side

  /// The next piece; `nil`: there are no more.
  ///
  /// - Throws: what the thread ended with; `Abandoned`, also if the task is cancelled.
  package func next() async throws -> [UInt8]? {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { taker in
        guard let result = take(or: taker) else { return }
        taker.resume(with: result)
      }
    } onCancel: {
      abandon()
    }
  }

  /// What there is already; else the taker waits.
  private func take(or taker: Taker) -> Result<[UInt8]?, any Error>? {
    state.withLock { state in
      if let piece = state.piece.take() {
        taken.signal()
        return .success(piece)
      }
      switch state.phase {
      case .open:
        state.taker = taker
        return nil
      case .ended(let result): return result.map { nil }
      case .abandoned: return .failure(Abandoned())
      }
    }
  }

  /// Nobody takes pieces any more.
  package func abandon() {
    let taker = state.withLock { state -> Taker? in
      guard case .open = state.phase else { return nil }
      state.phase = .abandoned
      if state.piece.take() != nil { taken.signal() }
      return state.taker.take()
    }
    taker?.resume(throwing: Abandoned())
  }
}
