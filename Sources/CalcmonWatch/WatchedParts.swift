import LoopProbe
import NIOCore
import Procfs
import Telemetry

/// All that is watched of a service.
struct WatchedParts: Sendable {
  let loops: [LoopWatch]
  let pool: PoolWatch?
  let gauges: GaugeBoard
  let steps: TimedSteps
  let inbox = StallInbox()

  /// - Parameters:
  ///   - isPoolWatched: whether the threads of the pool are.
  ///   - takesStacks: whether stalls tell the functions.
  ///   - alarm: is set if there is something to tell, or to look at.
  init(
    groups: [any EventLoopGroup], isPoolWatched: Bool, takesStacks: Bool, gauges: GaugeBoard, steps: TimedSteps, alarm: Alarm,
    proc: ProcRoot
  ) {
    self.gauges = gauges
    self.steps = steps
    let limit = StallLimit.nanoseconds
    let inbox = inbox
    let stalled: @Sendable (AppMessage.Stall) -> Void = { stall in
      inbox.add(stall)
      alarm.set(.news, MonotonicClock.now())
    }
    var seen: Set<ObjectIdentifier> = []
    let loops = groups.flatMap { Array($0.makeIterator()) }.filter { seen.insert(ObjectIdentifier($0)).inserted }
    self.loops = loops.enumerated().map { index, loop in
      LoopWatch(loop, number: index + 1, stallLimit: limit, takesStacks: takesStacks, proc: proc, stalled: stalled)
    }
    pool =
      isPoolWatched ? PoolWatch(stallLimit: limit, takesStacks: takesStacks, proc: proc, alarm: alarm, stalled: stalled) : nil
  }

  /// Begins to watch.
  func start() {
    for loop in loops { loop.start() }
    pool?.start()
  }

  /// Lets go of all.
  func stop() {
    for loop in loops { loop.stop() }
    pool?.stop()
  }
}
