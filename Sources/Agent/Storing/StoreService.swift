import Alerting
import Logging
import Samples
import Scheduling
import ServiceLifecycle
import Storage
import Synchronization

/// Takes what is to be kept and has it written in batches, at most one second old, off everybody's loop.
///
/// While the database refuses, entries wait here, the newest of them, and are written when it takes them again.
struct StoreService: Service {
  private final class Shared: Sendable {
    let queue = Mutex(EntryQueue())
    let waiting = Mutex<[CheckedContinuation<Void, Never>]?>([])
    let state: AgentState

    init(state: AgentState) { self.state = state }

    func take() -> [HistoryEntry] {
      var batch: [HistoryEntry] = []
      change { queue in
        batch = queue.takeBatch()
        return 0
      }
      return batch
    }

    /// Whoever waits for what was queued before: it was tried to write it.
    func release() { end(goingOn: true) }

    /// Nobody waits any more, nor from now on.
    func end() { end(goingOn: false) }

    private func end(goingOn: Bool) {
      let released = waiting.withLock { waiting in
        defer { waiting = goingOn && waiting != nil ? [] : nil }
        return waiting ?? []
      }
      for continuation in released { continuation.resume() }
    }

    /// - Parameter ask: called when it waits already, so that no answer is missed.
    func wait(_ ask: () -> Void) async {
      await withCheckedContinuation { continuation in
        let isOver = waiting.withLock { waiting in
          waiting?.append(continuation)
          return waiting == nil
        }
        if isOver { continuation.resume() }
        ask()
      }
    }

    /// Counts what a change of the queue gives up.
    func change(_ change: (inout EntryQueue) -> Int) {
      let (dropped, waiting) = queue.withLock { queue in (change(&queue), queue.samples) }
      state.update { $0.storageQueue(waiting: waiting, dropped: dropped) }
    }
  }

  private let writer: StoreWriter
  private let time: any TimeSource
  private let logger: Logger
  private let shared: Shared
  private let alarm: Alarm
  private let arrivals: AsyncStream<Void>
  private let arrived: AsyncStream<Void>.Continuation

  init(writer: StoreWriter, state: AgentState, time: any TimeSource, logger: Logger) {
    self.writer = writer
    self.time = time
    self.logger = logger
    shared = Shared(state: state)
    alarm = Alarm(time: time)
    (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Never waits.
  func keep(_ entries: [HistoryEntry]) {
    shared.change { $0.append(entries) }
    arrived.yield()
  }

  /// Returns when it was tried to write it, which is done at once.
  func keepNow(_ entries: [HistoryEntry]) async {
    await shared.wait {
      keep(entries)
      alarm.ring()
    }
  }

  /// What is silenced now; `nil` where the database does not say.
  func silences() async -> [Silence]? { await writer.silences() }

  /// The database that is written now; `nil` where there is none.
  func current() async -> HistoryStore? { await writer.current }

  func run() async throws {
    try await runUntilShutdown {
      await writer.begin()
      if await writer.isFailing { arrived.yield() }
      for await _ in arrivals {
        try await alarm.sleep(until: time.uptime + writer.delay)
        await flush()
        shared.release()
        // What arrives meanwhile does not wait for it.
        while await writer.retainSome() { await flush() }
        // Where nothing waits there is nothing to try: the next entry will.
        if await writer.isFailing, await hasWork { arrived.yield() }
      }
    } atEnd: {
      await end()
    }
  }

  private func end() async {
    shared.end()
    await flush()
    let lost = shared.queue.withLock { $0.samples }
    if lost > 0 {
      logger.error("samples were lost: the database did not take them before the stop", metadata: ["samples": "\(lost)"])
    }
    await writer.close()
  }

  private func flush() async {
    while await hasWork {
      let waiting = await writer.write(shared.take())
      shared.change { $0.putBack(waiting) }
      if await writer.isFailing { return }
    }
  }

  private var hasWork: Bool {
    get async {
      if await writer.isInDoubt { return true }
      return shared.queue.withLock { !$0.isEmpty }
    }
  }
}
