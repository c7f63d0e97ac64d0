package import NIOCore
package import Procfs
package import Samples
package import Telemetry

/// Ticks an event loop, records how late each tick is, and accounts for the intervals in which the loop did not turn.
///
/// It lives on its loop: every member but `init` is to be used there. Unchecked `Sendable` for that reason alone.
package final class LoopTicker: NIOScheduledCallbackHandler, @unchecked Sendable {
  /// How a loop is to be ticked.
  package struct Settings: Hashable, Sendable {
    /// Nanoseconds between two ticks, above zero.
    package var interval: Int64
    /// Nanoseconds without a turn after which it is a stall.
    package var stallLimit: Int64
    /// Nanoseconds without a turn after which the loop was late, though it was no stall; `nil`: that is not asked.
    package var lateLimit: Int64?
    /// Whether a thread looks at the loop's thread during a stall.
    package var isWatched: Bool
    /// Whether a watcher that looks also takes the stack of the loop's thread. A thread that computes is sent a signal for it: see `ThreadStack`.
    package var takesStacks: Bool

    /// Settings of a probe.
    package init(
      interval: Int64, stallLimit: Int64, lateLimit: Int64? = nil, isWatched: Bool = true, takesStacks: Bool = false
    ) {
      self.interval = interval
      self.stallLimit = stallLimit
      self.lateLimit = lateLimit
      self.isWatched = isWatched
      self.takesStacks = takesStacks
    }

    /// The least length that is accounted for.
    var shortest: Int64 { min(stallLimit, lateLimit ?? .max) }
  }

  private let loop: any EventLoop
  private let settings: Settings
  private let marks: TurnMarks
  private let proc: ProcRoot
  private var grid: TickGrid
  private var recorder = LatencyRecorder()
  private var worst: Int64 = 0
  private var nextReport: Int64
  private var callback: NIOScheduledCallback?
  private var account: ThreadAccount?
  private var lastReading: ThreadAccount.Reading?
  private var watcher: StallWatcher?
  private let recorded: (Int64) -> Void
  private let ended: () -> Void
  private let report: (Double) -> Void
  private let stalled: (TelemetryMessage.StallReport) -> Void
  private let wasLate: ([TelemetryMessage.StallReport]) -> Void
  /// Since the report before: one a tick at most.
  private var late: [TelemetryMessage.StallReport] = []

  /// - Parameters:
  ///   - loop: the loop under test.
  ///   - marks: told of the loop's turns by whatever runs on it; without them a stall begins with the first tick that it hindered.
  ///   - proc: the procfs of this process.
  ///   - recorded: called on the loop for each tick, with its lateness in nanoseconds.
  ///   - ended: called on the loop if it is shut down while it is ticked: the ticker has let go of it.
  ///   - report: called on the loop at the first tick in each ten intervals, with the worst lateness, in seconds, since the call before.
  ///   - stalled: called on the loop when it turns again.
  ///   - wasLate: called on the loop before `report`, if there were intervals beyond `lateLimit` that were no stalls.
  package init(
    loop: any EventLoop, settings: Settings, marks: TurnMarks = TurnMarks(), proc: ProcRoot,
    recorded: @escaping (Int64) -> Void = { _ in }, ended: @escaping () -> Void = {},
    report: @escaping (Double) -> Void, stalled: @escaping (TelemetryMessage.StallReport) -> Void,
    wasLate: @escaping ([TelemetryMessage.StallReport]) -> Void = { _ in }
  ) {
    self.loop = loop
    self.settings = settings
    self.marks = marks
    self.proc = proc
    self.recorded = recorded
    self.ended = ended
    self.report = report
    self.stalled = stalled
    self.wasLate = wasLate
    grid = TickGrid(start: MonotonicClock.now() + settings.interval, interval: settings.interval)
    nextReport = grid.next
  }

  /// Begins to tick, one interval from now.
  package func start() {
    account = ThreadAccount(proc: proc)
    if settings.takesStacks { ThreadStack.admit() }
    watcher = settings.isWatched ? StallWatcher(.current(proc), proc: proc, takesStacks: settings.takesStacks) : nil
    let now = MonotonicClock.now()
    grid = TickGrid(start: now + grid.interval, interval: grid.interval)
    nextReport = now + 10 * settings.interval
    expectNextTick()
  }

  /// Ends the ticking. Ticks that are due by now count: a stall in which the work ended is a stall.
  package func stop() {
    guard let pending = callback else { return }
    callback = nil
    pending.cancel()
    let now = MonotonicClock.now()
    if grid.next <= now { turn(at: now) }
    reportLate()
    letGo()
  }

  private func letGo() {
    watcher?.stop()
    watcher = nil
    account = nil
  }

  /// The lateness of all ticks until now.
  package var latency: LatencyHistogram { recorder.snapshot() }

  package func handleScheduledCallback(eventLoop: some EventLoop) {
    // The loop takes what is due in batches: a callback of the batch in which the ticker is stopped still comes.
    guard callback != nil else { return }
    let now = MonotonicClock.now()
    turn(at: now)
    if now >= nextReport {
      reportLate()
      report(Double(worst) * 1e-9)
      worst = 0
      while nextReport <= now { nextReport += 10 * settings.interval }
    }
    expectNextTick()
  }

  /// The loop is shut down.
  package func didCancelScheduledCallback(eventLoop: some EventLoop) {
    guard callback != nil else { return }
    callback = nil
    letGo()
    ended()
  }

  /// The loop turns: the ticks that are due are late by so much, and if it was too much, it was a stall.
  private func turn(at now: Int64) {
    let started = min(grid.next, marks.holder ?? .max)
    if now - started > settings.shortest { account(for: started, until: now) }
    grid.turn(at: now) { lateness in
      recorder.record(nanoseconds: lateness)
      recorded(lateness)
      worst = max(worst, lateness)
    }
  }

  private func account(for started: Int64, until ended: Int64) {
    guard let account, let lastReading else { return }
    let now = account.read()
    let looks = watcher?.takeLooks() ?? ThreadLooks()
    // It slept before the tick was due, and not in its selector.
    let started = min(started, max(lastReading.at, looks.fellAsleep ?? started))
    let spent = now.spent(since: lastReading, inLast: ended - started)
    let interval = TelemetryMessage.StallReport(
      startedNs: started, endedNs: ended, onCpuNs: spent.onCPU, runqueueNs: spent.waiting, looks: looks.count,
      looksAsleep: looks.asleep, noticedNs: looks.first.map { min(max($0, started), ended) }, waitChannel: looks.channel,
      stack: looks.stack)
    if interval.nanoseconds > settings.stallLimit { stalled(interval) } else { late.append(interval) }
  }

  private func reportLate() {
    guard !late.isEmpty else { return }
    wasLate(late)
    late.removeAll(keepingCapacity: true)
  }

  private func expectNextTick() {
    callback = try? loop.scheduleCallback(at: .uptimeNanoseconds(UInt64(grid.next)), handler: self)
    marks.expect(grid.next)
    watcher?.expect(turnBy: grid.next + settings.shortest)
    lastReading = account?.read()
  }
}
