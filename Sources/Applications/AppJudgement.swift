package import Samples
package import Thresholds

/// The targets of an application, judged.
package struct AppJudgement: Sendable {
  /// In the order of the targets.
  package let judgements: [Judgement]
  /// The queue that grows most, by its name; `nil` if there is none.
  package let queue: String?

  /// What an application is judged by if nothing else is said: how busy its CPUs are is its own affair.
  package static let targets: [Target] = [.eventLoopLatency, .queueDepth, .memory, .ioWait]

  /// - Parameters:
  ///   - surroundings: where the time of its threads went, and what the host did meanwhile.
  ///   - wallSeconds: for which it ran.
  ///   - isSeenFromOutside: there is no probe in it.
  package init(
    _ account: AppAccount, targets: [Target] = AppJudgement.targets, surroundings: (RunAccount?, HostUse?), wallSeconds: Double,
    isSeenFromOutside: Bool = false
  ) {
    var base = Evidence(account, surroundings, wallSeconds: wallSeconds)
    if isSeenFromOutside {
      base.latencyUntold = "it is watched from outside: how late its event loop is cannot be seen there"
      base.ioWaitUntold = "it is watched from outside: no step of its I/O can be seen there"
    }
    var worst: (judgement: Judgement, queue: String)?
    judgements = targets.compactMap { target in
      guard target.name == .queueDepth else { return TargetEvaluator.judge(target, by: base) }
      for queue in account.queues {
        var evidence = base
        evidence.queueDepth = queue.trends
        evidence.queuePeak = queue.max
        let judgement = TargetEvaluator.judge(target, by: evidence)
        if worst.map({ judgement.isWorse(than: $0.judgement) }) ?? true { worst = (judgement, queue.name) }
      }
      // Without a queue there is nothing that could grow.
      return worst?.judgement
    }
    queue = worst?.queue
  }

  /// Of all of them together. An application that timed no I/O is not judged by it.
  package var verdict: Verdict {
    Verdict(of: judgements.filter { $0.target.name != .ioWait || $0.verdict != .unknown }.map(\.verdict))
  }
}

extension Evidence {
  fileprivate init(_ account: AppAccount, _ surroundings: (account: RunAccount?, host: HostUse?), wallSeconds: Double) {
    self.init(
      account: surroundings.account, host: surroundings.host,
      bottleneck: account.busyRatio ?? 0 >= 0.9 ? .loop : nil, wallSeconds: wallSeconds)
    latency = account.latency
    memory = account.memory.trends
    memoryPeak = account.memory.max
    cpuSeconds = account.cpuSeconds
    stalls = account.stalls
    if let waited = account.ioWaitSeconds {
      ioWaitSeconds = waited
      ioWaitSamples = TargetEvaluator.minimumRatioSamples
      self.wallSeconds = account.runningSeconds
    }
  }
}
