import Samples

/// What one run says of a target. Several of them together decide whether a breach is worth an alert.
package struct RunFinding: Hashable, Sendable {
  /// Whether the run breaks the target.
  package let isBad: Bool
  /// Whether the run breaks the target's critical limit as well.
  package let isCritical: Bool

  /// Joins the two.
  package init(isBad: Bool, isCritical: Bool) {
    self.isBad = isBad
    self.isCritical = isCritical
  }
}

extension TargetEvaluator {
  /// Judges one run alone; `nil` if it has nothing that the target could be judged by.
  ///
  /// A run is bad if the target is breached by this run alone. Some targets cannot be judged by one run: too few samples for the quantile, a
  /// slope that is significant over several runs only, stalls that are counted over the window. There the window decides, and the run has to
  /// bear its part: it is bad if the window is breached, and the run's own figure, whatever number of samples it has, breaks the limit too.
  /// So one bad run does not make those after it bad, as long as it is in the window.
  ///
  /// - Parameters:
  ///   - window: the judgement of the window that ends with this run, and what it was judged by.
  ///   - queues: see `judge`.
  package static func finding(
    of run: RunEvidence, _ target: Target, in window: (judgement: Judgement, evidence: Evidence), queues: [String: Target] = [:]
  ) -> RunFinding? {
    // How the level of an application moves is seen over intervals, and not in one.
    if run.app != nil, case .trend = window.judgement.condition.statistic, window.judgement.verdict != .unknown {
      return RunFinding(isBad: window.judgement.verdict == .breached, isCritical: window.judgement.isCritical)
    }
    let alone = Evidence([run])
    let own = judge(target, by: alone, queues: queues)
    let breaks = { (conditions: [Condition]) in
      conditions.contains { condition in
        alone.figure(condition.statistic, of: target.name, in: window.evidence).map { !condition.limit.admits($0) } ?? false
      }
    }
    let hasFigure = target.conditions.contains { alone.figure($0.statistic, of: target.name, in: window.evidence) != nil }
    guard hasFigure || own.verdict != .unknown else { return nil }
    let isBad = own.verdict == .breached || window.judgement.verdict == .breached && breaks(target.conditions)
    let isCritical = own.isCritical || window.judgement.isCritical && breaks(target.critical)
    return RunFinding(isBad: isBad, isCritical: isBad && isCritical)
  }
}

extension Evidence {
  /// The statistic of these runs, however few samples there are. What adds up over time is taken as if the whole window had been so.
  fileprivate func figure(_ statistic: Statistic, of name: TargetName, in window: Evidence) -> Double? {
    switch (name, statistic) {
    case (.eventLoopLatency, .quantile(let share)):
      (0...1).contains(share) && latency.count > 0 ? latency.quantile(share) : nil
    case (.eventLoopLatency, .count): wallSeconds > 0 ? Double(stalls.count) * window.wallSeconds / wallSeconds : nil
    case (.saturation, .ratio): level(.last, of: name).value
    case (.queueDepth, .trend(let test)): test.figure(queueDepth)
    case (.memory, .trend(let test)): test.figure(memory)
    case (.cpuUtilization, .ratio):
      judgedCPU.samples > 0 && judgedCPU.capacitySeconds > 0 ? judgedCPU.seconds / judgedCPU.capacitySeconds : nil
    case (.ioWait, .ratio): ioWaitSamples > 0 && wallSeconds > 0 ? ioWaitSeconds / wallSeconds : nil
    default: measure(statistic, of: name).value
    }
  }
}
