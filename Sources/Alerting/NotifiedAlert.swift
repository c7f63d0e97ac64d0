package import Samples

/// An alert as somebody is told of it.
package struct NotifiedAlert: Hashable, Sendable {
  /// Firing, or inactive: it is resolved.
  package let alert: Alert
  /// When it was resolved; of a firing one, until when an Alertmanager takes it to be firing where it hears nothing more of it.
  package let endsAt: Timestamp
  /// Where people see more of it; empty where there is no such place.
  package let generatorURL: String

  /// Joins the parts.
  package init(alert: Alert, endsAt: Timestamp, generatorURL: String) {
    self.alert = alert
    self.endsAt = endsAt
    self.generatorURL = generatorURL
  }

  /// Otherwise it is resolved.
  package var isFiring: Bool { alert.state == .firing }
  /// Since when it fires; it stays the same through the episode, so that receivers can tell a repetition.
  package var startsAt: Timestamp { alert.firedAt ?? alert.activeAt }
  /// The `alertname` label; empty where there is none.
  package var alertName: String { alert.labels.pairs.last { $0.name == "alertname" }?.value ?? "" }
}
