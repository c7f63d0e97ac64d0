import Samples
import Thresholds

extension AlertFinding {
  /// What a judgement means for alerts.
  ///
  /// - Parameters:
  ///   - severity: of the rule.
  init(_ judged: JudgedTarget, severity: String) {
    switch judged.judgement.verdict {
    case .unknown: self = .unknown
    case .met: self = judged.judgement.isClear ? .met : .holding
    // One bad run keeps the window breached for as long as it is in it: that is no reason to begin an alert, nor to go on with one.
    case .breached where !judged.runs.suffice: self = judged.judgement.target.clearing.isEmpty ? .met : .holding
    case .breached: self = .breached(Self.results(judged, severity))
    }
  }

  /// Whether a judgement is critical, and the host is not to blame for it.
  static func isCritical(_ judgement: Judgement) -> Bool {
    judgement.isCritical && judgement.cause?.kind != .host
  }

  private static func results(_ judged: JudgedTarget, _ severity: String) -> [AlertResult] {
    let judgement = judged.judgement
    let cause = judgement.cause?.kind ?? .unexplained
    var facts = [
      "value": judgement.valueText, "window": SpanText.text(judged.seconds),
      "measure": judgement.queue.map { "The growth of the queue \($0)" } ?? judgement.target.name.measure,
      "at": judged.at.iso8601, "badRuns": judged.runs.text(of: judged.evidence.isOfApp ? "interval" : "run"),
      "cause": judgement.cause?.text ?? "There are no figures that tell why.",
    ]
    if judgement.target.name == .eventLoopLatency {
      // Beside an application there is none.
      facts["control"] = judged.evidence.isOfApp ? "" : judged.evidence.stalls.controlText
    }
    return severities(judged, severity).filter { cause != .host || $0 != critical }.nonEmpty(or: ["warning"]).map {
      result(Labels([("severity", $0), ("cause", cause.rawValue)]), judgement, facts)
    }
  }

  private static let critical = "critical"

  /// A breach of the critical limit is one of the other limit as well: an alert each, of which people are told the critical one.
  private static func severities(_ judged: JudgedTarget, _ severity: String) -> [String] {
    judged.judgement.isCritical && judged.runs.sufficeCritically && severity != critical ? [severity, critical] : [severity]
  }

  private static func result(_ labels: Labels, _ judgement: Judgement, _ facts: [String: String]) -> AlertResult {
    let target = judgement.target
    let conditions = judgement.isCritical && labels["severity"] == critical ? target.critical : target.conditions
    let limit = conditions.map { $0.text(for: target.name) }.joined(separator: " and ")
    return AlertResult(labels: labels, value: judgement.value, facts: facts.merging(["limit": limit]) { $1 })
  }
}

extension [String] {
  fileprivate func nonEmpty(or other: [String]) -> [String] { isEmpty ? other : self }
}

extension TargetName {
  /// In a sentence.
  fileprivate var measure: String {
    switch self {
    case .eventLoopLatency: "Event-loop latency"
    case .queueDepth: "The queue's growth"
    case .cpuUtilization: "CPU utilisation"
    case .memory: "The memory's growth"
    case .ioWait: "The share of I/O wait"
    case .saturation: "The busy share of the busiest process"
    case .tasks: "The number of tasks' growth"
    case .executorBacklog: "The growth of the executor's backlog"
    }
  }
}

extension StallSummary {
  /// Whether the control was late as well, as a sentence.
  fileprivate var controlText: String {
    switch (count, controlLate) {
    case (0, _): "Nothing is known of the idle loop beside it."
    case (_, 0): "The idle loop beside it was on time."
    case (let count, let late): "The idle loop beside it was late as well in \(late) of \(count)."
    }
  }
}
