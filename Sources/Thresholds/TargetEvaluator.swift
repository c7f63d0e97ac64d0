/// Judges evidence: the one place where a target's meaning is computed, live and from history alike.
package enum TargetEvaluator {
  /// A ratio of sums needs this many samples behind it: a second of a run.
  package static let minimumRatioSamples = 10

  /// One target. What the evidence spans is the caller's choice: the target's window is not looked at.
  package static func judge(_ target: Target, by evidence: Evidence) -> Judgement {
    if target.name == .queueDepth, evidence.isOfApp { return judgeQueues(target, evidence) }
    return judgeWhole(target, evidence)
  }

  /// By the queue that is worst off: an application without one has none that could grow.
  private static func judgeQueues(_ target: Target, _ evidence: Evidence) -> Judgement {
    let judged = evidence.queueNames.map { name in
      var judgement = judgeWhole(target, evidence.ofQueue(name))
      judgement.queue = name
      return judgement
    }
    return judged.max { $1.isWorse(than: $0) } ?? judgeWhole(target, evidence)
  }

  private static func judgeWhole(_ target: Target, _ evidence: Evidence) -> Judgement {
    let findings = Self.findings(target.conditions, target.name, evidence)
    let deciding =
      findings.first { $0.verdict == .breached } ?? findings.first { $0.verdict == .unknown } ?? findings[0]
    let critical = { Self.findings(target.critical, target.name, evidence).contains { $0.verdict == .breached } }
    let clear = { Self.findings(target.clearing, target.name, evidence).allSatisfy { $0.verdict == .met } }
    var judgement = Judgement(
      target: target, condition: deciding.condition, value: deciding.measured.value, verdict: deciding.verdict,
      isCritical: deciding.verdict == .breached && critical(), isClear: deciding.verdict == .met && clear(),
      samples: deciding.measured.samples)
    judgement.shortage = deciding.measured.shortage
    judgement.cause = judgement.findCause(evidence)
    return judgement
  }

  private static func findings(_ conditions: [Condition], _ name: TargetName, _ evidence: Evidence) -> [Finding] {
    conditions.map { Finding(condition: $0, measured: evidence.measure($0.statistic, of: name)) }
  }
}

/// A condition with what was measured for it.
private struct Finding {
  let condition: Condition
  let measured: Measurement

  var verdict: Verdict { measured.value.map { condition.limit.admits($0) ? .met : .breached } ?? .unknown }
}
