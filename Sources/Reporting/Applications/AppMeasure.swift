import Rendering
import Samples
import Thresholds

/// What is compared of an application's intervals. The raw value is the word in reports.
package enum AppMeasure: String, CaseIterable, Sendable {
  case eventLoopLatencyP99 = "event_loop_latency_p99"
  case busy = "busy_ratio"
  case stalled = "stalled_ratio"
  case cpu = "cpu_cores"
  case memory = "memory_bytes"
  case tasks
  case executorBacklog = "executor_backlog"

  /// Of one interval; `nil`: it is not known.
  func value(_ interval: AppInterval) -> Double? {
    let seconds = interval.seconds > 0 ? interval.seconds : nil
    return switch self {
    case .eventLoopLatencyP99: interval.latency.count >= 100 ? interval.latency.quantile(0.99) : nil
    case .busy: interval.busyRatio
    case .stalled: seconds.map { interval.stalls.budget.totalSeconds / $0 }
    case .cpu: seconds.map { interval.cpuSeconds / $0 }
    case .memory: interval.memoryBytes?.mean
    case .tasks: interval.tasks?.mean
    case .executorBacklog: interval.executorBacklog?.mean
    }
  }

  /// Medians that differ by no more are the same.
  var leastChange: Double {
    switch self {
    case .eventLoopLatencyP99: 0.001
    case .busy, .cpu: 0.01
    case .stalled: 0.001
    case .memory: 1_048_576
    case .tasks, .executorBacklog: 1
    }
  }

  func text(_ value: Double) -> String {
    switch self {
    case .eventLoopLatencyP99: DurationText.text(value)
    case .busy, .stalled: Percent.text(value)
    case .cpu: "\(Digits.text(value)) \(Plural.word(value, "core"))"
    case .memory: Digits.bytes(value)
    case .tasks, .executorBacklog: Digits.text(value)
    }
  }
}
