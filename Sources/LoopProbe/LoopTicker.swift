package import NIOCore
package import Samples

/// Ticks an event loop and records how late each tick is.
///
/// It lives on its loop: every member but `init` is to be used there. Unchecked `Sendable` for that reason alone.
package final class LoopTicker: NIOScheduledCallbackHandler, @unchecked Sendable {
  private let loop: any EventLoop
  private var grid: TickGrid
  private var recorder = LatencyRecorder()
  private var worst: Int64 = 0
  private let reportInterval: Int64
  private var nextReport: Int64
  private var callback: NIOScheduledCallback?
  private let report: (Double) -> Void

  /// - Parameters:
  ///   - loop: the loop under test.
  ///   - interval: between two ticks.
  ///   - report: called on the loop at the first tick in each ten intervals, with the worst lateness, in seconds, since the call before.
  package init(loop: any EventLoop, interval: Duration, report: @escaping (Double) -> Void) {
    self.loop = loop
    self.report = report
    let nanoseconds = interval.components.seconds * 1_000_000_000 + interval.components.attoseconds / 1_000_000_000
    grid = TickGrid(start: LoopTicker.now() + nanoseconds, interval: nanoseconds)
    reportInterval = 10 * nanoseconds
    nextReport = grid.next
  }

  /// Begins to tick, one interval from now.
  package func start() {
    let now = LoopTicker.now()
    grid = TickGrid(start: now + grid.interval, interval: grid.interval)
    nextReport = now + reportInterval
    schedule()
  }

  /// Ends the ticking. Ticks that are due by now count: a stall in which the work ended is a stall.
  package func stop() {
    callback?.cancel()
    callback = nil
    let now = LoopTicker.now()
    if grid.next <= now { record(at: now) }
  }

  /// The lateness of all ticks until now.
  package var latency: LatencyHistogram { recorder.snapshot() }

  package func handleScheduledCallback(eventLoop: some EventLoop) {
    // The loop takes what is due in batches: a callback of the batch in which the ticker is stopped still comes.
    guard callback != nil else { return }
    let now = LoopTicker.now()
    record(at: now)
    if now >= nextReport {
      report(Double(worst) * 1e-9)
      worst = 0
      while nextReport <= now { nextReport += reportInterval }
    }
    schedule()
  }

  private func record(at now: Int64) {
    grid.turn(at: now) { lateness in
      recorder.record(nanoseconds: lateness)
      worst = max(worst, lateness)
    }
  }

  private func schedule() {
    callback = try? loop.scheduleCallback(at: .uptimeNanoseconds(UInt64(grid.next)), handler: self)
  }

  /// CLOCK_MONOTONIC, in nanoseconds.
  private static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }
}
