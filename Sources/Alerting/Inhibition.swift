import Samples
import Thresholds

/// Alerts that say nothing that another one does not say are not sent, and are shown below it: those of the same name for the same runs with
/// another severity, while one fires with severity `critical`; those that the host is the cause of, while `CalcmonHostContended` fires.
package struct Inhibition: Sendable {
  private let critical: Set<AlertSubject>
  private let isContended: Bool

  /// - Parameter alerts: all of them, as they stand.
  package init(_ alerts: [Alert]) {
    critical = Set(alerts.filter { $0.state == .firing && $0.isCritical }.map(\.subject))
    isContended = alerts.contains { $0.state == .firing && $0.subject.name == .hostContended }
  }

  /// Whether another alert says it already.
  package func covers(_ alert: Alert) -> Bool { isBelowHost(alert) || isBelowCritical(alert) }

  /// Whether `CalcmonHostContended` says it already.
  package func isBelowHost(_ alert: Alert) -> Bool { isContended && alert.state != .inactive && alert.isExplainedByHost }

  /// Whether a critical alert of the same says it already.
  package func isBelowCritical(_ alert: Alert) -> Bool {
    alert.state != .inactive && !alert.isCritical && critical.contains(alert.subject)
  }
}

extension Alert {
  /// Whether its severity is `critical`.
  package var isCritical: Bool { labels["severity"] == "critical" }

  /// Whether it is one of those that `CalcmonHostContended` stands for.
  package var isExplainedByHost: Bool {
    subject.name != .hostContended && labels["cause"] == TargetCause.Kind.host.rawValue
  }
}
