package import Samples
package import Thresholds

/// A figure of an interval of an application that is plotted.
package enum AppMeasure: Hashable, Sendable {
  /// 99 % quantile of the lateness of its loops.
  case eventLoopLatencyP99
  /// Items that waited in a queue; `nil`: in all of them.
  case queueDepth(String?)
  /// CPU time over time × cores of the host.
  case cpuUtilization
  /// CPU time over time.
  case cpu
  case memory
  /// For which there was nothing to do but to wait for I/O that was timed.
  case ioWait
  /// For which the loop of the busiest process did something.
  case saturation
  case tasks
  case executorBacklog
  /// For which Python's collector ran.
  case gc
  case readyCallbacks
  case processes

  /// The figure of one interval; `nil` if it has none.
  package func value(of interval: AppInterval) -> Double? {
    switch self {
    case .eventLoopLatencyP99: interval.latency.quantile(0.99)
    case .queueDepth(let name): Self.depth(name, interval.queues)
    case .cpuUtilization: Self.share(interval.cpuSeconds, of: interval.seconds * (interval.host?.processors ?? 1))
    case .cpu: Self.share(interval.cpuSeconds, of: interval.seconds)
    case .memory: interval.memoryBytes?.mean
    case .ioWait: interval.ioWaitSeconds.flatMap { Self.share($0, of: interval.loopSeconds ?? 0) }
    case .saturation: interval.saturation
    case .tasks: interval.tasks?.mean
    case .executorBacklog: interval.executorBacklog?.mean
    case .gc: Self.share(interval.gcSeconds, of: interval.seconds)
    case .readyCallbacks: interval.readyCallbacks?.max
    case .processes: Double(interval.processes)
    }
  }

  /// Those of intervals that have one, as points of a plot.
  package func points(of intervals: [AppInterval]) -> [AppPoint] {
    intervals.compactMap { interval in
      value(of: interval).flatMap { $0.isFinite ? AppPoint(value: $0, at: interval.endedAt) : nil }
    }
  }

  private static func depth(_ name: String?, _ queues: [AppQueueLevel]) -> Double? {
    let meant = queues.filter { name == nil || $0.name == name }
    return meant.isEmpty ? nil : meant.reduce(0) { $0 + $1.depth.mean }
  }

  private static func share(_ part: Double, of whole: Double) -> Double? { whole > 0 ? part / whole : nil }
}

extension AppMeasure {
  /// What its values are.
  package var quantity: PlotQuantity {
    switch self {
    case .eventLoopLatencyP99: .latency
    case .cpu: .cores
    case .cpuUtilization, .ioWait, .saturation, .gc: .share
    case .memory: .bytes
    case .queueDepth, .tasks, .executorBacklog, .readyCallbacks, .processes: .items
    }
  }

  /// A value with its unit.
  package func text(_ value: Double) -> String {
    switch self {
    case .tasks, .readyCallbacks, .executorBacklog, .processes: Digits.text(value)
    case .queueDepth, .eventLoopLatencyP99, .cpu, .cpuUtilization, .ioWait, .saturation, .gc, .memory: quantity.text(value)
    }
  }

  /// What stands above a plot.
  package var title: String {
    switch self {
    case .eventLoopLatencyP99: "Event-loop latency, p99 of each interval"
    case .queueDepth(let name): name.map { "Queue \($0), items that wait" } ?? "Items that wait in queues"
    case .cpuUtilization: "CPU, share of the host's cores"
    case .cpu: "CPU, cores in use"
    case .memory: "Memory of all processes"
    case .ioWait: "Waiting for timed I/O"
    case .saturation: "Busy share of the busiest process"
    case .tasks: "Tasks"
    case .executorBacklog: "Calls that wait for the executor"
    case .gc: "Garbage collection, share of the time"
    case .readyCallbacks: "Callbacks ready at once, at the most"
    case .processes: "Processes"
    }
  }
}

extension TargetName {
  /// What of an interval of an application belongs to this target.
  ///
  /// - Parameter queue: the one that is judged; `nil`: all.
  package func appMeasure(queue: String? = nil) -> AppMeasure {
    switch self {
    case .eventLoopLatency: .eventLoopLatencyP99
    case .queueDepth: .queueDepth(queue)
    case .cpuUtilization: .cpuUtilization
    case .memory: .memory
    case .ioWait: .ioWait
    case .saturation: .saturation
    case .tasks: .tasks
    case .executorBacklog: .executorBacklog
    }
  }
}
