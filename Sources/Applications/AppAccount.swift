package import Samples
package import Telemetry
package import Thresholds

/// What all processes of an application have shown together, from the first to the last. A value without I/O.
package struct AppAccount: Sendable {
  /// One entry for queues, tasks and the like.
  package struct Gauge: Hashable, Sendable {
    /// Empty but for queues.
    package let name: String
    package let last: Double?
    package let max: Double?
    /// Of each process; see `TrendTest`.
    package let trends: [TrendSummary]
  }

  package let processes: [ProcessAccount]

  /// Processes in the order in which they came.
  package init(_ processes: [ProcessAccount]) { self.processes = processes }

  /// A process that does next to nothing beside others, on a loop that is not its main one, would hide how late those are.
  private var counted: [ProcessAccount] {
    let active = processes.filter { !$0.isBystander }
    return active.isEmpty ? processes : active
  }

  package var latency: LatencyHistogram {
    counted.reduce(into: LatencyHistogram()) { $0.merge($1.latency) }
  }

  /// Without those of the start.
  package var stalls: StallSummary { processes.reduce(into: StallSummary()) { $0.add($1.summary) } }
  package var startup: StallSummary { processes.reduce(into: StallSummary()) { $0.add($1.startup) } }

  /// The longest of all processes, in the order of time.
  package var longestStalls: [AppStall] {
    processes.flatMap(\.stalls).sorted { $0.stall.startedNanoseconds < $1.stall.startedNanoseconds }
  }

  /// The share of the time in which loops ran for which they did something; `nil` if the turns of one cannot be seen.
  package var busyRatio: Double? {
    let snapshots = counted.compactMap(\.snapshot)
    let running = snapshots.reduce(0) { $0 + Double($1.runningNs) }
    let busy = snapshots.compactMap(\.busyNs)
    return busy.count == snapshots.count && running > 0 ? busy.reduce(0) { $0 + Double($1) } / running : nil
  }

  package var gcSeconds: Double {
    processes.compactMap(\.snapshot).flatMap(\.gc).reduce(0) { $0 + ($1.count == 2 ? Double($1[1]) : 0) } * 1e-9
  }

  package var cpuSeconds: Double {
    processes.compactMap(\.snapshot).reduce(0) { $0 + Double($1.cpuUserNs) + Double($1.cpuSystemNs) } * 1e-9
  }

  /// For how long loops ran, in the process in which they did so for longest.
  package var runningSeconds: Double { Double(counted.compactMap(\.snapshot?.runningNs).max() ?? 0) * 1e-9 }

  /// For how long there was nothing to do but to wait for steps that were timed; `nil` if none was.
  package var ioWaitSeconds: Double? {
    let known = processes.compactMap(\.snapshot?.ioWaitNs)
    return known.isEmpty ? nil : known.reduce(0) { $0 + Double($1) } * 1e-9
  }

  /// The share of the time for which loops ran; see `ioWaitSeconds`.
  package var ioWaitRatio: Double? { ioWaitSeconds.flatMap { runningSeconds > 0 ? $0 / runningSeconds : nil } }

  /// The loops that stood when their processes were heard of last.
  package var standing: [AppMessage.Standing] { processes.compactMap(\.standing) }

  package var tasks: Gauge { gauge("", processes.map(\.tasks)) }
  package var memory: Gauge { gauge("", processes.map(\.memory)) }
  package var executorBacklog: Gauge { gauge("", processes.map(\.executorBacklog)) }
  package var executorThreads: Int? { processes.compactMap(\.executorThreads).max() }

  package var queues: [Gauge] {
    Set(processes.flatMap(\.queues.keys)).sorted().map { name in gauge(name, processes.compactMap { $0.queues[name] }) }
  }

  /// Errors of the probe, and messages that it could not send.
  package var errors: Int { processes.reduce(0) { $0 + ($1.snapshot?.errors ?? 0) } }
  package var dropped: Int { processes.reduce(0) { $0 + ($1.snapshot?.dropped ?? 0) } }

  /// Over processes: sums, but for the highest value, which they need not have had at the same time.
  private func gauge(_ name: String, _ series: [SampledSeries]) -> Gauge {
    let known = series.filter { $0.last != nil }
    guard !known.isEmpty else { return Gauge(name: name, last: nil, max: nil, trends: []) }
    return Gauge(
      name: name, last: known.compactMap(\.last).reduce(0, +), max: known.compactMap(\.max).reduce(0, +),
      trends: known.map(\.trend))
  }
}

extension ProcessAccount {
  fileprivate var isBystander: Bool {
    guard let snapshot, let busy = snapshot.busyNs, snapshot.runningNs > 0 else { return false }
    return !snapshot.loops.isEmpty && !snapshot.loops.contains(where: \.main) && 100 * Double(busy) < Double(snapshot.runningNs)
  }
}
