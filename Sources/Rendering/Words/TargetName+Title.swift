package import Thresholds

extension TargetName {
  /// What people call it.
  package var title: String {
    switch self {
    case .eventLoopLatency: "Event-loop latency"
    case .queueDepth: "Queue depth"
    case .cpuUtilization: "CPU utilisation"
    case .memory: "Memory"
    case .ioWait: "I/O wait"
    case .saturation: "Saturation"
    case .tasks: "Tasks"
    case .executorBacklog: "Executor backlog"
    }
  }
}
