import Scheduling

/// Something long from the history, of which the first piece is there, and the rest is read as fast as it is taken.
///
/// Who lets go of it ends the reading.
final class HistoryPieces: Sendable {
  /// It took longer than the history may be read for one answer.
  struct TooSlow: Error {}

  /// What is there; empty: there is nothing at all.
  let first: [UInt8]
  private let relay: PieceRelay
  private let end: Duration
  private let time: any TimeSource

  /// Waits for the first piece.
  ///
  /// - Parameter end: the instant by which all must be taken.
  /// - Throws: what the reading ended with.
  init(_ relay: PieceRelay, until end: Duration, _ time: any TimeSource) async throws {
    (self.relay, self.end, self.time) = (relay, end, time)
    first = try await relay.next() ?? []
  }

  deinit { relay.abandon() }

  /// Passes on what follows the first piece.
  ///
  /// - Throws: what the reading ended with; what `write` throws; `TooSlow`.
  func forEach(_ write: @escaping @Sendable ([UInt8]) async throws -> Void) async throws {
    guard !first.isEmpty else { return }
    let (relay, end, time) = (relay, end, time)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while let piece = try await relay.next() { try await write(piece) }
      }
      group.addTask {
        try await time.sleep(until: end)
        throw TooSlow()
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
