package import Samples

/// What one completed run has shown, in one figure a quantity: what plots, worst moments and comparisons are made of.
package struct RunFigures: Hashable, Sendable {
  /// `runs.id` in the database.
  package let runID: Int64
  /// When it had ended.
  package let endedAt: Timestamp
  /// The 99 % quantile of the lateness of the loop's ticks, in seconds; `nil` with fewer than 100 ticks.
  package let latencyP99: Double?
  /// The greatest lateness of a tick, in seconds.
  package let latencyMax: Double?
  /// Deepest queue.
  package let queuePeak: Double
  /// CPU time over wall time × cores available.
  package let cpuUtilization: Double
  /// The share of wall time in which every item in flight waited for I/O.
  package let ioWaitRatio: Double
  /// Highest memory of the process tree, in bytes.
  package let memoryPeak: Double?
  /// Duration over the ideal time.
  package let idealRatio: Double?

  /// Joins the figures.
  package init(
    runID: Int64, endedAt: Timestamp, latencyP99: Double?, latencyMax: Double?, queuePeak: Double, cpuUtilization: Double,
    ioWaitRatio: Double, memoryPeak: Double?, idealRatio: Double?
  ) {
    self.runID = runID
    self.endedAt = endedAt
    self.latencyP99 = latencyP99
    self.latencyMax = latencyMax
    self.queuePeak = queuePeak
    self.cpuUtilization = cpuUtilization
    self.ioWaitRatio = ioWaitRatio
    self.memoryPeak = memoryPeak
    self.idealRatio = idealRatio
  }
}
