import Logging
import Samples
import Scheduling
import ServiceLifecycle
import Storage
import Synchronization

/// Takes what is to be kept and writes it in batches, at most one second old, off everybody's loop.
///
/// When the database refuses, entries wait here, the newest of them, and are written when it takes them again.
struct StoreService: Service {
  /// Samples that wait at most.
  static let capacity = 100_000
  private static let batchAge = Duration.seconds(1)

  private struct Queue {
    var entries: [HistoryEntry] = []
    var samples = 0
  }

  private final class Shared: Sendable {
    let queue = Mutex(Queue())
    let state: AgentState

    init(state: AgentState) { self.state = state }
  }

  private let store: HistoryStore
  private let storageBytes: @Sendable () -> Int
  private let time: any TimeSource
  private let logger: Logger
  private let shared: Shared
  private let arrivals: AsyncStream<Void>
  private let arrived: AsyncStream<Void>.Continuation

  init(store: HistoryStore, storageBytes: @escaping @Sendable () -> Int, state: AgentState, time: any TimeSource, logger: Logger)
  {
    self.store = store
    self.storageBytes = storageBytes
    self.time = time
    self.logger = logger
    shared = Shared(state: state)
    (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Never waits.
  func keep(_ entries: [HistoryEntry]) {
    let dropped = shared.queue.withLock { queue in
      queue.entries += entries
      queue.samples += entries.reduce(0) { $0 + $1.sampleCount }
      var dropped = 0
      while queue.samples > StoreService.capacity, queue.entries.count > 1 {
        let oldest = queue.entries.removeFirst().sampleCount
        queue.samples -= oldest
        dropped += oldest
      }
      return dropped
    }
    arrived.yield()
    if dropped > 0 { shared.state.update { $0.storageDropped(samples: dropped) } }
  }

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      for await _ in arrivals {
        try await time.sleep(until: time.uptime + StoreService.batchAge)
        await flush()
      }
    }
    await flush()
    let lost = shared.queue.withLock { $0.samples }
    if lost > 0 {
      logger.error("samples were lost: the database did not take them before the stop", metadata: ["samples": "\(lost)"])
    }
    do {
      try await store.close(at: time.wall)
    } catch {
      logger.error("cannot close the database", metadata: ["error": "\(error)"])
    }
  }

  private func flush() async {
    let batch = shared.queue.withLock { queue in
      defer { queue = Queue() }
      return queue
    }
    guard !batch.entries.isEmpty else { return }
    do {
      try await Task { try await store.write(batch.entries) }.value
      let bytes = storageBytes()
      shared.state.update { $0.stored(samples: batch.samples, bytes: bytes) }
    } catch {
      shared.state.update { $0.storageFailed() }
      logger.error("cannot write to the database; what was to be written waits", metadata: ["error": "\(error)"])
      let newer = shared.queue.withLock { queue in
        defer { queue = Queue() }
        return queue.entries
      }
      keep(batch.entries + newer)
    }
  }
}
