import API
import Endpoint
import Logging
import NIOPosix
import Processes
import Scheduling
import Storage

/// Reads the history for pages and the API, off the event loops, a few at a time.
struct HistoryDesk: Sendable {
  /// Others read already.
  struct Busy: Error {}

  /// The history was needed, and the database cannot be opened for reading.
  struct Unreadable: Error, CustomStringConvertible {
    let reason: String

    var description: String { "the history is needed for this, and cannot be read: \(reason)" }
  }

  /// By then a reading has ended, with what it has or with an error.
  static let limit = Duration.seconds(5)
  /// The same for what is written in pieces, with the time that its reader takes: the log of the database may grow meanwhile.
  static let longLimit = Duration.seconds(600)
  private static let atOnce = 4
  /// Of what is written in pieces: it waits for its reader, and must not hold up the others.
  private static let thread = WorkerThreads(1)

  private let store: StoreService
  private let readers = ConcurrencyLimit(HistoryDesk.atOnce)
  private let writers = ConcurrencyLimit(1)
  private let time: any TimeSource
  private let trouble: TroubleLog

  init(store: StoreService, time: any TimeSource, logger: Logger) {
    self.store = store
    self.time = time
    trouble = TroubleLog(logger, begins: "the history cannot be read", ends: "the history can be read again")
  }

  /// Reads whatever database the agent writes by then.
  ///
  /// - Parameter body: gets `nil` if the database is not open, or cannot be read.
  func read<Result: Sendable>(_ body: @escaping @Sendable (HistoryReader?) throws -> Result) async throws -> Result {
    guard let permit = readers.permit() else { throw Busy() }
    defer { withExtendedLifetime(permit) {} }
    let store = await store.current()
    return try await NIOThreadPool.singleton.runIfActive {
      guard let store else { return try body(nil) }
      return try read(store, body)
    }
  }

  /// Reads what is too long to be held, on a thread of its own, and one at a time.
  ///
  /// - Parameter body: gets `nil` if the database is not open, or cannot be read; passes its pieces on, which waits until they are taken.
  func pieces(
    _ body: @escaping @Sendable (HistoryReader?, @escaping ([UInt8]) throws -> Void) throws -> Void
  ) async throws -> HistoryPieces {
    guard let permit = writers.permit() else { throw Busy() }
    let store = await store.current()
    let relay = PieceRelay()
    try Self.thread.start()
    Self.thread.submit {
      defer { withExtendedLifetime(permit) {} }
      relay.end(
        Result {
          guard let store else { return try body(nil, relay.put) }
          try read(store) { try body($0, relay.put) }
        })
    }
    return try await HistoryPieces(relay, until: time.uptime + Self.longLimit, time)
  }

  private func read<Result>(_ store: HistoryStore, _ body: (HistoryReader?) throws -> Result) throws -> Result {
    do {
      return try store.read { reader in
        defer { note(reader.failure) }
        return try body(reader)
      }
    } catch let error as StorageError where error.fault != .other {
      note(error)
      // Much of what is asked for is in memory.
      do { return try body(nil) } catch let problem as APIProblem where problem.errorType == .unavailable {
        throw Unreadable(reason: StorageFault.reason(of: error))
      }
    }
  }

  private func note(_ failure: (any Error)?) { trouble.tell(failure.map { StorageFault.reason(of: $0) }) }

  /// `nil` where the history cannot be read now, or holds nothing of this. Why it cannot is logged.
  func find<Result: Sendable>(_ body: @escaping @Sendable (HistoryReader) throws -> Result?) async -> Result? {
    (try? await read { reader in try reader.flatMap { reader in try reader.within(HistoryDesk.limit) { try body($0) } } }) ?? nil
  }
}
