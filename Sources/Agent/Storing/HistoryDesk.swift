import Endpoint
import NIOPosix
import Storage

/// Reads the history for pages and the API, off the event loops, a few at a time.
struct HistoryDesk: Sendable {
  /// Others read already.
  struct Busy: Error {}

  /// By then a reading has ended, with what it has or with an error.
  static let limit = Duration.seconds(5)
  private static let atOnce = 4

  private let store: StoreService
  private let readers = ConcurrencyLimit(HistoryDesk.atOnce)

  init(store: StoreService) { self.store = store }

  /// Each reading has a connection of its own: it sees whatever database the agent writes by then.
  ///
  /// - Parameter body: gets `nil` where the database is not open.
  func read<Result: Sendable>(_ body: @escaping @Sendable (HistoryReader?) throws -> Result) async throws -> Result {
    guard let permit = readers.permit() else { throw Busy() }
    defer { withExtendedLifetime(permit) {} }
    let store = await store.current()
    return try await NIOThreadPool.singleton.runIfActive {
      guard let reader = store.flatMap({ try? HistoryReader(of: $0) }) else { return try body(nil) }
      defer { try? reader.close() }
      return try body(reader)
    }
  }

  /// `nil` where the history cannot be read now, or holds nothing of this.
  func find<Result: Sendable>(_ body: @escaping @Sendable (HistoryReader) throws -> Result?) async -> Result? {
    (try? await read { reader in try reader.flatMap { reader in try reader.within(HistoryDesk.limit) { try body($0) } } }) ?? nil
  }
}
