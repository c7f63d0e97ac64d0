package import Samples
package import Storage
package import Thresholds

/// What of a run is compared with earlier runs. The raw value is the word in reports.
package enum ReportMeasure: String, CaseIterable, Codable, Sendable {
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
  package func text(_ value: Double) -> String {
    switch self {
    case .eventLoopLatencyP99: DurationText.text(value)
    case .queuePeak: "\(Digits.text(value)) \(value == 1 ? "item" : "items")"
    case .cpuUtilization, .ioWait: "\(Digits.text(value * 100)) %"
    case .memoryPeak: Digits.bytes(value)
    case .idealRatio: Digits.text(value)
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
}

/// One measure of all completed runs of a mix, strategy and runtime in a window.
package struct MeasuredRuns: Hashable, Sendable {
  /// What was run.
  package let identity: RunIdentity
  /// What was measured.
  package let measure: ReportMeasure
  /// A value a run, of at least one run.
  package let values: OrderStatistics

  /// Joins the three.
  package init(identity: RunIdentity, measure: ReportMeasure, values: OrderStatistics) {
    self.identity = identity
    self.measure = measure
    self.values = values
  }

  /// In order of `ReportMeasure`; without those that no run has.
  static func all(of identity: RunIdentity, _ figures: [RunFigures]) -> [MeasuredRuns] {
    ReportMeasure.allCases.compactMap { measure in
      let values = OrderStatistics(figures.compactMap(measure.value))
      return values.count > 0 ? MeasuredRuns(identity: identity, measure: measure, values: values) : nil
    }
  }

  /// What is measured of whom, in the order of reports.
  struct Key: Hashable, Comparable {
    let identity: RunIdentity
    let measure: ReportMeasure

    static func < (a: Key, b: Key) -> Bool {
      a.identity == b.identity ? a.measure.place < b.measure.place : a.identity < b.identity
    }
  }

  var key: Key { Key(identity: identity, measure: measure) }
}

extension ReportMeasure {
  fileprivate var place: Int { ReportMeasure.allCases.firstIndex(of: self) ?? 0 }
}
