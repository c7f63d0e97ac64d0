import Alerting
import Samples
import Thresholds

private typealias M = MetricCatalog

extension AlertingRule {
  /// The agent's own alerts, by the same conditions, and the one that it cannot raise itself.
  ///
  /// Conditions, windows and limits are the agent's: its gauges say what is breached, and how many of the newest runs were bad. `for`, `keep_firing_for` and severities are those
  /// without a configuration. What Prometheus does not know: limits for the end of an alert (`clear`), silences.
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
    case .loopSaturated, .tasksGrowing, .executorBacklogGrowing, .appDown, .appStanding: []
    case .runFailing: [failing(rule)]
    case .slotsMissed: [missed(rule)]
    case .hostContended: [contended(rule)]
    }
  }

  // MARK: Targets

  private static func breach(_ rule: AlertRule, _ target: TargetName, _ description: String) -> AlertingRule {
    AlertingRule(
      rule, onTarget(rule, target, \.targetBreached, \.targetBadRuns), severity: rule.severity, cause: nil, keeps: false,
      description: description + runs(target, M.targetBadRuns))
  }

  private static func critical(_ rule: AlertRule, _ target: TargetName, _ description: String) -> AlertingRule {
    AlertingRule(
      rule, onTarget(rule, target, \.targetCritical, \.targetCriticalRuns), severity: "critical", cause: nil, keeps: false,
      description: description + runs(target, M.targetCriticalRuns))
  }

  private struct Gauges {
    let targetBreached = M.targetBreached
    let targetCritical = M.targetCritical
    let targetBadRuns = M.targetBadRuns
    let targetCriticalRuns = M.targetCriticalRuns
  }

  /// The judged value if the flag is up, enough of the newest runs were bad, and the agent would raise an alert; or was up until shortly before.
  ///
  /// The label `cause` is that of the last breach. So that there is one series, whatever the cause was before, it waits and is kept here: `for`
  /// would begin anew with each cause, and `keep_firing_for` would keep an alert with the old cause beside the one with the new. An agent of a
  /// version that tells no causes has the alert as well, as one that is unexplained.
  private static func onTarget(
    _ rule: AlertRule, _ target: TargetName, _ flag: KeyPath<Gauges, Metric>, _ runs: KeyPath<Gauges, Metric>
  ) -> PromQL {
    let target = LabelMatch.equal(target.rawValue)
    let kept = duration(rule.keepFiringFor)
    let breach: PromQL = """
      max without (target) (
            \(M.targetValue, ["target": target])
            and \(Gauges()[keyPath: flag], ["target": target]) == 1
            and (\(Gauges()[keyPath: runs], ["target": target]) >= \(M.targetBadRunsNeeded, ["target": target]))
            and ignoring (target) \(M.alertingEnabled) == 1
          )
      """
    return """
      (
        last_over_time((
          \(breach)
        )[\(raw: kept):])
        and
        \(lasted(breach, rule))
      )
      + on (job, instance, mix, strategy, runtime) group_left (cause)
      0 * topk by (job, instance, mix, strategy, runtime) (1,
        max_over_time(timestamp(max without (target) (\(M.targetCause, ["target": target]) == 1))[\(raw: kept):])
        or
        label_replace(0 * max_over_time(\(M.targetBreached, ["target": target])[\(raw: kept)]), "cause", "unexplained", "", "")
      )
      """
  }

  /// A breach that has lasted for as long as the rule waits, now or lately: one that comes back while its alert is kept need not wait anew. It
  /// is looked at in fixed steps, and must be there in each, so that one that comes and goes is none.
  private static func lasted(_ breach: PromQL, _ rule: AlertRule) -> PromQL {
    let step = 15.0
    let steps = Int((rule.hold / step).rounded(.up)) + 1
    return """
      last_over_time((
          count_over_time((
          \(breach)
          )[\(raw: duration(rule.hold + step)):\(raw: duration(step))]) >= \(raw: "\(steps)")
        )[\(raw: duration(rule.keepFiringFor + rule.hold)):])
      """
  }

  // MARK: The host

  /// The number of mixes of which a target is breached by the host, from two on, if enough of the newest runs of one of these targets were bad.
  ///
  /// As the agent's it goes on as long as another alert fires that it explains: otherwise the last of these would be told as news.
  private static func contended(_ rule: AlertRule) -> AlertingRule {
    AlertingRule(
      rule,
      """
      count without (mix) (
        count without (strategy, runtime, target, cause) (
          \(M.targetCause, ["cause": "host"]) == 1
          and ignoring (target, cause) \(M.alertingEnabled) == 1
        )
      ) >= 2
      and count without (mix, strategy, runtime, target, cause) (
        \(M.targetCause, ["cause": "host"]) == 1
        and ignoring (cause) (\(M.targetBadRuns) >= \(M.targetBadRunsNeeded))
        and ignoring (target, cause) \(M.alertingEnabled) == 1
      )
      or (
        count without (mix) (
          count without (alertname, alertstate, severity, cause, strategy, runtime) (
            \(PrometheusSeries.alerts, ["alertname": .like(explained), "alertstate": "firing", "cause": "host"])
          )
        )
        and on (job, instance) \(PrometheusSeries.alerts, ["alertname": .equal(rule.name.rawValue), "alertstate": "firing"])
      )
      """, severity: rule.severity, cause: .host,
      description:
        "Mixes in which the host is the cause of breached targets: {{ $value }}. Others have its cores, a CPU quota stops the runs, or the hypervisor takes time from them. The page of the agent says who has the cores."
    )
  }

  /// Alerts that the host may be the cause of.
  private static let explained = AlertName.allCases.filter { $0.hasJudgedCause && $0 != .hostContended }.map(\.rawValue)
    .joined(separator: "|")

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
    // As long as the alert is kept, it says what it was begun for.
    return
      "{{ with printf `max_over_time(\(series)[6m])` \(identity) | query }} {{ . | first | value }} of the newest runs broke the target.{{ end }}"
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
      cause: .unexplained,
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
      """, severity: rule.severity, cause: .unexplained,
      description: "{{ $value | humanizePercentage }} of the newest slots passed without a run.")
  }

  /// Its summary names the host, since it is all that is known.
  private static let agentDown = AlertingRule(
    alert: "CalcmonAgentDown", expression: "\(PrometheusSeries.up) == 0", hold: "5m", waits: true, keepFiringFor: nil,
    severity: "critical", cause: nil, summary: "calcmon does not answer on {{ $labels.instance }}.",
    description:
      "Prometheus could not scrape it. Until it answers, nothing is known of this host, and no other alert of it fires.")

  /// - Parameters:
  ///   - cause: of all its alerts; `nil`: the expression says it.
  ///   - keeps: whether Prometheus waits and keeps it firing; otherwise the expression does.
  private init(
    _ rule: AlertRule, _ expression: PromQL, severity: String, cause: TargetCause.Kind?, keeps: Bool = true, description: String
  ) {
    let keep = keeps && rule.keepFiringFor > 0 ? Self.duration(rule.keepFiringFor) : nil
    self.init(
      alert: rule.name.rawValue, expression: expression, hold: Self.duration(rule.hold), waits: keeps, keepFiringFor: keep,
      severity: severity, cause: cause?.rawValue,
      summary: "\(rule.annotations["summary"] ?? rule.name.rawValue) on {{ $labels.instance }}.",
      description: description)
  }

  /// As Prometheus reads it.
  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole.isMultiple(of: 60) ? "\(whole / 60)m" : "\(whole)s"
  }
}
