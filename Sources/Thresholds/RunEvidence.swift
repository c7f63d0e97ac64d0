package import Samples

/// What one completed run has shown: everything that a target can be judged by. Kept in the history as it is.
package struct RunEvidence: Hashable, Sendable {
  /// The part of a run at its start in which trends are not judged: queues and pools fill, and pages are touched for the first time.
  package static let warmUpShare = 0.25

  /// Lateness of the loop's ticks.
  package var latency: LatencyHistogram
  /// Queue depth, warm-up left out, as long as items arrived: afterwards every queue drains.
  package let queueDepth: TrendSummary
  /// Memory, warm-up left out.
  package let memory: TrendSummary
  /// Wall time.
  package let wallSeconds: Double
  /// CPU time of the process tree.
  package let cpuSeconds: Double
  /// Available to the run.
  package let cores: Double
  /// Time in which every item in flight waited for I/O.
  package let ioWaitSeconds: Double
  /// Samples behind the CPU utilisation.
  package let cpuSamples: Int
  /// Those of `Quantity.ioWait`.
  package let ioWaitSamples: Int
  /// Deepest queue.
  package let queuePeak: Double?
  /// Highest memory that was seen, in bytes.
  package let memoryPeak: Double?
  /// The greatest lateness of a tick.
  package let latencyMax: Double?
  /// In which the loop stood still.
  package var stalls: StallSummary
  /// What became of its items.
  package let items: ItemCounts
  /// From the first item's arrival to the last's; `nil` if all arrived at once, or that is not known.
  package var arrivalSeconds: Double?
  /// In which it was late, though it stood not still; `nil` if that was not asked.
  package var late: LateIntervals?
  /// Where the time of its threads went; `nil` if it was not looked at.
  package var account: RunAccount?
  /// What the host did meanwhile; `nil` if it was not looked at.
  package var host: HostUse?
  /// What kept it from being faster; `nil` if the child did not tell enough.
  package var bottleneck: Bottleneck?
  /// Of an interval of an application, which is judged as a run is; `nil`: it is of a run.
  package var app: AppLevels?

  /// Sums up a run: its distribution, its sums and its samples.
  ///
  /// - Parameter arrivalSeconds: from the first item's arrival to the last's, where they did not all arrive at once.
  package init(
    latency: LatencyHistogram, samples: [Sample], wallSeconds: Double, cpuSeconds: Double, cores: Double, ioWaitSeconds: Double,
    arrivalSeconds: Double? = nil, queuePeak: Double? = nil, memoryPeak: Double? = nil, stalls: StallSummary = StallSummary(),
    items: ItemCounts = ItemCounts()
  ) {
    let arrivals = min(arrivalSeconds ?? wallSeconds, wallSeconds)
    self.init(
      latency: latency, queueDepth: TrendSummary(trend(of: .queueDepth, in: samples, within: arrivals)),
      memory: TrendSummary(trend(of: .memory, in: samples, within: wallSeconds)), wallSeconds: wallSeconds,
      cpuSeconds: cpuSeconds, cores: cores, ioWaitSeconds: ioWaitSeconds,
      cpuSamples: samples.count { $0.quantity == .cpuUtilization }, ioWaitSamples: samples.count { $0.quantity == .ioWait },
      queuePeak: queuePeak, memoryPeak: memoryPeak,
      latencyMax: latency.maxSeconds, stalls: stalls, items: items)
  }

  /// Evidence that was summed up before.
  package init(
    latency: LatencyHistogram, queueDepth: TrendSummary, memory: TrendSummary, wallSeconds: Double, cpuSeconds: Double,
    cores: Double, ioWaitSeconds: Double, cpuSamples: Int, ioWaitSamples: Int,
    queuePeak: Double? = nil, memoryPeak: Double? = nil, latencyMax: Double? = nil, stalls: StallSummary = StallSummary(),
    items: ItemCounts = ItemCounts()
  ) {
    self.latency = latency
    self.queueDepth = queueDepth
    self.memory = memory
    self.wallSeconds = wallSeconds
    self.cpuSeconds = cpuSeconds
    self.cores = cores
    self.ioWaitSeconds = ioWaitSeconds
    self.cpuSamples = cpuSamples
    self.ioWaitSamples = ioWaitSamples
    self.queuePeak = queuePeak
    self.memoryPeak = memoryPeak
    self.latencyMax = latencyMax
    self.stalls = stalls
    self.items = items
  }
}

private func trend(of quantity: Quantity, in samples: [Sample], within span: Double) -> TrendSeries {
  let judged = span * RunEvidence.warmUpShare...max(span, span.nextUp)
  let samples = samples.filter { $0.quantity == quantity && judged.contains($0.elapsed) }
  return TrendSeries(times: samples.map(\.elapsed), values: samples.map(\.value))
}
