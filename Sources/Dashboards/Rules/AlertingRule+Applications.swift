import Alerting
import Samples
import Thresholds

private typealias M = MetricCatalog

/// Alerts on watched applications.
extension AlertingRule {
  /// Of two rules of the same name and severity one is made: Prometheus wants each once.
  static func joined(_ runs: [AlertingRule], _ applications: [AlertingRule]) -> [AlertingRule] {
    let isSame = { (one: AlertingRule, other: AlertingRule) in one.alert == other.alert && one.severity == other.severity }
    let both = runs.map { rule in applications.first { isSame(rule, $0) }.map(rule.or) ?? rule }
    return both + applications.filter { rule in !runs.contains { isSame($0, rule) } }
  }

  /// One for both. Its sentences go by whether it is an application's.
  private func or(_ other: AlertingRule) -> AlertingRule {
    let words = RuleSubject.runs.words
    let either = "({{ if $labels.app }}{{ $labels.app }}{{ else }}\(words.dropFirst().dropLast()){{ end }})"
    return AlertingRule(
      alert: alert, expression: "(\n  \(expression)\n)\nor\n(\n  \(other.expression)\n)", hold: hold, waits: waits,
      keepFiringFor: keepFiringFor, severity: severity, cause: cause, summary: summary.replacing(words, with: either),
      description: "{{ if $labels.app }}\(other.description){{ else }}\(description){{ end }}")
  }

  /// Those that a rule of the agent becomes for applications.
  static func ofApplications(_ rule: AlertRule) -> [AlertingRule] {
    switch rule.name {
    case .eventLoopLatencyHigh:
      [
        breach(rule, .eventLoopLatency, of: .applications, latency),
        critical(rule, .eventLoopLatency, of: .applications, latency),
      ]
    case .queueGrowing:
      [
        breach(
          rule, .queueDepth, of: .applications,
          "A queue grows by {{ $value | humanize }} items a second: more comes than is done.")
      ]
    case .cpuOutOfBand:
      [
        breach(
          rule, .cpuUtilization, of: .applications,
          "CPU utilisation is {{ $value | humanizePercentage }}, outside the band that the configuration sets for it.")
      ]
    case .memoryGrowing:
      [
        breach(
          rule, .memory, of: .applications,
          "Memory grows by {{ $value | humanize1024 }}B a second and does not come back: a leak, or a cache without a bound.")
      ]
    case .ioWaitHigh:
      [
        breach(
          rule, .ioWait, of: .applications,
          "For {{ $value | humanizePercentage }} of the time there was nothing to do but to wait for I/O that the application timed.\(limit(.ioWait, of: .applications, "humanizePercentage"))"
        )
      ]
    case .loopSaturated:
      [
        breach(
          rule, .saturation, of: .applications,
          "The event loop was busy, or ready and without a core, for {{ $value | humanizePercentage }} of the time: it answers ever later.\(limit(.saturation, of: .applications, "humanizePercentage"))"
        )
      ]
    case .tasksGrowing:
      [breach(rule, .tasks, of: .applications, "Tasks grow by {{ $value | humanize }} a second: they are begun and do not end.")]
    case .executorBacklogGrowing:
      [
        breach(
          rule, .executorBacklog, of: .applications,
          "Calls that wait for a thread of the default executor grow by {{ $value | humanize }} a second.")
      ]
    case .appDown: [down(rule)]
    case .appStanding: [standing(rule)]
    case .runFailing, .slotsMissed, .hostContended: []
    }
  }

  private static let latency =
    "The loop was late by {{ $value | humanizeDuration }} over the last 15 minutes.\(limit(.eventLoopLatency, of: .applications, "humanizeDuration"))\(stallCause(M.appStallSeconds, of: .applications))"

  private static func down(_ rule: AlertRule) -> AlertingRule {
    AlertingRule(
      rule, "\(M.appUp) == 0", severity: rule.severity, cause: .unexplained, subject: .applications,
      description:
        "No process of it reports any more, and one did within the last five minutes. The agent knows where the last one stood.")
  }

  private static func standing(_ rule: AlertRule) -> AlertingRule {
    AlertingRule(
      rule, "\(M.appStanding) >= \(raw: "\(Int(AppOccurrence.longStanding))")", severity: rule.severity, cause: .unexplained,
      subject: .applications,
      description:
        "An event loop of it has not turned for {{ $value | humanizeDuration }}: nothing that it serves is answered. The agent knows where it stands."
    )
  }
}
