import Samples

/// Why a target is breached, or cannot be judged for what others have: who is at fault, and one or more sentences with the figures that say so.
package struct TargetCause: Hashable, Sendable {
  /// Who. The raw value is the `cause` label.
  package enum Kind: String, CaseIterable, Codable, Sendable {
    /// The program that is measured, or its strategy or runtime: a change of it would help.
    case program
    /// Others on the host, a CPU quota, or the hypervisor: nothing in the program would help.
    case host
    /// No figure tells.
    case unexplained
  }

  package let kind: Kind
  /// For people, each with a full stop.
  package let text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

extension Judgement {
  /// Why the target is breached, or cannot be judged for what others have; `nil` if it is neither. The one place where causes are found, for runs, reports, pages, metrics and alerts.
  func findCause(_ evidence: Evidence) -> TargetCause? {
    guard verdict == .breached else { return shortage?.scarceCores == nil ? nil : scarcity(evidence) }
    return switch target.name {
    case .eventLoopLatency: LoopCause.find(evidence, limit: condition.latencyLimit)
    case .queueDepth: queueCause(evidence)
    case .cpuUtilization: cpuCause(evidence)
    case .ioWait: ioCause(evidence)
    case .saturation: workCause(evidence, missingSeconds: nil)
    case .tasks: hostCause(evidence) ?? TargetCause(.program, "Tasks are begun and do not end. \(HostLoss(evidence).text)")
    case .executorBacklog:
      hostCause(evidence)
        ?? TargetCause(
          .program, "Calls hold the executor's threads for longer than it takes others to come. \(HostLoss(evidence).text)")
    // Shared pages count in the parts of all that share them, so the figure grows a little if another that shares them ends: once, by no
    // more than the programs and libraries are large. What grows and lasts is the run's own.
    case .memory:
      waitingItemsCause(evidence)
        ?? TargetCause(
          .program,
          "The memory of the \(evidence.isOfApp ? "application" : "run")'s own processes grew: the host takes no part in that.")
    }
  }

  /// Why there was too little of the host for a verdict, if it is known who had the rest.
  private func scarcity(_ evidence: Evidence) -> TargetCause? {
    guard let shortage, let text = HostLoss(evidence).notableText else { return nil }
    return TargetCause(.host, "There was too little of the host to judge by: \(shortage.text). \(text)")
  }

  /// The cause of memory that is no more than what items take that wait, if it is the host that lets them wait.
  private func waitingItemsCause(_ evidence: Evidence) -> TargetCause? {
    guard case .trend = condition.statistic, let value else { return nil }
    let queue = TargetEvaluator.judge(.queueDepth, by: evidence)
    guard let growth = queue.value, growth > 0, let cause = queue.cause, cause.kind == .host else { return nil }
    guard value <= growth * Self.waitingItemBytes else { return nil }
    return TargetCause(
      .host,
      "Items that wait take memory, and their queue grew by \(Digits.text((growth * 10).rounded() / 10)) a second. \(cause.text)")
  }

  /// Of memory, that an item takes at most while it waits: the task of one takes 1 to 5 KiB.
  private static let waitingItemBytes = 16384.0

  /// What comes in excess of all processors is the program's to refuse, whoever else uses them.
  private func queueCause(_ evidence: Evidence) -> TargetCause {
    let cause = workCause(evidence, missingSeconds: missingQueueSeconds(evidence))
    guard cause.kind == .host, evidence.overloadSeconds >= 0.1 * evidence.cpuSeconds, evidence.overloadSeconds > 0 else {
      return cause
    }
    return TargetCause(.program, "More came than all processors of the host can do. \(HostLoss(evidence).text)")
  }

  /// CPU time of the work that piled up in the queue; `nil` if no item ended.
  private func missingQueueSeconds(_ evidence: Evidence) -> Double? {
    guard let value, evidence.itemsDone > 0 else { return nil }
    // A queue rises while items arrive, which may be a part of the time: no more are missing than there were.
    let items = if case .trend = condition.statistic { value * evidence.wallSeconds } else { value }
    return min(items, evidence.itemsDone) * evidence.cpuSeconds / evidence.itemsDone
  }

  private func cpuCause(_ evidence: Evidence) -> TargetCause {
    let use = evidence.judgedCPU
    guard let value, use.capacitySeconds > 0 else { return .unknown }
    let lower = condition.limit.bounds.first { $0.bound == "lower" }?.value ?? 0
    if value < lower { return workCause(evidence, missingSeconds: lower * use.capacitySeconds - use.seconds) }
    let host = HostLoss(evidence)
    // On shared cores a second of CPU time does less: caches, siblings, and time that the hypervisor took and counted as the guest's.
    if host.othersShare >= HostUse.notableShare || host.stolen >= 0.02 * use.capacitySeconds {
      return TargetCause(.host, host.text + " A second of CPU time does less work on cores that others use.")
    }
    return TargetCause(
      .program,
      "The \(evidence.isOfApp ? "application" : "run") itself used \(Percent.text(value)) of its \(Digits.text(evidence.averageCores)) cores. \(host.text)"
    )
  }

  /// The host, if it kept so many cores from what was to be done that this explains why it was not.
  private func hostCause(_ evidence: Evidence) -> TargetCause? {
    let host = HostLoss(evidence)
    return host.isTheLimit ? TargetCause(.host, host.text) : nil
  }

  /// The cause where work was not done in time.
  private func workCause(_ evidence: Evidence, missingSeconds: Double?) -> TargetCause {
    let host = HostLoss(evidence)
    let enough = max((missingSeconds ?? 0) / 2, HostLoss.notableShare * max(evidence.wallSeconds, evidence.loopSeconds))
    if let lost = host.seconds, lost > 0, lost >= enough { return TargetCause(.host, host.text) }
    guard let bottleneck = evidence.bottleneck, bottleneck != .arrivals else {
      // What an application puts into its own queues, it has to take out.
      guard !evidence.isOfApp || host.seconds == nil else {
        return TargetCause(.program, "More came than it takes out, and no loop of it was busy all the time. \(host.text)")
      }
      return TargetCause(.unexplained, "Nothing of the program was busy all the time. \(host.text)")
    }
    return TargetCause(.program, "The limit was \(bottleneck.text). \(host.text)")
  }

  /// The cause where items waited for their I/O: others, if they kept the disk of the run's files busy.
  private func ioCause(_ evidence: Evidence) -> TargetCause {
    let disk = DiskLoss(evidence.host)
    if disk.isTheLimit { return TargetCause(.host, disk.text) }
    switch evidence.bottleneck {
    case .sequence, .concurrency, .threads:
      let limit = evidence.bottleneck?.text ?? ""
      return TargetCause(.program, "The limit was \(limit). \(disk.text)")
    case .loop, .lock, .cores, .processes, .arrivals, .item, nil:
      return TargetCause(
        .unexplained,
        "\(evidence.isOfApp ? "It waited for I/O that it timed" : "Items waited for their I/O"), and nothing else was to be done. \(disk.text)"
      )
    }
  }
}

extension TargetCause {
  static let unknown = TargetCause(.unexplained, "There are no figures that tell why.")
}
