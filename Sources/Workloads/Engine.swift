import LoopProbe
package import NIOCore
package import Samples
package import Telemetry

/// Executes the items of one run on one event loop: the loop under test.
///
/// The engine is an actor whose executor *is* that loop: items are Swift tasks that run on it, as in a service built on SwiftNIO.
/// What an item computes there is in the way of everything else there, which is the thing to be measured.
package actor Engine {
  /// What a run has measured.
  package struct Outcome: Sendable {
    /// Goes to the agent as it is.
    package let result: TelemetryMessage.RunResult
    /// All distributions, empty ones too.
    package let histograms: [TelemetryMessage.Distribution: LatencyHistogram]
  }

  private let loop: any EventLoop
  private let plan: RunPlan
  private let pool: ProcessPool?

  private var startedAt: Int64 = 0
  private var accepted = 0
  private var started = 0
  private var ok = 0
  private var failed = 0
  private var queuePeak = 0
  private var idleLanes: [CheckedContinuation<Void, Never>] = []
  private var account = WaitAccount()
  private var itemDuration = LatencyRecorder()
  private var ioStepDuration = LatencyRecorder()
  private var queueWait = LatencyRecorder()

  /// The engine's executor is the event loop.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

  /// - Parameters:
  ///   - loop: the loop under test.
  ///   - pool: worker processes, for the hybrid strategy.
  package init(loop: any EventLoop, plan: RunPlan, pool: ProcessPool?) {
    self.loop = loop
    self.plan = plan
    self.pool = pool
  }

  /// Executes all items and returns when the last has ended.
  ///
  /// - Parameter progress: called on the loop some ten times a second.
  package func run(tick: Duration, progress: @escaping @Sendable (TelemetryMessage.Progress) -> Void) async -> Outcome {
    let ticker = LoopTicker(loop: loop, interval: tick) { worst in
      self.assumeIsolated { progress($0.progress(worstLatency: worst)) }
    }
    startedAt = now()
    ticker.start()
    accept()
    await withDiscardingTaskGroup { group in
      for _ in 0..<plan.lanes { group.addTask { await self.lane() } }
    }
    let ended = now()
    ticker.stop()
    return Outcome(
      result: TelemetryMessage.RunResult(
        seconds: Double(ended - startedAt) * 1e-9, idealSeconds: plan.idealSeconds, itemsOk: ok, itemsFailed: failed,
        queuePeak: queuePeak, ioWaitSeconds: Double(account.waited(until: ended)) * 1e-9),
      histograms: [
        .eventLoopLatency: ticker.latency, .itemDuration: itemDuration.snapshot(),
        .ioStepDuration: ioStepDuration.snapshot(), .queueWait: queueWait.snapshot(),
      ])
  }

  // MARK: Arrivals

  /// Accepts the items that are due, wakes lanes for them, and comes back when the next is due.
  private func accept() {
    let due = plan.itemsDue(at: now() - startedAt)
    accepted = due
    queuePeak = max(queuePeak, accepted - started)
    let wanted = min(idleLanes.count, accepted - started)
    for lane in idleLanes.prefix(wanted) { lane.resume() }
    idleLanes.removeFirst(wanted)
    guard accepted < plan.items else {
      idleLanes.forEach { $0.resume() }
      idleLanes = []
      return
    }
    let next = UInt64(startedAt + plan.intendedStart(ofItem: accepted))
    loop.scheduleTask(deadline: .uptimeNanoseconds(next)) { self.assumeIsolated { $0.accept() } }
  }

  // MARK: Items

  /// One of the places that an item can be in flight in: takes the next item until there is none.
  private func lane() async {
    while started < plan.items {
      if started < accepted {
        let item = started
        started += 1
        await execute(item)
      } else {
        await withCheckedContinuation { idleLanes.append($0) }
      }
    }
  }

  private func execute(_ item: Int) async {
    let intended = startedAt + plan.intendedStart(ofItem: item)
    let start = now()
    queueWait.record(nanoseconds: start - intended)
    account.itemStarted(at: start)
    if plan.ioNanoseconds > 0 {
      await wait(plan.ioNanoseconds)
      ioStepDuration.record(nanoseconds: now() - start)
    }
    account.computationStarted(at: now())
    let good = await compute(item)
    account.computationEnded(at: now())
    let end = now()
    account.itemEnded(at: end)
    itemDuration.record(nanoseconds: end - intended)
    if good { ok += 1 } else { failed += 1 }
  }

  /// The I/O step: a timer of the loop.
  private func wait(_ nanoseconds: Int64) async {
    await withCheckedContinuation { continuation in
      loop.scheduleTask(in: .nanoseconds(nanoseconds)) { continuation.resume() }
    }
  }

  /// The CPU step, where the strategy has it done. Returns whether the result is right.
  private func compute(_ item: Int) async -> Bool {
    let seed = UInt64(item)
    let result: UInt64?
    if let pool {
      result = try? await pool.compute(seed: seed, operations: plan.operations)
    } else {
      result = IntegerKernel.compute(seed: seed, operations: plan.operations)
    }
    return result == IntegerKernel.expected(seed: seed, operations: plan.operations)
  }

  private func progress(worstLatency: Double) -> TelemetryMessage.Progress {
    let now = now()
    return TelemetryMessage.Progress(
      elapsed: Double(now - startedAt) * 1e-9, queueDepth: accepted - started, inFlight: account.inFlight,
      done: ok + failed, ioWaitSeconds: Double(account.waited(until: now)) * 1e-9, eventLoopLatencySeconds: worstLatency)
  }

  /// CLOCK_MONOTONIC, in nanoseconds.
  private func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }
}
