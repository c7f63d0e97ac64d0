/// Judges evidence: the one place where a target's meaning is computed, live and from history alike.
package enum TargetEvaluator {
  /// A ratio of sums needs this many samples behind it: a second of a run.
  package static let minimumRatioSamples = 10

  /// One target. What the evidence spans is the caller's choice: the target's window is not looked at.
  ///
  /// - Parameter queues: of an application, targets of single queues by their names, instead of this one.
  package static func judge(_ target: Target, by evidence: Evidence, queues: [String: Target] = [:]) -> Judgement {
    if target.name == .queueDepth, evidence.isOfApp { return judgeQueues(target, evidence, queues) }
    return judgeWhole(target, evidence)
  }

  /// By the queue that is worst off: an application without one has none that could grow.
  private static func judgeQueues(_ target: Target, _ evidence: Evidence, _ own: [String: Target]) -> Judgement {
    let judged = evidence.queueNames.compactMap { name -> Judgement? in
      var judgement = judgeWhole(own[name] ?? target, evidence, queue: name)
      judgement.queue = name
      return judgement
    }
    return judged.max { $1.isWorse(than: $0) } ?? judgeWhole(target, evidence)
  }

  private static func judgeWhole(_ target: Target, _ evidence: Evidence, queue: String? = nil) -> Judgement {
    let findings = { (conditions: [Condition]) in Self.findings(conditions, target.name, evidence, queue) }
    return judgement(target, evidence, findings)
  }

  private static func judgement(
    _ target: Target, _ evidence: Evidence, _ find: ([Condition]) -> [Finding]
  ) -> Judgement {
    let findings = find(target.conditions)
    let deciding =
      findings.first { $0.verdict == .breached } ?? findings.first { $0.verdict == .unknown } ?? findings[0]
    let isCritical = deciding.verdict == .breached && find(target.critical).contains { $0.verdict == .breached }
    let isClear = deciding.verdict == .met && find(target.clearing).allSatisfy { $0.verdict == .met }
    var judgement = Judgement(
      target: target, condition: deciding.condition, value: deciding.measured.value, verdict: deciding.verdict,
      isCritical: isCritical, isClear: isClear, samples: deciding.measured.samples)
    judgement.shortage = deciding.measured.shortage
    judgement.cause = judgement.findCause(evidence)
    return judgement
  }

  private static func findings(
    _ conditions: [Condition], _ name: TargetName, _ evidence: Evidence, _ queue: String?
  ) -> [Finding] {
    conditions.map { condition in
      let measured =
        queue.map { evidence.level(condition.statistic, of: name, queue: $0) } ?? evidence.measure(condition.statistic, of: name)
      return Finding(condition: condition, measured: measured)
    }
  }
}

/// A condition with what was measured for it.
private struct Finding {
  let condition: Condition
  let measured: Measurement

  var verdict: Verdict { measured.value.map { condition.limit.admits($0) ? .met : .breached } ?? .unknown }
}
