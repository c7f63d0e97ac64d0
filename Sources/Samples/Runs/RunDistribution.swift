/// Which distribution of a run.
package enum RunDistribution: String, CaseIterable, Codable, Sendable {
  case eventLoopLatency = "event_loop_latency"
  case itemDuration = "item_duration"
  case ioStepDuration = "io_step_duration"
  /// CPU time of the CPU step of each item.
  case cpuStepDuration = "cpu_step_duration"
  case queueWait = "queue_wait"
}
