import Glibc
import LoopProbe
import NIOCore
import Procfs
import Synchronization
import Telemetry

/// One event loop that is watched.
///
/// What it has of the loop lives there; it lets go of the loop at the tick after `stop`, or when the loop is shut down.
final class LoopWatch: NIOScheduledCallbackHandler, Sendable {
  /// Between two ticks at the most. A loop that sleeps is woken so often.
  private static let longestInterval: Int64 = 50_000_000

  /// Between two ticks: a stall holds two of them.
  static func interval(stallLimit: Int64) -> Int64 { min(longestInterval, stallLimit / 2) }

  let number: Int
  let box = LoopBox()
  private let loop: any EventLoop
  private let proc: ProcRoot
  private let stallLimit: Int64
  private let takesStacks: Bool
  private var interval: Int64 { LoopWatch.interval(stallLimit: stallLimit) }
  private let stalled: @Sendable (AppMessage.Stall) -> Void
  private let ticking = Mutex<NIOLoopBound<Ticking>?>(nil)
  private let isStopped = Atomic(false)

  /// What lives on the loop.
  private struct Ticking {
    let ticker: LoopTicker
    let account: ThreadAccount
    var blockedNs: Int64 = 0
  }

  /// - Parameter stalled: called on the loop.
  init(
    _ loop: any EventLoop, number: Int, stallLimit: Int64, takesStacks: Bool, proc: ProcRoot,
    stalled: @escaping @Sendable (AppMessage.Stall) -> Void
  ) {
    self.loop = loop
    self.number = number
    self.stallLimit = stallLimit
    self.takesStacks = takesStacks
    self.proc = proc
    self.stalled = stalled
  }

  /// Begins, on the loop. One that has been shut down is left alone.
  func start() { _ = try? loop.scheduleCallback(in: .zero, handler: self) }

  /// Has the loop be let go of, at its next tick.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  func handleScheduledCallback(eventLoop: some EventLoop) {
    guard !isStopped.load(ordering: .relaxed) else { return }
    let ticker = LoopTicker(
      loop: loop,
      settings: .init(
        interval: interval, stallLimit: stallLimit, lateLimit: stallLimit - interval, takesStacks: takesStacks), proc: proc,
      recorded: { [weak self] in self?.turned(late: $0) }, ended: { [weak self] in self?.end() }, report: { _ in },
      stalled: { [weak self] in self?.noteStall($0) })
    let ticking = Ticking(ticker: ticker, account: ThreadAccount(proc: proc))
    self.ticking.withLock { $0 = NIOLoopBound(ticking, eventLoop: loop) }
    box.note { figures in
      figures.began = MonotonicClock.now()
      figures.thread = (try? proc.read("thread-self/comm"))?.filter { $0 != "\n" } ?? ""
      figures.folder = proc.destination(of: "thread-self") ?? ""
      figures.due = MonotonicClock.now() + interval
    }
    ticker.start()
  }

  private func turned(late: Int64) {
    guard let bound = ticking.withLock({ $0 }) else { return }
    if isStopped.load(ordering: .relaxed) {
      // Not here: the ticker is in the middle of its turn.
      return loop.execute {
        bound.value.ticker.stop()
        self.end()
      }
    }
    let reading = bound.value.account.read()
    box.note { figures in
      figures.lateness.record(nanoseconds: late)
      figures.turns += 1
      figures.longestNs = max(figures.longestNs, late)
      figures.due = reading.at + interval
      figures.busyNs = reading.waiting.map { reading.onCPU + $0 + bound.value.blockedNs }
    }
  }

  private func noteStall(_ report: TelemetryMessage.StallReport) {
    if let waiting = report.runqueueNs, var ticking = ticking.withLock({ $0 })?.value {
      ticking.blockedNs += max(0, report.nanoseconds - report.onCpuNs - waiting)
      self.ticking.withLock { $0 = NIOLoopBound(ticking, eventLoop: loop) }
    }
    box.note { figures in
      figures.stalls += 1
      figures.stallNs += report.nanoseconds
    }
    stalled(AppMessage.Stall(report, loop: number))
  }

  /// The loop was let go of, or has been shut down.
  private func end() {
    ticking.withLock { $0 = nil }
    box.note { figures in
      figures.ended = figures.ended ?? MonotonicClock.now()
      figures.due = .max
    }
  }
}
