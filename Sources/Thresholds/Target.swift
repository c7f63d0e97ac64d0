package import Samples

/// Which measured quantity a target limits. The raw value is the `target` label.
package enum TargetName: String, CaseIterable, Sendable {
  case eventLoopLatency = "event_loop_latency"
  case queueDepth = "queue_depth"
  case cpuUtilization = "cpu_utilization"
  case memory = "memory"
  case ioWait = "io_wait"
}

/// What of the quantity is compared with the limit.
package enum Statistic: Hashable, Sendable {
  /// The value that this share (0...1) of all values does not exceed.
  case quantile(Double)
  /// The slope, a second, where it is significant; 0 where it is not. See `TrendTest`.
  case trend(TrendTest)
  /// Time with the property over all time.
  case ratio
}

/// What the statistic must stay inside.
package enum Limit: Hashable, Sendable {
  case below(Double)
  case atMost(Double)
  case within(ClosedRange<Double>)

  /// Whether the value keeps the limit.
  package func admits(_ value: Double) -> Bool {
    switch self {
    case .below(let limit): value < limit
    case .atMost(let limit): value <= limit
    case .within(let range): range.contains(value)
    }
  }

  /// The limit's ends, each with the word for its `bound` label.
  package var bounds: [(bound: String, value: Double)] {
    switch self {
    case .below(let limit), .atMost(let limit): [("upper", limit)]
    case .within(let range): [("lower", range.lowerBound), ("upper", range.upperBound)]
    }
  }
}

/// A limit on a measured value: the one definition for agent, metrics and report.
package struct Target: Hashable, Sendable {
  /// The quantity.
  package let name: TargetName
  /// What of the quantity is judged.
  package let statistic: Statistic
  /// In the statistic's unit: seconds, a share (0...1), items or bytes a second.
  package let limit: Limit
  package var window: Double?

  /// Combinations of quantity and statistic that `TargetEvaluator` does not know are always `unknown`.
  package init(_ name: TargetName, _ statistic: Statistic, _ limit: Limit) {
    self.name = name
    self.statistic = statistic
    self.limit = limit
  }

  /// p(99) < 100 ms: the loop is responsive.
  package static let eventLoopLatency = Target(.eventLoopLatency, .quantile(0.99), .below(0.1))
  /// Stable or decreasing: the system keeps up. A rise of less than one item is none.
  package static let queueDepth = Target(.queueDepth, .trend(TrendTest(minimumRise: .absolute(1))), .atMost(0))
  /// 70-90 %: a paced CPU-bound mix gets from the host what calibration promised, and no more is needed.
  package static let cpuUtilization = Target(.cpuUtilization, .ratio, .within(0.7...0.9))
  /// Stable over time: no leak. A rise of less than 5 % of the level is allocator noise.
  package static let memory = Target(.memory, .trend(TrendTest(minimumRise: .relative(0.05))), .atMost(0))
  /// Less than half of the time lost to waiting.
  package static let ioWait = Target(.ioWait, .ratio, .below(0.5))

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
}
