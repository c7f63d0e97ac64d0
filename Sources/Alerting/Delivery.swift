package import Samples

/// What a notifier was last told of an alert.
package struct Delivery: Hashable, Sendable {
  /// Which notifier; see `NotifierSettings.name`.
  package let notifier: String
  /// Which alert.
  package let fingerprint: Fingerprint
  /// Which episode of it.
  package let activeAt: Timestamp
  /// `firing`, or `inactive`: it is resolved.
  package let state: AlertState
  /// When the notifier had taken it.
  package let sentAt: Timestamp

  /// Joins the parts.
  package init(notifier: String, fingerprint: Fingerprint, activeAt: Timestamp, state: AlertState, sentAt: Timestamp) {
    self.notifier = notifier
    self.fingerprint = fingerprint
    self.activeAt = activeAt
    self.state = state
    self.sentAt = sentAt
  }
}
