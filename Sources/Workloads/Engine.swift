import LoopProbe
import NIOCore
package import Procfs
package import Samples
package import Telemetry

/// Executes the items of one run on one event loop: the loop under test.
///
/// The engine is an actor whose executor *is* that loop, and every item is a Swift task that executes on it, as in a service built on
/// SwiftNIO. What an item computes there is in the way of everything else there, which is the thing to be measured.
package actor Engine {
  /// What a run has measured.
  package struct Outcome: Sendable {
    /// Goes to the agent as it is.
    package var result: RunResult
    /// All distributions, empty ones too.
    package let histograms: [RunDistribution: LatencyHistogram]
  }

  private let loopExecutor: LoopExecutor
  private let work: RunOrder.Work
  private let proc: ProcRoot
  private let executor: any ItemExecutor
  private let account: WaitAccount

  private let arrivalTimes: ArrivalTimes
  private var startedAt: Int64 = 0
  /// Items whose intended start has come, the dropped ones included.
  private var arrived = 0
  /// Items that have arrived and were not started.
  private var queue = ItemQueue()
  private var inFlight = 0
  private var starter: CheckedContinuation<Void, Never>?
  private var tally = Tally()
  private var itemDuration = LatencyRecorder()
  private var injector = Injector()
  private var ioStepDuration = LatencyRecorder()
  private var queueWait = LatencyRecorder()

  private struct Tally {
    var ok = 0
    var failed = 0
    var timeout = 0
    var retries = 0
    var queuePeak = 0
    var dropped = 0
    var cpuNanoseconds: Int64 = 0
    var firstError: String?
    var done: Int { ok + failed + timeout + dropped }
  }

  /// The engine's executor is the event loop.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { loopExecutor.asUnownedSerialExecutor() }

  /// - Parameters:
  ///   - loopExecutor: of the loop under test.
  ///   - executor: does what the strategy does with an item.
  ///   - account: the one that the executor keeps.
  ///   - proc: the procfs of this process.
  package init(
    on loopExecutor: LoopExecutor, work: RunOrder.Work, executor: any ItemExecutor, account: WaitAccount, proc: ProcRoot
  ) {
    self.proc = proc
    self.loopExecutor = loopExecutor
    self.work = work
    self.executor = executor
    self.account = account
    arrivalTimes = ArrivalTimes(work)
  }

  /// Executes all items and returns when the last has ended.
  ///
  /// - Parameter report: told on the loop how far it is, some ten times a second; of each stall, and at the end of each injection.
  package func run(report: @escaping @Sendable (TelemetryMessage) -> Void) async -> Outcome {
    let ticker = LoopTicker(
      loop: loop,
      settings: .init(
        interval: work.tickNs, stallLimit: work.stallLimitNs, lateLimit: work.lateLimitNs, takesStacks: true),
      marks: loopExecutor.marks, proc: proc,
      report: { worst in self.assumeIsolated { report(.progress($0.progress(worstLatency: worst))) } },
      stalled: { report(.stall($0)) }, wasLate: { report(.late(.init(intervals: $0))) })
    let usedBefore = ThreadClock.now()
    startedAt = MonotonicClock.now()
    ticker.start()
    for injection in work.injections { schedule(injection) }
    if work.items == 0 {
      try? await loop.wait(nanoseconds: work.idleNs)
    } else {
      accept()
      await withTaskExecutorPreference(loopExecutor) { await executeItems() }
    }
    let ended = MonotonicClock.now()
    let used = ThreadClock.now() - usedBefore
    ticker.stop()
    // Only now: to tell them one by one would lengthen what they are to be compared with.
    for injected in injector.done { report(.injected(injected)) }
    var result = RunResult(
      seconds: Double(ended - startedAt) * 1e-9, itemsOk: tally.ok, itemsFailed: tally.failed, itemsTimeout: tally.timeout,
      itemsDropped: tally.dropped, retries: tally.retries, queuePeak: tally.queuePeak,
      ioWaitSeconds: Double(account.waited(until: ended)) * 1e-9, cpuStepSeconds: Double(tally.cpuNanoseconds) * 1e-9,
      loopCpuSeconds: Double(used) * 1e-9)
    result.firstError = tally.firstError
    return Outcome(
      result: result,
      histograms: [
        .eventLoopLatency: ticker.latency, .itemDuration: itemDuration.snapshot(),
        .ioStepDuration: ioStepDuration.snapshot(), .queueWait: queueWait.snapshot(),
      ])
  }

  private var loop: any EventLoop { loopExecutor.loop }

  // MARK: Arrivals

  /// Takes the items that are due, and comes back when the next is.
  private func accept() {
    let due = arrivalTimes.itemsDue(at: MonotonicClock.now() - startedAt, known: arrived)
    while arrived < due {
      if queue.count < work.queueLimit ?? .max { queue.append(arrived) } else { tally.dropped += 1 }
      arrived += 1
    }
    tally.queuePeak = max(tally.queuePeak, queue.count)
    wakeStarter()
    guard arrived < work.items else { return }
    let next = UInt64(startedAt + arrivalTimes.start(ofItem: arrived))
    loop.scheduleTask(deadline: .uptimeNanoseconds(next)) { self.assumeIsolated { $0.accept() } }
  }

  private func schedule(_ injection: RunOrder.Injection) {
    loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(startedAt + injection.atNs))) {
      self.assumeIsolated { engine in
        engine.loopExecutor.marks.turn { engine.injector.inject(injection, scratch: engine.work.scratch) }
      }
    }
  }

  // MARK: Items

  /// Starts a task for each item, as soon as it has arrived and there is a place for it.
  private func executeItems() async {
    await withDiscardingTaskGroup { group in
      while let item = await nextItem() {
        group.addTask(executorPreference: loopExecutor) { await self.execute(item) }
      }
    }
  }

  private func nextItem() async -> Int? {
    while queue.isEmpty || inFlight == work.concurrency {
      if queue.isEmpty, arrived == work.items { return nil }
      await withCheckedContinuation { starter = $0 }
    }
    inFlight += 1
    return queue.removeFirst()
  }

  private func wakeStarter() {
    guard !queue.isEmpty || arrived == work.items else { return }
    starter?.resume()
    starter = nil
  }

  private func execute(_ item: Int) async {
    let intended = startedAt + arrivalTimes.start(ofItem: item)
    let start = MonotonicClock.now()
    queueWait.record(nanoseconds: start - intended)
    account.itemStarted(at: start)
    let outcome = await executor.execute(UInt64(item))
    let end = MonotonicClock.now()
    account.itemEnded(at: end)
    itemDuration.record(nanoseconds: end - intended)
    count(outcome)
    inFlight -= 1
    wakeStarter()
  }

  private func count(_ outcome: ItemOutcome) {
    switch outcome.result {
    case .ok: tally.ok += 1
    case .error: tally.failed += 1
    case .timeout: tally.timeout += 1
    }
    tally.retries += outcome.retries
    tally.firstError = tally.firstError ?? outcome.firstError
    tally.cpuNanoseconds += outcome.cpuNanoseconds
    for step in outcome.ioNanoseconds { ioStepDuration.record(nanoseconds: step) }
  }

  private func progress(worstLatency: Double) -> WorkProgress {
    let now = MonotonicClock.now()
    return WorkProgress(
      elapsed: Double(now - startedAt) * 1e-9, queueDepth: queue.count, inFlight: inFlight, done: tally.done,
      ioWaitSeconds: Double(account.waited(until: now)) * 1e-9, eventLoopLatencySeconds: worstLatency)
  }
}
