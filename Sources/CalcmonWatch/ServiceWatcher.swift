import LoopProbe
import NIOCore
import Procfs
import Synchronization

/// Watches the loops and the pool of this process, and tells the agent: from a thread of its own, which waits for its alarm alone.
final class ServiceWatcher: Sendable {
  private static let betweenSnapshots: Int64 = 1_000_000_000

  private struct End {
    var isWanted = false
    var hasCome = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let parts: WatchedParts
  private let alarm: Alarm
  private let teller: Mutex<Teller>
  private let end = Mutex(End())

  /// `nil` if the kernel gives no timer.
  init?(
    _ identity: ServiceIdentity, groups: [any EventLoopGroup], isPoolWatched: Bool, takesStacks: Bool, gauges: GaugeBoard,
    steps: TimedSteps
  ) {
    guard let alarm = Alarm() else { return nil }
    self.alarm = alarm
    parts = WatchedParts(
      groups: groups, isPoolWatched: isPoolWatched, takesStacks: takesStacks, gauges: gauges, steps: steps, alarm: alarm,
      proc: .own)
    teller = Mutex(Teller(identity, parts, proc: .own))
  }

  /// Begins. Returns whether there is a thread to do it.
  func start() -> Bool {
    alarm.set(.snapshot, MonotonicClock.now() + ServiceWatcher.betweenSnapshots)
    guard OwnThread.start("calcmon-watch", { self.watch() }) else { return false }
    parts.start()
    return true
  }

  /// Lets go of the loops and the pool, and says farewell. Returns when that is done.
  func stop() async {
    await withCheckedContinuation { continuation in
      let hasCome = end.withLock { end in
        end.isWanted = true
        if !end.hasCome { end.waiting.append(continuation) }
        return end.hasCome
      }
      if hasCome { continuation.resume() } else { alarm.set(.news, MonotonicClock.now()) }
    }
  }

  /// Has it end soon.
  func askToStop() {
    end.withLock { $0.isWanted = true }
    alarm.set(.news, MonotonicClock.now())
  }

  private func watch() {
    while !end.withLock({ $0.isWanted }), let reasons = alarm.wait(clock: MonotonicClock.now) {
      let now = MonotonicClock.now()
      if reasons.contains(.overdue) || reasons.contains(.sleeper) { parts.pool?.look(at: now) }
      if reasons.contains(.snapshot) {
        teller.withLock { $0.tellCounts(at: now) }
        alarm.set(.snapshot, now + ServiceWatcher.betweenSnapshots)
      } else if reasons.contains(.news) {
        teller.withLock { $0.tellNews(at: now) }
      }
    }
    parts.stop()
    teller.withLock { $0.end(at: MonotonicClock.now()) }
    let waiting = end.withLock { end in
      end.hasCome = true
      defer { end.waiting = [] }
      return end.waiting
    }
    for each in waiting { each.resume() }
  }
}
