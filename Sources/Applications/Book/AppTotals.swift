package import Samples

/// What all processes of an application have come to so far, those that have ended with them. Nothing in it ever falls.
package struct AppTotals: Hashable, Sendable {
  /// Stalls that were not start-up, and those that were.
  package internal(set) var stalls = 0.0
  package internal(set) var startupStalls = 0.0
  /// Of all stalls but those of the start.
  package internal(set) var stallSeconds = StallBudget()
  /// For how long loops did something, and for how long they slept; `nil` as long as no turns can be seen.
  package internal(set) var activeSeconds: Double?
  package internal(set) var idleSeconds: Double?
  /// By generation of the collector.
  package internal(set) var gcSeconds: [Double] = [0, 0, 0]
  package internal(set) var cpuUserSeconds = 0.0
  package internal(set) var cpuSystemSeconds = 0.0
  /// For how long there was nothing to do but to wait for I/O that was timed; `nil` if none was.
  package internal(set) var ioWaitSeconds: Double?
  /// Messages that probes have not sent, and that the agent has not taken.
  package internal(set) var droppedByApp = 0.0
  package internal(set) var droppedByAgent = 0.0

  /// Adds what a process has come to between two of its snapshots.
  ///
  /// - Parameter old: `nil`: it had come to nothing.
  mutating func add(from old: ProcessFigures?, to new: ProcessFigures) {
    cpuUserSeconds += growth(old?.cpuUserNs, new.cpuUserNs)
    cpuSystemSeconds += growth(old?.cpuSystemNs, new.cpuSystemNs)
    for generation in gcSeconds.indices where new.gcNs.indices.contains(generation) {
      let before = old.map { $0.gcNs.indices.contains(generation) ? $0.gcNs[generation] : 0 }
      gcSeconds[generation] += growth(before, new.gcNs[generation])
    }
    if let waited = new.ioWaitNs { ioWaitSeconds = (ioWaitSeconds ?? 0) + growth(old?.ioWaitNs, waited) }
    droppedByApp += Double(max(0, new.dropped - (old?.dropped ?? 0)))
    addTurns(from: old, to: new)
  }

  private mutating func addTurns(from old: ProcessFigures?, to new: ProcessFigures) {
    guard let turns = AppTotals.turns(from: old, to: new) else { return }
    activeSeconds = (activeSeconds ?? 0) + turns.active
    idleSeconds = (idleSeconds ?? 0) + max(0, turns.running - turns.active)
  }

  /// For how long the loops of a process ran between two of its snapshots, and did something; `nil` if its turns cannot be seen.
  static func turns(from old: ProcessFigures?, to new: ProcessFigures) -> (running: Double, active: Double)? {
    guard let busy = new.busyNs, old == nil || old?.busyNs != nil else { return nil }
    return (growth(old?.runningNs, new.runningNs), growth(old?.busyNs, busy))
  }

  /// What an interval has of it that began when it was less.
  func write(since begin: AppTotals, to interval: inout AppInterval) {
    interval.cpuUserSeconds = cpuUserSeconds - begin.cpuUserSeconds
    interval.cpuSystemSeconds = cpuSystemSeconds - begin.cpuSystemSeconds
    interval.gcSeconds = zip(gcSeconds, begin.gcSeconds).reduce(0) { $0 + $1.0 - $1.1 }
    interval.ioWaitSeconds = ioWaitSeconds.map { $0 - (begin.ioWaitSeconds ?? 0) }
  }

  private func growth(_ old: Int64?, _ new: Int64) -> Double { AppTotals.growth(old, new) }

  private static func growth(_ old: Int64?, _ new: Int64) -> Double { Double(max(0, new - (old ?? 0))) * 1e-9 }
}
