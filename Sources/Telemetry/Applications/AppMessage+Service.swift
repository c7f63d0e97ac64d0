package import Samples

/// What a service in Swift tells of itself: it has no collector, no executor of its loops, and no lock that all code needs.
extension AppMessage.Hello {
  package init(
    app: String, pid: Int, probe: String, monotonicNs: Int64, wallNs: Int64, instance: String, version: String?
  ) {
    self.init(
      app: app, pid: pid, language: "swift", python: "", implementation: "", probe: probe, monotonicNs: monotonicNs,
      wallNs: wallNs, instance: instance, version: version, subject: nil)
  }
}

extension AppMessage.Loop {
  /// Whether it is of a service in Swift, none of whose loops is in its main thread.
  package var isOfService: Bool { kind == "nio" || kind == "pool" }

  /// - Parameter kind: `nio` or `pool`.
  package init(
    loop: Int, kind: String, thread: String, running: Bool, runningNs: Int64, busyNs: Int64?, longestTurnNs: Int64?
  ) {
    self.init(
      loop: loop, kind: kind, thread: thread, main: false, running: running, runningNs: runningNs, busyNs: busyNs, readyMax: nil,
      longestTurnNs: longestTurnNs)
  }
}

extension AppMessage.Queue {
  /// A queue of its own.
  package init(queue: String, depth: Int, capacity: Int) {
    self.init(queue: queue, queues: 1, depth: depth, fullest: depth, capacity: capacity)
  }
}

extension AppMessage.Step {
  package init(named step: String, count: Int, ns: Int64) { self.init(step: step, count: count, ns: ns) }
}

extension AppMessage.Snapshot {
  package init(
    seq: Int, atNs: Int64, ran: (runningNs: Int64, busyNs: Int64?), turns: Int, stalls: (count: Int, ns: Int64),
    loops: [AppMessage.Loop], queues: [AppMessage.Queue], timed: [AppMessage.Step], ioWaitNs: Int64?, threads: Int?,
    lost: (dropped: Int, errors: Int), cpuNs: (user: Int64, system: Int64), memoryBytes: Int64?,
    latency: [LatencyHistogram.Bucket]
  ) {
    self.init(
      seq: seq, atNs: atNs, runningNs: ran.runningNs, busyNs: ran.busyNs, turns: turns, stalls: stalls.count, stallNs: stalls.ns,
      loops: loops, tasks: nil, queues: queues, executor: nil, gc: [], timed: timed, ioWaitNs: ioWaitNs, threads: threads,
      dropped: lost.dropped, errors: lost.errors, cpuUserNs: cpuNs.user, cpuSystemNs: cpuNs.system, memoryBytes: memoryBytes,
      latency: latency)
  }
}

extension AppMessage.Stall {
  /// - Parameters:
  ///   - report: what is known of the thread that stood.
  ///   - task: what is known of the code but its frames.
  package init(_ report: TelemetryMessage.StallReport, loop: Int, task: String? = nil) {
    let isInFutex = report.waitChannel?.contains("futex") ?? false
    self.init(
      loop: loop, startedNs: report.startedNs, endedNs: report.endedNs, onCpuNs: report.onCpuNs, runqueueNs: report.runqueueNs,
      timeslices: nil, gcNs: 0, startup: false, looks: report.looks, looksAsleep: report.looksAsleep,
      looksInFutex: report.looksInFutex ?? (isInFutex ? report.looksAsleep : 0), noticedNs: report.noticedNs,
      waitChannel: report.waitChannel, stack: report.stack, frame: report.stack.first, task: task, tasksSeen: 0, captures: 0,
      ready: 0,
      holder: nil)
  }
}

extension AppMessage.Standing {
  /// A loop stands; nothing is known of its code.
  package init(standing loop: Int, sinceNs: Int64, atNs: Int64, waitChannel: String?) {
    self.init(loop: loop, sinceNs: sinceNs, atNs: atNs, waitChannel: waitChannel, stack: [], frame: nil, task: nil)
  }
}
