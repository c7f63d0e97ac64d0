package import Samples

/// An alert as notifiers are told of it.
package struct NotifiedAlert: Hashable, Sendable {
  /// As it stands.
  package let alert: Alert
  /// When it has ended, or ends by itself where nobody tells of it again.
  package let endsAt: Timestamp
  /// Where people find it.
  package let generatorURL: String

  /// Joins the parts.
  package init(alert: Alert, endsAt: Timestamp, generatorURL: String) {
    self.alert = alert
    self.endsAt = endsAt
    self.generatorURL = generatorURL
  }

  /// Whether it fires; else it is resolved.
  package var isFiring: Bool { alert.state == .firing }
}
