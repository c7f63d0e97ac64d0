import Samples

/// Which alerts say nothing that another one does not say: while an alert fires with severity `critical`, those of the same name for the same
/// runs with another severity are told to nobody, and shown below it.
package struct Inhibition: Sendable {
  private let critical: Set<AlertSubject>

  /// - Parameter alerts: all of them, as they stand.
  package init(_ alerts: [Alert]) {
    critical = Set(alerts.filter { $0.state == .firing && $0.isCritical }.map(\.subject))
  }

  /// Whether a critical alert says it already.
  package func covers(_ alert: Alert) -> Bool {
    alert.state != .inactive && !alert.isCritical && critical.contains(alert.subject)
  }
}

extension Alert {
  /// Whether its severity is `critical`.
  package var isCritical: Bool { labels["severity"] == "critical" }
}
