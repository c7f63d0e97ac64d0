package import Thresholds

/// A figure of a run that is plotted, and compared with earlier runs. The raw value is the word in reports.
package enum RunMeasure: String, CaseIterable, Codable, Sendable {
  /// 99 % quantile of the lateness of the loop's ticks, in seconds.
  case eventLoopLatencyP99 = "event_loop_latency_p99"
  /// Deepest queue, in items.
  case queuePeak = "queue_peak"
  /// CPU time over wall time × cores, a share.
  case cpuUtilization = "cpu_utilization"
  /// Highest memory of the process tree, in bytes.
  case memoryPeak = "memory_peak"
  /// Time in which every item in flight waited for I/O, a share.
  case ioWait = "io_wait"
  /// Duration over the ideal time; 1 is perfect.
  case idealRatio = "ideal_ratio"

  /// The figure of one run; `nil` where it has none.
  package func value(of run: RunFigures) -> Double? {
    switch self {
    case .eventLoopLatencyP99: run.latencyP99
    case .queuePeak: run.queuePeak
    case .cpuUtilization: run.cpuUtilization
    case .memoryPeak: run.memoryPeak
    case .ioWait: run.ioWaitRatio
    case .idealRatio: run.idealRatio
    }
  }

  /// A value with its unit: `12.3 ms`, `40 items`, `81.4 %`, `17.3 MiB`; the ideal ratio has none.
  package func text(_ value: Double) -> String { quantity.text(value) }

  /// What its values are.
  package var quantity: PlotQuantity {
    switch self {
    case .eventLoopLatencyP99: .latency
    case .queuePeak: .items
    case .cpuUtilization, .ioWait: .share
    case .memoryPeak: .bytes
    case .idealRatio: .ratio
    }
  }

  /// What stands above a plot: `Event-loop latency, p99 of each run`.
  package var title: String {
    switch self {
    case .eventLoopLatencyP99: "Event-loop latency, p99 of each run"
    case .queuePeak: "Queue, peak of each run in items"
    case .cpuUtilization: "CPU utilisation of each run"
    case .memoryPeak: "Memory, peak of each run"
    case .ioWait: "I/O wait of each run"
    case .idealRatio: "Duration over ideal time of each run"
    }
  }

  /// A value beside an axis: without the word that the title says already.
  package func axisText(_ value: Double) -> String { quantity.axisText(value) }
}

extension TargetName {
  /// What of a run belongs to this target; `nil`: runs have nothing of it.
  package var measure: RunMeasure? {
    switch self {
    case .eventLoopLatency: .eventLoopLatencyP99
    case .queueDepth: .queuePeak
    case .cpuUtilization: .cpuUtilization
    case .memory: .memoryPeak
    case .ioWait: .ioWait
    case .saturation, .tasks, .executorBacklog: nil
    }
  }
}
