import Procfs
import Telemetry

/// One thread of the process, and what is known of the loop in it. For one thread, which is that of its owner.
final class WatchedThread {
  let files: ThreadFiles
  /// The descriptor that it waited at last; `nil`: it was never seen in epoll, and has no loop that is known.
  private(set) var epoll: UInt64?
  private(set) var since: Int64 = 0
  private var seen: Int64 = 0
  private var sleeps = SleepFinder()
  private(set) var trace: EpollTrace?
  private(set) var turns = TurnMeter()
  private var account = TurnAccount()
  private var previous: ThreadLook?
  /// Its time on a core when the loop was first seen, and when that was read last.
  private var ranNs: (first: Int64, last: Int64)?
  /// What loops came to that were closed.
  private(set) var gone = Sum()
  /// Records that were lost.
  private(set) var lost = 0
  /// Whether a descriptor of the process is one that waits for events.
  private let hasEpoll: (UInt64) -> Bool
  private let knowsTimeslices: Bool

  /// - Parameters:
  ///   - hasEpoll: whether a descriptor of the process is one that waits for events.
  ///   - knowsTimeslices: whether many sleeps may mean the lock of an interpreter.
  init(_ files: ThreadFiles, hasEpoll: @escaping (UInt64) -> Bool, knowsTimeslices: Bool) {
    self.files = files
    self.hasEpoll = hasEpoll
    self.knowsTimeslices = knowsTimeslices
  }

  var isLoop: Bool { epoll != nil || turns.hasBegun }
  private var number: Int { Int(files.thread) }

  /// From now on its turns are seen.
  func trace(by trace: EpollTrace) { self.trace = trace }

  /// Looks at it. Returns the stalls that have ended; `nil` if the thread is gone.
  func look(at time: () -> Int64) -> [AppMessage.Stall]? {
    // Before the look: so there is always one behind what has passed.
    let passed = trace?.read() ?? []
    guard let look = files.look(at: time(), wantsCounts: trace != nil) else { return nil }
    if look.isInEpoll, case .call(_, let descriptor) = look.call { epoll = descriptor }
    guard isLoop || !passed.isEmpty else { return [] }
    if since == 0 {
      (since, seen) = (look.at, look.at)
      ranNs = trace == nil ? files.readCounts().map { ($0.ranNs, $0.ranNs) } : nil
    }
    let told = trace == nil ? sleep(look).map { [$0] } ?? [] : turned(passed, look)
    (seen, previous) = (look.at, look)
    return told
  }

  // MARK: By looks alone

  private func sleep(_ look: ThreadLook) -> AppMessage.Stall? {
    let ended = sleeps.look(look)
    if sleeps.isToBeJudged {
      // A loop that was closed has let go of its descriptor: its thread may sleep as long as it wants to.
      sleeps.judge(isStall: hasLoop && !files.isStopped, waitChannel: files.waitChannel())
    }
    return ended?.stall(of: number)
  }

  // MARK: By its turns

  private func turned(_ passages: [EpollTrace.Passage], _ look: ThreadLook) -> [AppMessage.Stall] {
    var stalls: [AppMessage.Stall] = []
    for passage in passages {
      switch passage {
      case .lost(let count):
        lost += count
        turns.loses(knownUntil: seen)
      case .passed(let point, let at):
        if let turn = turns.passes(point, at: at), turn.nanoseconds >= SleepFinder.limit {
          stalls.append(account.stall(turn, of: number, after: look, knowsTimeslices: knowsTimeslices))
        }
        if point == .leaves { account = TurnAccount(before: previous) }
      }
    }
    account.look(look, isInTurn: turns.openSince != nil, channel: files.waitChannel())
    if let open = turns.openSince, look.at - open >= SleepFinder.limit, !hasLoop { retire() }
    return stalls
  }

  // MARK: Loops that are closed

  /// Whether the descriptor is open at which its loop waited. One that was not seen is taken for open.
  private var hasLoop: Bool { epoll.map(hasEpoll) ?? true }

  /// Lets go of a loop that was closed: whatever its thread does from now on, it is no turn.
  func retireIfClosed() {
    if isLoop, !hasLoop { retire() }
  }

  private func retire() {
    let (running, busy) = ran
    (gone.runningNs, gone.busyNs, gone.turns) = (gone.runningNs + running, gone.busyNs + busy, gone.turns + turns.turns)
    (epoll, since, seen, previous, ranNs) = (nil, 0, 0, nil, nil)
    (sleeps, turns, account) = (SleepFinder(), TurnMeter(), TurnAccount())
  }

  // MARK: What is shown

  /// How its loop stands.
  func standing(at now: Int64) -> AppMessage.Standing? {
    guard trace != nil else {
      return sleeps.standing.map {
        AppMessage.Standing(
          loop: number, sinceNs: $0.sinceNs, atNs: max($0.untilNs, $0.sinceNs), waitChannel: $0.looks.waitChannel)
      }
    }
    guard let since = turns.openSince, now - since >= SleepFinder.limit, hasLoop, !files.isStopped else {
      return nil
    }
    let isAsleep = previous?.isAsleepElsewhere ?? false
    return AppMessage.Standing(loop: number, sinceNs: since, atNs: now, waitChannel: isAsleep ? files.waitChannel() : nil)
  }

  /// For how long its loop ran, and did something: without a trace, the time on a core and the share of looks at which it slept elsewhere. For how
  /// long it waited for a core in a turn is not known then, and is no part of it.
  private var ran: (runningNs: Int64, busyNs: Int64) {
    if trace != nil { return turns.seconds(until: seen) }
    let running = max(0, seen - since)
    let (onCore, asleep) = (ranNs.map { $0.last - $0.first } ?? 0, (sleeps.elsewhereRatio ?? 0) * Double(running))
    return (running, min(running, onCore + Int64(asleep)))
  }

  /// Reads what was not looked at.
  func count() {
    if let read = ranNs, let counts = files.readCounts() { ranNs = (read.first, max(read.last, counts.ranNs)) }
  }

  /// Its loop; `nil` if it has none.
  func loop(isMain: Bool) -> AppMessage.Loop? {
    guard isLoop else { return nil }
    return AppMessage.Loop(
      ofThread: (number, files.name), isMain: isMain, runningNs: ran.runningNs, busyNs: ran.busyNs,
      longestTurnNs: trace == nil ? nil : turns.takeLongest())
  }

  /// What all its loops came to.
  var sum: Sum {
    Sum(runningNs: gone.runningNs + ran.runningNs, busyNs: gone.busyNs + ran.busyNs, turns: gone.turns + turns.turns, lost: lost)
  }

  /// What loops came to.
  struct Sum {
    var runningNs: Int64 = 0
    var busyNs: Int64 = 0
    var turns = 0
    var lost = 0

    static func + (one: Sum, other: Sum) -> Sum {
      Sum(
        runningNs: one.runningNs + other.runningNs, busyNs: one.busyNs + other.busyNs, turns: one.turns + other.turns,
        lost: one.lost + other.lost)
    }
  }
}
