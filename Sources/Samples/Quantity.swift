/// The five quantities that a run measures. The raw value is the name of the stored series.
package enum Quantity: String, CaseIterable, Sendable {
  /// The worst lateness of a tick of the loop since the sample before, in seconds.
  case eventLoopLatency = "event_loop_latency_seconds"
  /// Items accepted and not yet started.
  case queueDepth = "queue_depth"
  /// CPU seconds of the run's process tree over wall time × cores available, since the sample before.
  case cpuUtilization = "cpu_utilization_ratio"
  /// Memory of the run's process tree (PSS where readable, else RSS), in bytes.
  case memory = "memory_bytes"
  /// The share of time in which every item in flight waited for I/O, since the sample before.
  case ioWait = "io_wait_ratio"
}

/// One timed value of a series of a run.
package struct Sample: Hashable, Sendable {
  /// Which series.
  package let quantity: Quantity
  /// Seconds since the run's start, from the child's or the agent's monotonic clock.
  package let elapsed: Double
  /// In the quantity's unit.
  package let value: Double

  /// A value and its instant within the run.
  package init(_ quantity: Quantity, elapsed: Double, value: Double) {
    self.quantity = quantity
    self.elapsed = elapsed
    self.value = value
  }
}
