/// Which measured quantity a target limits. The raw value is the `target` label.
package enum TargetName: String, CaseIterable, Sendable {
  case eventLoopLatency = "event_loop_latency"
  case queueDepth = "queue_depth"
  case cpuUtilization = "cpu_utilization"
  case memory = "memory"
  case ioWait = "io_wait"
  /// Of applications alone: the share of the time in which the loop did something, or was ready to and had no core.
  case saturation
  /// Of applications alone.
  case tasks
  /// Of applications alone: what waits for a thread of the default executor.
  case executorBacklog = "executor_backlog"

  /// Those of runs, in order; applications have all.
  package static let ofRuns: [TargetName] = [.eventLoopLatency, .queueDepth, .cpuUtilization, .memory, .ioWait]
}

/// Limits on a measured value: the one definition for agent, metrics and report.
package struct Target: Hashable, Sendable {
  /// The quantity.
  package let name: TargetName
  /// At least one; all must hold.
  package let conditions: [Condition]
  /// A second, wider limit: where one of these is broken, too, the breach is critical. Empty: there is none.
  package var critical: [Condition] = []
  /// A narrower limit: an alert ends only when all of these hold. Empty: it ends when the target is met.
  package var clearing: [Condition] = []
  /// The seconds that are judged; `nil`: as many as the agent or the report judges.
  package var window: Double?

  /// One condition. Combinations of quantity and statistic that `TargetEvaluator` does not know are always `unknown`.
  package init(_ name: TargetName, _ statistic: Statistic, _ limit: Limit) {
    self.init(name, [Condition(statistic, limit)])
  }

  /// Several conditions. Where there are none, those of the standard target of that name: a target without a condition would say nothing.
  package init(
    _ name: TargetName, _ conditions: [Condition], critical: [Condition] = [], clearing: [Condition] = [], window: Double? = nil
  ) {
    self.name = name
    self.conditions = conditions.isEmpty ? [Self.standardCondition(name)] : conditions
    self.critical = critical
    self.clearing = clearing
    self.window = window
  }

  /// That of the first condition.
  package var statistic: Statistic { conditions[0].statistic }
  /// That of the first condition.
  package var limit: Limit { conditions[0].limit }
}
