package import Samples

/// What completed runs of one mix, strategy and runtime have shown in a window: everything that a target can be judged by.
package struct Evidence: Hashable, Sendable {
  /// Lateness of the loop's ticks.
  package var latency = LatencyHistogram()
  /// Queue depth, a series a run, warm-up left out.
  package var queueDepth: [TrendSeries] = []
  /// Memory, a series a run, warm-up left out.
  package var memory: [TrendSeries] = []
  /// CPU time of the process trees.
  package var cpuSeconds = 0.0
  /// Wall time × cores available.
  package var capacitySeconds = 0.0
  /// Time in which every item in flight waited for I/O.
  package var ioWaitSeconds = 0.0
  /// Wall time.
  package var wallSeconds = 0.0
  /// Samples behind the CPU utilisation.
  package var cpuSamples = 0
  /// Those of `Quantity.ioWait`; `cpuSamples` counts those of `Quantity.cpuUtilization`.
  package var ioWaitSamples = 0

  /// No evidence at all.
  package init() {}

  /// The part of a run at its start in which trends are not judged: queues and pools fill, and pages are touched for the first time.
  package static let warmUpShare = 0.25

  /// Adds a run: its distribution, its sums and its samples.
  ///
  /// - Parameter arrivalSeconds: from the first item's arrival to the last's, where they did not all arrive at once. A queue is judged only
  ///   as long as items arrive: afterwards every queue drains.
  package mutating func add(
    latency: LatencyHistogram, samples: [Sample], wallSeconds: Double, cpuSeconds: Double, cores: Double, ioWaitSeconds: Double,
    arrivalSeconds: Double? = nil
  ) {
    self.latency.merge(latency)
    let arrivals = min(arrivalSeconds ?? wallSeconds, wallSeconds)
    queueDepth.append(series(.queueDepth, of: samples, within: arrivals))
    memory.append(series(.memory, of: samples, within: wallSeconds))
    self.cpuSeconds += cpuSeconds
    self.capacitySeconds += wallSeconds * cores
    self.ioWaitSeconds += ioWaitSeconds
    self.wallSeconds += wallSeconds
    cpuSamples += samples.count { $0.quantity == .cpuUtilization }
    ioWaitSamples += samples.count { $0.quantity == .ioWait }
  }

  private func series(_ quantity: Quantity, of samples: [Sample], within span: Double) -> TrendSeries {
    let judged = span * Evidence.warmUpShare...max(span, span.nextUp)
    let samples = samples.filter { $0.quantity == quantity && judged.contains($0.elapsed) }
    return TrendSeries(times: samples.map(\.elapsed), values: samples.map(\.value))
  }
}
