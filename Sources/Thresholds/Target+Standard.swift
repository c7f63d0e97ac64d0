package import Samples

extension Target {
  /// p(99) < 100 ms: the loop is responsive. From 500 ms on people notice: that is critical.
  package static let eventLoopLatency = Target(
    .eventLoopLatency, [standardCondition(.eventLoopLatency)], critical: [Condition(.quantile(0.99), .below(0.5))])
  /// Stable or decreasing: the system keeps up.
  package static let queueDepth = Target(.queueDepth, [standardCondition(.queueDepth)])
  /// 70-90 %: a paced CPU-bound mix gets from the host what calibration promised, and no more is needed.
  package static let cpuUtilization = Target(.cpuUtilization, [standardCondition(.cpuUtilization)])
  /// Stable over time: no leak.
  package static let memory = Target(.memory, [standardCondition(.memory)])
  /// Less than half of the time lost to waiting.
  package static let ioWait = Target(.ioWait, [standardCondition(.ioWait)])

  /// Below 90 %: a loop that has no rest left answers ever later.
  package static let saturation = Target(.saturation, [standardCondition(.saturation)])
  /// Stable or decreasing: tasks that are begun come to their end.
  package static let tasks = Target(.tasks, [standardCondition(.tasks)])
  /// Stable or decreasing: the executor's threads keep up.
  package static let executorBacklog = Target(.executorBacklog, [standardCondition(.executorBacklog)])

  /// In seconds.
  package static let memoryWindowOfApplications = 3 * 3600.0
  /// In seconds.
  package static let tasksWindowOfApplications = 1800.0

  /// The targets that applications are judged by. How busy their CPUs should be they have to say themselves. Memory is looked at for hours: what fills
  /// caches looks like a leak for minutes; and tasks for half an hour, since a burst has many.
  package static let ofApplications: [Target] = {
    var memory = Target.memory
    memory.window = memoryWindowOfApplications
    var tasks = Target.tasks
    tasks.window = tasksWindowOfApplications
    return [eventLoopLatency, queueDepth, memory, ioWait, saturation, tasks, executorBacklog]
  }()

  /// The targets that mixes of a kind are judged by.
  ///
  /// CPU utilisation has a meaning only for paced computation; waiting is the nature of `io`; an idle loop has neither items nor waits.
  package static func standard(for kind: MixKind) -> [Target] {
    switch kind {
    case .cpu: [eventLoopLatency, queueDepth, cpuUtilization, memory, ioWait]
    case .mixed, .realtime: [eventLoopLatency, queueDepth, memory, ioWait]
    case .io: [eventLoopLatency, queueDepth, memory]
    case .idle: [eventLoopLatency, memory]
    }
  }

  /// What the target of this name asks for where nothing else is configured.
  static func standardCondition(_ name: TargetName) -> Condition {
    switch name {
    case .eventLoopLatency: Condition(.quantile(0.99), .below(0.1))
    case .queueDepth: Condition(.trend(.queueDepth), .atMost(0))
    case .cpuUtilization: Condition(.ratio, .within(0.7...0.9))
    case .memory: Condition(.trend(.memory), .atMost(0))
    case .ioWait: Condition(.ratio, .below(0.5))
    case .saturation: Condition(.ratio, .below(0.9))
    case .tasks: Condition(.trend(.tasks), .atMost(0))
    case .executorBacklog: Condition(.trend(.queueDepth), .atMost(0))
    }
  }
}

extension TrendTest {
  /// A rise of less than one item is none.
  package static let queueDepth = TrendTest(minimumRise: .absolute(1))
  /// Some more tasks than before are no leak.
  package static let tasks = TrendTest(minimumRise: .absolute(10))
  /// A rise of less than 5 % of the level is allocator noise.
  package static let memory = TrendTest(minimumRise: .relative(0.05))
}
