package import Alerting
package import Scheduling
import Synchronization

/// Sends what one notifier is to tell, from a queue of its own: a receiver that fails or hangs delays nobody else.
///
/// Alerts are sent at least once: one whose answer was lost is sent again, with the same fingerprint and start.
package final class NotifierWorker: Sendable {
  private struct State {
    var queue: NotificationQueue
    var backoff: Backoff
    var isEnding = false
    var hasEnded = false
    var nap: Task<Void, Never>?
  }

  /// Alerts in one try (`notifier/manager.go`).
  private static let batch = 256

  private let notifier: any Notifier
  private let time: any TimeSource
  private let report: @Sendable (NotifierEvent) -> Void
  private let state: Mutex<State>
  private let offers = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  private let ending = AsyncStream.makeStream(of: Void.self)

  /// - Parameters:
  ///   - limit: alerts that may wait.
  ///   - generator: of the jitter of the pauses.
  ///   - report: called by whoever offers, and by the task that runs; it must not wait.
  package init(
    _ notifier: any Notifier, time: any TimeSource, limit: Int = 10_000,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    report: @escaping @Sendable (NotifierEvent) -> Void
  ) {
    self.notifier = notifier
    self.time = time
    self.report = report
    state = Mutex(State(queue: NotificationQueue(limit: limit), backoff: Backoff(generator: generator)))
  }

  /// See `NotifierSettings.name`.
  package var name: String { notifier.name }
  /// How many alerts wait.
  package var waitingCount: Int { state.withLock { $0.queue.count } }

  /// Has alerts sent, in place of what was not yet sent of the same ones. Never waits. After the end of `run` they are dropped.
  package func offer(_ alerts: [NotifiedAlert]) {
    let dropped = state.withLock { $0.hasEnded ? alerts.count : $0.queue.offer(alerts) }
    tellDropped(dropped)
    offers.continuation.yield()
  }

  /// Nobody is to be told of an alert any more. It may be under way; then it is reported as delivered where it arrives.
  package func withdraw(_ fingerprint: Fingerprint) {
    state.withLock { $0.queue.withdraw(fingerprint) }
  }

  /// Has `run` end, as cancellation does.
  package func finish() {
    let nap = state.withLock { state in
      state.isEnding = true
      return state.nap
    }
    nap?.cancel()
    ending.continuation.finish()
    offers.continuation.finish()
  }

  /// Sends until the task is cancelled, or `finish` is called; then tries once to send what waits, and shuts the notifier down. To be called
  /// once.
  ///
  /// - Parameter drain: how long it may go on sending after that. What is not sent by then is reported as dropped.
  package func run(drain: Duration = .seconds(5)) async {
    let work = Task { await self.work() }
    let limit = Task {
      for await _ in ending.stream {}
      try Task.checkCancellation()
      try await time.sleep(until: time.uptime + drain)
      work.cancel()
    }
    await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      finish()
    }
    limit.cancel()
  }

  // MARK: Sending

  private func work() async {
    for await _ in offers.stream {
      while let batch = next() { await wait(await send(batch)) }
    }
    await drain()
    await notifier.shutDown()
  }

  /// `nil` where nothing waits, or it is to end.
  private func next() -> [NotifiedAlert]? {
    state.withLock { $0.isEnding || $0.queue.count == 0 ? nil : $0.queue.take(Self.batch) }
  }

  /// How long to wait before the next batch.
  private func send(_ batch: [NotifiedAlert]) async -> Duration {
    let round = await NotifierRound.send(batch, by: notifier, report) { self.state.withLock { $0.isEnding } }
    let (pause, dropped) = state.withLock { state in
      let pause = round.hasFailed ? max(state.backoff.pause(), round.asked ?? .zero) : .zero
      if !round.hasFailed { state.backoff.reset() }
      return (pause, state.queue.putBack(round.unsent))
    }
    tellDropped(dropped)
    return pause
  }

  private func drain() async {
    var unsent = 0
    var isOver = false
    while !isOver, !Task.isCancelled {
      let batch = state.withLock { $0.queue.take(Self.batch) }
      guard !batch.isEmpty else { break }
      let round = await NotifierRound.send(batch, by: notifier, report) { Task.isCancelled }
      unsent += round.unsent.count
      isOver = round.asked != nil
    }
    let left = state.withLock { state in
      state.hasEnded = true
      return state.queue.take(state.queue.count).count
    }
    tellDropped(unsent + left)
  }

  private func wait(_ pause: Duration) async {
    guard pause > .zero else { return }
    let instant = time.uptime + pause
    let nap = Task { [time] in _ = try? await time.sleep(until: instant) }
    let isEnding = state.withLock { state in
      state.nap = nap
      return state.isEnding
    }
    if isEnding { nap.cancel() }
    await nap.value
    state.withLock { $0.nap = nil }
  }

  private func tellDropped(_ count: Int) {
    if count > 0 { report(.dropped(count)) }
  }
}
