import LoopProbe
import Procfs
import Telemetry

/// Makes lines of what was counted and of what happened. It lives on the watcher's thread.
struct Teller {
  /// What a line has room for.
  private static let mostLoops = 8
  private static let mostBuckets = 150
  private static let fewQueues = 4
  private static let mostStanding = 4
  private static let standingLimit: Int64 = 1_000_000_000

  private let parts: WatchedParts
  private let proc: ProcRoot
  private var sender: LineSender
  private var sequence = 0
  private var lateness = LatenessTally()

  init(_ identity: ServiceIdentity, _ parts: WatchedParts, proc: ProcRoot) {
    self.parts = parts
    self.proc = proc
    sender = LineSender(path: identity.socket, hello: { identity.hello() })
  }

  /// Sends the stalls that were not told yet, and what waits.
  mutating func tellNews(at now: Int64) {
    for stall in parts.inbox.take() { sender.send(AppMessage.stall(stall).line, at: now) }
    sender.flush(at: now)
  }

  /// Sends what was counted until now, unless the agent takes nothing. What counts up is told the next time.
  mutating func tellCounts(at now: Int64) {
    tellNews(at: now)
    let queues = parts.gauges.turn()
    guard !sender.isBehind else { return }
    let line = snapshot(at: now, queues: queues)
    sender.send(
      line.count <= LineSender.longest ? line : snapshot(at: now, queues: Array(queues.prefix(Teller.fewQueues))), at: now)
    for standing in standing(at: now) { sender.send(AppMessage.standing(standing).line, at: now) }
  }

  /// Says farewell.
  mutating func end(at now: Int64) {
    tellCounts(at: now)
    sender.send(AppMessage.bye.line, at: now)
    sender.close()
  }

  private mutating func snapshot(at now: Int64, queues: [AppMessage.Queue]) -> [UInt8] {
    sequence += 1
    let loops = parts.loops.map { (number: $0.number, figures: $0.box.read(), taken: $0.box.take()) }
    let pool = parts.pool.map { (figures: $0.box.read(), taken: $0.box.take()) }
    for tally in loops.map(\.taken.lateness) + (pool.map { [$0.taken.lateness] } ?? []) { lateness.merge(tally) }
    let all = loops.map(\.figures) + (pool.map { [$0.figures] } ?? [])
    let steps = parts.steps.report(at: now)
    let usage = ProcessUsage(proc)
    let described =
      (pool.map { [describe(PoolWatch.number, "pool", $0.figures, $0.taken.longestNs, now)] } ?? [])
      + loops.prefix(Teller.mostLoops - (pool == nil ? 0 : 1)).map {
        describe($0.number, "nio", $0.figures, $0.taken.longestNs, now)
      }
    return AppMessage.snapshot(
      AppMessage.Snapshot(
        seq: sequence, atNs: now, ran: ran(loops.map(\.figures), now), turns: all.reduce(0) { $0 + $1.turns },
        stalls: (all.reduce(0) { $0 + $1.stalls }, all.reduce(0) { $0 + $1.stallNs }), loops: described, queues: queues,
        timed: steps.steps, ioWaitNs: steps.waited, threads: usage.threads,
        lost: (sender.dropped + parts.inbox.dropped, parts.gauges.refused), cpuNs: (usage.cpuUserNs, usage.cpuSystemNs),
        memoryBytes: usage.memoryBytes, latency: lateness.take(most: Teller.mostBuckets))
    ).line
  }

  /// Of the loops alone: how busy the pool is, nothing tells.
  private func ran(_ loops: [LoopBox.Figures], _ now: Int64) -> (runningNs: Int64, busyNs: Int64?) {
    let begun = loops.filter { $0.began != nil }
    let busy = begun.reduce(Optional(Int64(0))) { sum, loop in sum.flatMap { sum in loop.busyNs.map { sum + $0 } } }
    return (begun.reduce(0) { $0 + $1.runningNs(at: now) }, busy)
  }

  private func describe(
    _ number: Int, _ kind: String, _ figures: LoopBox.Figures, _ longestNs: Int64, _ now: Int64
  ) -> AppMessage.Loop {
    AppMessage.Loop(
      loop: number, kind: kind, thread: figures.thread, running: figures.began != nil && figures.ended == nil,
      runningNs: figures.runningNs(at: now), busyNs: figures.busyNs, longestTurnNs: longestNs)
  }

  /// What stands by now and has for long, the longest first.
  private func standing(at now: Int64) -> [AppMessage.Standing] {
    var all = parts.loops.compactMap { loop -> AppMessage.Standing? in
      let figures = loop.box.read()
      guard figures.ended == nil, figures.due < now - Teller.standingLimit else { return nil }
      let channel = (try? WaitChannel(proc, folder: figures.folder))?.name
      return AppMessage.Standing(standing: loop.number, sinceNs: figures.due, atNs: now, waitChannel: channel)
    }
    if let block = parts.pool?.standing(at: now) {
      all.append(.init(standing: PoolWatch.number, sinceNs: block.since, atNs: now, waitChannel: block.channel))
    }
    return Array(all.sorted { $0.sinceNs < $1.sinceNs }.prefix(Teller.mostStanding))
  }
}
