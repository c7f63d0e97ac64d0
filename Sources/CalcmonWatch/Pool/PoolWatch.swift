import Glibc
import LoopProbe
import Procfs
import Synchronization
import Telemetry

/// The threads that Swift's tasks run on: a task that ticks, and looks at the threads beside its own.
///
/// A pool of which one thread is blocked still ticks; one that computes all the time is late.
final class PoolWatch: Sendable {
  /// As a loop of the application.
  static let number = 0
  /// A tick that is so late is looked after by the watcher's thread.
  private static let patience: Int64 = 20_000_000
  private static let processors = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  let box = LoopBox()
  private let stallLimit: Int64
  private var interval: Int64 { LoopWatch.interval(stallLimit: stallLimit) }
  private let crew: Mutex<PoolCrew>
  private let ticking = Mutex<Task<Void, Never>?>(nil)
  /// Until when a thread is known to have slept in a task.
  private let blockedUntil = Atomic<Int64>(0)
  /// How often the watcher's thread has looked since the newest tick.
  private let looks = Atomic<Int>(0)
  private let alarm: Alarm
  private let stalled: @Sendable (AppMessage.Stall) -> Void

  /// - Parameters:
  ///   - alarm: has the watcher's thread call `look`.
  ///   - stalled: called on any thread.
  init(
    stallLimit: Int64, takesStacks: Bool, proc: ProcRoot, alarm: Alarm,
    stalled: @escaping @Sendable (AppMessage.Stall) -> Void
  ) {
    self.stallLimit = stallLimit
    self.alarm = alarm
    self.stalled = stalled
    crew = Mutex(PoolCrew(proc: proc, stallLimit: stallLimit, takesStacks: takesStacks))
    box.note { $0.thread = "cooperative pool" }
  }

  /// Begins to tick.
  func start() {
    box.note { $0.began = MonotonicClock.now() }
    ticking.withLock { ticking in
      ticking = ticking ?? Task.detached(name: "calcmon-tick") { await self.tick() }
    }
  }

  /// Ends the ticking.
  func stop() {
    ticking.withLock { $0?.cancel() }
    box.note { $0.ended = $0.ended ?? MonotonicClock.now() }
  }

  /// Looks at the threads, on a thread that may visit other processors.
  func look(at now: Int64) {
    looks.add(1, ordering: .relaxed)
    let (ended, next) = crew.withLock { $0.look(at: now) }
    if next != .max { blockedUntil.store(now, ordering: .relaxed) }
    for stall in ended { tell(stall) }
    alarm.set(.sleeper, next)
    if box.read().due + PoolWatch.patience <= now { alarm.set(.overdue, now + PoolWatch.patience) }
  }

  /// A thread that has slept in a task for longer than a second.
  func standing(at now: Int64) -> (since: Int64, channel: String?)? { crew.withLock { $0.standing(at: now) } }

  private func tick() async {
    var grid = TickGrid(start: MonotonicClock.now() + interval, interval: interval)
    while !Task.isCancelled {
      let due = grid.next
      expect(due)
      guard (try? await Task.sleep(for: .nanoseconds(max(0, due - MonotonicClock.now())), tolerance: .zero)) != nil else {
        return
      }
      let now = MonotonicClock.now()
      box.note { figures in
        grid.turn(at: now) { figures.lateness.record(nanoseconds: $0) }
        figures.turns += 1
        figures.longestNs = max(figures.longestNs, now - due)
      }
      turned(at: now, due: due)
    }
  }

  private func expect(_ due: Int64) {
    looks.store(0, ordering: .relaxed)
    box.note { $0.due = due }
    alarm.set(.overdue, due + PoolWatch.patience)
  }

  private func turned(at now: Int64, due: Int64) {
    // The watcher's thread is at it: it does what there is to do.
    let seen = crew.withLockIfAvailable { crew in (hasSleeper: crew.hasSleeper(at: now), account: crew.takeAccount()) }
    guard let seen else { return }
    if now - due > stallLimit, blockedUntil.load(ordering: .relaxed) < due {
      let looks = looks.load(ordering: .relaxed)
      tell(
        seen.account.report(
          from: due, until: now, window: now - due + interval, processors: PoolWatch.processors,
          seen: looks > 0 ? (due + PoolWatch.patience, looks) : nil))
    }
    guard seen.hasSleeper else { return }
    blockedUntil.store(now, ordering: .relaxed)
    alarm.set(.sleeper, now)
  }

  private func tell(_ report: TelemetryMessage.StallReport) {
    box.note { figures in
      figures.stalls += 1
      figures.stallNs += report.nanoseconds
    }
    stalled(AppMessage.Stall(report, loop: PoolWatch.number, task: "cooperative pool"))
  }
}
