import Alerting
import Samples
import Thresholds

private typealias M = MetricCatalog

extension AlertingRule {
  /// The agent's own alerts, by the same conditions, and the one that it cannot raise itself.
  ///
  /// Conditions, windows and limits are the agent's: its gauges say what is breached, and how many of the newest runs were bad. `for`, `keep_firing_for` and severities are those
  /// without a configuration. What Prometheus does not know: limits for the end of an alert (`clear`), the label `cause`, silences.
  package static let all: [AlertingRule] = AlertRule.standard.flatMap(rules(of:)) + [agentDown]

  private static func rules(of rule: AlertRule) -> [AlertingRule] {
    switch rule.name {
    case .eventLoopLatencyHigh: [breach(rule, .eventLoopLatency, latency), critical(rule, .eventLoopLatency, latency)]
    case .queueGrowing:
      [breach(rule, .queueDepth, "The queue grows by {{ $value | humanize }} items a second: the system does not keep up.")]
    case .cpuOutOfBand:
      [
        breach(
          rule, .cpuUtilization,
          "CPU utilisation is {{ $value | humanizePercentage }}, outside its band: paced work gets less from this host than calibration promised, or needs more."
        )
      ]
    case .memoryGrowing:
      [
        breach(
          rule, .memory,
          "Memory grows by {{ $value | humanize1024 }}B a second and does not come back: a leak, or a cache without a bound.")
      ]
    case .ioWaitHigh:
      [
        breach(
          rule, .ioWait,
          "For {{ $value | humanizePercentage }} of the time every item in flight waited, and nothing was computing.\(limit(.ioWait, "humanizePercentage"))"
        )
      ]
    case .runFailing: [failing(rule)]
    case .slotsMissed: [missed(rule)]
    }
  }

  // MARK: Targets

  private static func breach(_ rule: AlertRule, _ target: TargetName, _ description: String) -> AlertingRule {
    AlertingRule(
      rule, onTarget(target, \.targetBreached, \.targetBadRuns), severity: rule.severity,
      description: description + runs(target, M.targetBadRuns))
  }

  private static func critical(_ rule: AlertRule, _ target: TargetName, _ description: String) -> AlertingRule {
    AlertingRule(
      rule, onTarget(target, \.targetCritical, \.targetCriticalRuns), severity: "critical",
      description: description + runs(target, M.targetCriticalRuns))
  }

  private struct Gauges {
    let targetBreached = M.targetBreached
    let targetCritical = M.targetCritical
    let targetBadRuns = M.targetBadRuns
    let targetCriticalRuns = M.targetCriticalRuns
  }

  /// The judged value where the flag is up, enough of the newest runs were bad, and the agent would raise an alert.
  private static func onTarget(
    _ target: TargetName, _ flag: KeyPath<Gauges, Metric>, _ runs: KeyPath<Gauges, Metric>
  ) -> PromQL {
    let target = LabelMatch.equal(target.rawValue)
    return """
      max without (target) (
        \(M.targetValue, ["target": target])
        and \(Gauges()[keyPath: flag], ["target": target]) == 1
        and (\(Gauges()[keyPath: runs], ["target": target]) >= \(M.targetBadRunsNeeded, ["target": target]))
        and ignoring (target) \(M.alertingEnabled) == 1
      )
      """
  }

  private static let latency =
    "The loop was late by {{ $value | humanizeDuration }} over the runs of up to 15 minutes.\(limit(.eventLoopLatency, "humanizeDuration"))\(cause)"

  /// A sentence on the limit; empty where there is none any more.
  private static func limit(_ target: TargetName, _ format: String) -> String {
    let series =
      "\(M.targetLimit.name){job=\"%s\",instance=\"%s\",mix=\"%s\",strategy=\"%s\",runtime=\"%s\",target=\"\(target.rawValue)\",bound=\"upper\"}"
    return
      "{{ with printf `\(series)` \(identity) | query }} The target is less than {{ . | first | value | \(format) }}.{{ end }}"
  }

  /// A sentence on the newest runs.
  private static func runs(_ target: TargetName, _ metric: Metric) -> String {
    let series =
      "\(metric.name){job=\"%s\",instance=\"%s\",mix=\"%s\",strategy=\"%s\",runtime=\"%s\",target=\"\(target.rawValue)\"}"
    return
      "{{ with printf `\(series)` \(identity) | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}"
  }

  /// A sentence on the leading cause of the stalls; empty where there were none.
  private static let cause: String = {
    let series = "\(M.eventLoopStallSeconds.name){job=\"%s\",instance=\"%s\",mix=\"%s\",strategy=\"%s\",runtime=\"%s\"}"
    return
      "{{ with printf `topk(1, increase(\(series)[15m]) > 0)` \(identity) | query }} The loop stood still, most of the time by cause {{ . | first | label `cause` }}.{{ end }}"
  }()

  private static let identity = "$labels.job $labels.instance $labels.mix $labels.strategy $labels.runtime"

  // MARK: Runs, slots, the agent

  private static func failing(_ rule: AlertRule) -> AlertingRule {
    AlertingRule(
      rule, "\(M.failedRuns) >= \(M.failedRunsNeeded)\n  and \(M.alertingEnabled) == 1", severity: rule.severity,
      description:
        "{{ $value }} of the newest runs did not complete (they failed, crashed, or were stopped at their deadline), or more than 1 % of their items failed. Without runs nothing is known of this host."
    )
  }

  /// Of the slots of 15 minutes, the window of the agent without a configuration.
  static let missedShare: PromQL = """
    increase(\(M.slotsMissed)[15m])
      / (increase(\(M.slots)[15m]) > 0)
    """

  /// Three missed slots at least. A mix that has few in 15 minutes is judged by those of four hours.
  private static func missed(_ rule: AlertRule) -> AlertingRule {
    AlertingRule(
      rule,
      """
      (
        \(missedShare)
        > 0.5
        and increase(\(M.slotsMissed)[15m]) > 2.5
      ) or (
        increase(\(M.slotsMissed)[4h])
          / (increase(\(M.slots)[4h]) > 0)
        > 0.5
        and increase(\(M.slotsMissed)[4h]) > 2.5
        and increase(\(M.slots)[15m]) < 3.5
      )
      """, severity: rule.severity,
      description: "{{ $value | humanizePercentage }} of the newest slots passed without a run.")
  }

  /// Its summary names the host, since it is all that is known.
  private static let agentDown = AlertingRule(
    alert: "CalcmonAgentDown", expression: "\(PrometheusSeries.up) == 0", hold: "5m", keepFiringFor: nil,
    severity: "critical", summary: "calcmon does not answer on {{ $labels.instance }}.",
    description:
      "Prometheus could not scrape it. Until it answers, nothing is known of this host, and no other alert of it fires.")

  private init(_ rule: AlertRule, _ expression: PromQL, severity: String, description: String) {
    let keep = rule.keepFiringFor > 0 ? Self.duration(rule.keepFiringFor) : nil
    self.init(
      alert: rule.name.rawValue, expression: expression, hold: Self.duration(rule.hold), keepFiringFor: keep,
      severity: severity, summary: "\(rule.annotations["summary"] ?? rule.name.rawValue) on {{ $labels.instance }}.",
      description: description)
  }

  /// As Prometheus reads it.
  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole.isMultiple(of: 60) ? "\(whole / 60)m" : "\(whole)s"
  }
}
