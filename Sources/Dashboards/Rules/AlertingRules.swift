import Alerting
import Samples
import Thresholds

private typealias M = MetricCatalog

extension AlertingRule {
  /// The agent's own alerts, by the same conditions, and the one that it cannot raise itself.
  ///
  /// Conditions, windows and limits are the agent's: its gauges say what is breached, and how many of the newest runs were bad. `for`, `keep_firing_for` and severities are those
  /// without a configuration. What Prometheus does not know: limits for the end of an alert (`clear`), silences.
  package static let all: [AlertingRule] = AlertRule.standard.flatMap { joined(rules(of: $0), ofApplications($0)) } + [agentDown]

  private static func rules(of rule: AlertRule) -> [AlertingRule] {
    switch rule.name {
    case .eventLoopLatencyHigh:
      [breach(rule, .eventLoopLatency, of: .runs, latency), critical(rule, .eventLoopLatency, of: .runs, latency)]
    case .queueGrowing:
      [
        breach(
          rule, .queueDepth, of: .runs, "The queue grows by {{ $value | humanize }} items a second: the system does not keep up.")
      ]
    case .cpuOutOfBand:
      [
        breach(
          rule, .cpuUtilization, of: .runs,
          "CPU utilisation is {{ $value | humanizePercentage }}, outside its band: paced work gets less from this host than calibration promised, or needs more."
        )
      ]
    case .memoryGrowing:
      [
        breach(
          rule, .memory, of: .runs,
          "Memory grows by {{ $value | humanize1024 }}B a second and does not come back: a leak, or a cache without a bound.")
      ]
    case .ioWaitHigh:
      [
        breach(
          rule, .ioWait, of: .runs,
          "For {{ $value | humanizePercentage }} of the time every item in flight waited, and nothing was computing.\(limit(.ioWait, of: .runs, "humanizePercentage"))"
        )
      ]
    case .loopSaturated, .tasksGrowing, .executorBacklogGrowing, .appDown, .appStanding: []
    case .runFailing: [failing(rule)]
    case .slotsMissed: [missed(rule)]
    case .hostContended: [contended(rule)]
    }
  }

  // MARK: The host

  /// The number of mixes and applications of which a target is breached by the host, from two on, if enough of the newest runs of one of these targets were bad.
  ///
  /// As the agent's it goes on as long as another alert fires that it explains: otherwise the last of these would be told as news.
  private static func contended(_ rule: AlertRule) -> AlertingRule {
    AlertingRule(
      rule,
      """
      count without (mix, app) (
        count without (strategy, runtime, target, cause) (
          \(causedByHost)
        )
      ) >= 2
      and count without (mix, strategy, runtime, app, target, cause) (
        (
          \(causedByHost)
        )
        and ignoring (cause) (
          \(M.targetBadRuns) >= \(M.targetBadRunsNeeded)
          or \(ofApplications: M.targetBadRuns) >= \(ofApplications: M.targetBadRunsNeeded)
        )
      )
      or (
        count without (mix, app) (
          count without (alertname, alertstate, severity, cause, strategy, runtime) (
            \(PrometheusSeries.alerts, ["alertname": .like(explained), "alertstate": "firing", "cause": "host"])
          )
        )
        and on (job, instance) \(PrometheusSeries.alerts, ["alertname": .equal(rule.name.rawValue), "alertstate": "firing"])
      )
      """, severity: rule.severity, cause: .host,
      description:
        "Mixes and applications in which the host is the cause of breached targets: {{ $value }}. Others have its cores, a CPU quota stops the runs, or the hypervisor takes time from them. The page of the agent says who has the cores."
    )
  }

  /// Targets that the host broke, of what becomes an alert.
  private static let causedByHost: PromQL = """
    \(M.targetCause, ["cause": "host"]) == 1 and ignoring (target, cause) \(M.alertingEnabled) == 1
          or \(ofApplications: M.targetCause, ["cause": "host"]) == 1 unless ignoring (target, cause) \(ofApplications: M.alertingEnabled) == 0
    """

  /// Alerts that the host may be the cause of.
  private static let explained = AlertName.allCases.filter { $0.hasJudgedCause && $0 != .hostContended }.map(\.rawValue)
    .joined(separator: "|")

  private static let latency =
    "The loop was late by {{ $value | humanizeDuration }} over the runs of up to 15 minutes.\(limit(.eventLoopLatency, of: .runs, "humanizeDuration"))\(stallCause(M.eventLoopStallSeconds, of: .runs))"

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
  init(
    _ rule: AlertRule, _ expression: PromQL, severity: String, cause: TargetCause.Kind?, keeps: Bool = true,
    subject: RuleSubject = .runs, description: String
  ) {
    let keep = keeps && rule.keepFiringFor > 0 ? Self.duration(rule.keepFiringFor) : nil
    self.init(
      alert: rule.name.rawValue, expression: expression, hold: Self.duration(rule.hold), waits: keeps, keepFiringFor: keep,
      severity: severity, cause: cause?.rawValue,
      summary: "\(Self.summary(rule, subject)) on {{ $labels.instance }}.",
      description: description)
  }

  /// The agent's own, with the labels that the rule has.
  private static func summary(_ rule: AlertRule, _ subject: RuleSubject) -> String {
    (rule.annotations["summary"] ?? rule.name.rawValue).replacing(RuleSubject.runs.words, with: subject.words)
  }

  /// As Prometheus reads it.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole.isMultiple(of: 60) ? "\(whole / 60)m" : "\(whole)s"
  }
}
