import NIOPosix
import Storage
import Synchronization

/// Reads the history for pages and the API, off the event loops, a few at a time.
struct HistoryDesk: Sendable {
  /// Why nothing can be read.
  enum Refusal: Error {
    /// The database is not open.
    case closed
    /// Others read already.
    case busy
  }

  /// By then a reading has ended, with what it has or with an error.
  static let limit = Duration.seconds(10)
  private static let atOnce = 4

  private let store: StoreService
  private let readings = ReadingCount(limit: HistoryDesk.atOnce)

  init(store: StoreService) { self.store = store }

  /// Each reading has a connection of its own: it sees whatever database the agent writes by then.
  func read<Result: Sendable>(_ body: @escaping @Sendable (HistoryReader) throws -> Result) async throws -> Result {
    guard readings.begin() else { throw Refusal.busy }
    defer { readings.end() }
    guard let store = await store.current() else { throw Refusal.closed }
    return try await NIOThreadPool.singleton.runIfActive {
      try body(try HistoryReader(of: store))
    }
  }
}

private final class ReadingCount: Sendable {
  private let limit: Int
  private let count = Mutex(0)

  init(limit: Int) { self.limit = limit }

  func begin() -> Bool {
    count.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
  }

  func end() { count.withLock { $0 -= 1 } }
}
