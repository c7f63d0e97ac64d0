import Synchronization

/// Readers of the database that a store has open, kept from one reading to the next.
///
/// A kept reader is in no transaction: it does not hold up the copying of the log. All are closed before the store is.
final class KeptReaders: Sendable {
  /// So many are kept; more may read at once, and are closed when they have read.
  private static let kept = 2

  private struct Shelf {
    var readers: [HistoryReader] = []
    var isClosed = false
  }

  private let shelf = Mutex(Shelf())

  /// Reads by a kept reader, or a new one.
  ///
  /// A reader that could not read is closed: what is wrong may be its connection.
  func read<Result>(of store: HistoryStore, _ body: (HistoryReader) throws -> Result) throws -> Result {
    let kept = shelf.withLock { $0.readers.popLast() }
    let reader = try kept ?? HistoryReader(of: store)
    defer { giveBack(reader) }
    return try body(reader)
  }

  /// Closes those that are kept now; later ones are not kept.
  func close() {
    let readers = shelf.withLock { shelf in
      defer { shelf = Shelf(isClosed: true) }
      return shelf.readers
    }
    for reader in readers { close(reader) }
  }

  private func giveBack(_ reader: HistoryReader) {
    let isKept = shelf.withLock { shelf in
      guard reader.failure == nil, !shelf.isClosed, shelf.readers.count < Self.kept else { return false }
      shelf.readers.append(reader)
      return true
    }
    if !isKept { close(reader) }
  }

  /// One that cannot be closed is gone all the same.
  private func close(_ reader: HistoryReader) { try? reader.close() }
}
