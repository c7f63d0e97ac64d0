import LoopProbe
import NIOCore
import Procfs
package import Samples
import Synchronization
import Workloads
import Telemetry

/// An idle event loop that ticks beside a run, in the process that watches the run: the control. Where it is late as well, it was not
/// the run that held its loop.
final class IdleControl: Sendable {
  /// As many as a run has itself: where the control knew fewer, what the host did to the rest would be put down to the program.
  private static let intervalLimit = RunIntake.lateLimit

  private let loop: any EventLoop
  private let ticker: LoopTicker
  private let late: Intervals

  private final class Intervals: Sendable {
    let list = Mutex<[ClosedRange<Int64>]>([])
  }

  /// Starts it, on a loop that has nothing else to do. It counts as late by half of what is accounted for in the run: enough to see all that both
  /// loops had.
  init(on loop: any EventLoop, proc: ProcRoot, _ sampling: RunPlan.Sampling) {
    let settings = LoopTicker.Settings(
      interval: Int64(sampling.tick * 1e9), stallLimit: Int64((sampling.lateLimit ?? sampling.stallLimit) * 0.5e9),
      isWatched: false)
    self.loop = loop
    let late = Intervals()
    self.late = late
    let ticker = LoopTicker(
      loop: loop, settings: settings, proc: proc, report: { _ in },
      stalled: { stall in
        late.list.withLock { if $0.count < IdleControl.intervalLimit { $0.append(stall.startedNs...stall.endedNs) } }
      })
    self.ticker = ticker
    loop.execute { ticker.start() }
  }

  /// Ends it. Returns how late it was.
  func stop() async -> ControlReading {
    let ticker = ticker
    let latency = try? await loop.submit {
      ticker.stop()
      return ticker.latency
    }.get()
    return ControlReading(late: late.list.withLock { $0 }, latency: latency ?? LatencyHistogram())
  }
}

/// What an idle loop beside a run has felt.
package struct ControlReading: Hashable, Sendable {
  /// The intervals of CLOCK_MONOTONIC in which it was late by more than half of what is accounted for in the run, in order.
  package let late: [ClosedRange<Int64>]
  /// How late its ticks were.
  package let latency: LatencyHistogram

  /// Joins the two.
  package init(late: [ClosedRange<Int64>], latency: LatencyHistogram) {
    self.late = late
    self.latency = latency
  }

  /// Those that were longer.
  func late(forMoreThan seconds: Double) -> [ClosedRange<Int64>] {
    late.filter { Double($0.upperBound - $0.lowerBound) * 1e-9 > seconds }
  }
}
