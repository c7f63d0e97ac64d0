import Alerting
import Samples
import Thresholds

private typealias M = MetricCatalog

/// Alerts on breached targets, of runs and of applications.
extension AlertingRule {
  static func breach(_ rule: AlertRule, _ target: TargetName, of subject: RuleSubject, _ description: String) -> AlertingRule {
    let expression = onTarget(rule, target, subject, M.targetBreached, M.targetBadRuns)
    return AlertingRule(
      rule, expression, severity: rule.severity, cause: nil, keeps: false, subject: subject,
      description: description + badRuns(target, subject, M.targetBadRuns))
  }

  static func critical(_ rule: AlertRule, _ target: TargetName, of subject: RuleSubject, _ description: String) -> AlertingRule {
    let expression = onTarget(rule, target, subject, M.targetCritical, M.targetCriticalRuns)
    return AlertingRule(
      rule, expression, severity: "critical", cause: nil, keeps: false, subject: subject,
      description: description + badRuns(target, subject, M.targetCriticalRuns))
  }

  /// The judged value if the flag is up, enough of the newest runs were bad, and the agent would raise an alert; or was up until shortly before.
  ///
  /// The label `cause` is that of the last breach. So that there is one series, whatever the cause was before, it waits and is kept here: `for`
  /// would begin anew with each cause, and `keep_firing_for` would keep an alert with the old cause beside the one with the new. An agent of a
  /// version that tells no causes has the alert as well, as one that is unexplained.
  private static func onTarget(
    _ rule: AlertRule, _ target: TargetName, _ subject: RuleSubject, _ flag: Metric, _ runs: Metric
  ) -> PromQL {
    let target = LabelMatch.equal(target.rawValue)
    let kept = duration(rule.keepFiringFor)
    let series = { (metric: Metric) in subject.series(metric, ["target": target]) }
    let breach: PromQL = """
      max without (target) (
            \(series(M.targetValue))
            and \(series(flag)) == 1
            and (\(series(runs)) >= \(series(M.targetBadRunsNeeded)))
            \(subject.isAlerted)
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
      + on (\(raw: subject.grouping)) group_left (cause)
      0 * topk by (\(raw: subject.grouping)) (1,
        max_over_time(timestamp(max without (target) (\(series(M.targetCause)) == 1))[\(raw: kept):])
        or
        label_replace(0 * max_over_time(\(series(M.targetBreached))[\(raw: kept)]), "cause", "unexplained", "", "")
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

  // MARK: Sentences

  /// A sentence on the limit; empty where there is none any more.
  static func limit(_ target: TargetName, of subject: RuleSubject, _ format: String) -> String {
    let series = "\(M.targetLimit.name){\(subject.matchers),target=\"\(target.rawValue)\",bound=\"upper\"}"
    return
      "{{ with printf `\(series)` \(subject.arguments) | query }} The target is less than {{ . | first | value | \(format) }}.{{ end }}"
  }

  /// A sentence on the newest runs.
  private static func badRuns(_ target: TargetName, _ subject: RuleSubject, _ metric: Metric) -> String {
    let series = "\(metric.name){\(subject.matchers),target=\"\(target.rawValue)\"}"
    // As long as the alert is kept, it says what it was begun for.
    return
      "{{ with printf `max_over_time(\(series)[6m])` \(subject.arguments) | query }} {{ . | first | value }} of the newest \(subject.noun) broke the target.{{ end }}"
  }

  /// A sentence on the leading cause of the stalls; empty where there were none.
  static func stallCause(_ metric: Metric, of subject: RuleSubject) -> String {
    "{{ with printf `topk(1, increase(\(metric.name){\(subject.matchers)}[15m]) > 0)` \(subject.arguments) | query }} The loop stood still, most of the time by cause {{ . | first | label `cause` }}.{{ end }}"
  }
}
