import Alerting
import GRDB
import Samples

/// Alerts as rows. Whatever is written twice is there once. A `mix` without a character is that of an alert for an application or for
/// the whole host.
extension Database {
  func insert(_ transition: AlertTransition) throws {
    let alert = transition.alert
    try cachedStatement(
      sql: """
        INSERT INTO alert_transitions (time_ms, alertname, labels, state, value, alert_id, from_state, reason, severity, annotations,
          mix, strategy, runtime, app)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (alert_id, time_ms, from_state, state) DO NOTHING
        """
    ).execute(arguments: [
      transition.at.milliseconds, alert.subject.name.rawValue, AlertJSON.text(alert.labels), transition.to.rawValue, alert.value,
      alert.id, transition.from.rawValue, transition.reason.rawValue, alert.labels.value(of: "severity"),
      AlertJSON.text(alert.annotations), alert.subject.mix ?? "", alert.subject.identity?.strategy.rawValue,
      alert.subject.identity?.runtime.rawValue, alert.subject.app,
    ])
    if transition.from == .pending, transition.to == .inactive { return try forget(alert.fingerprint) }
    try upsert(alert)
    if transition.to == .firing { try freezeEvidence(of: alert, until: transition.at.milliseconds) }
  }

  func upsert(_ alert: Alert) throws {
    try cachedStatement(
      sql: """
        INSERT OR REPLACE INTO alerts (fingerprint, id, alertname, mix, strategy, runtime, labels, annotations, state, value, active_ms,
          fired_ms, resolved_ms, keep_ms, unknown_ms, paused_ms, app)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      alert.fingerprint.text, alert.id, alert.subject.name.rawValue, alert.subject.mix ?? "",
      alert.subject.identity?.strategy.rawValue, alert.subject.identity?.runtime.rawValue, AlertJSON.text(alert.labels),
      AlertJSON.text(alert.annotations), alert.state.rawValue, alert.value, alert.activeAt.milliseconds,
      alert.firedAt?.milliseconds, alert.resolvedAt?.milliseconds, alert.keepSince?.milliseconds,
      alert.unknownSince?.milliseconds, alert.paused, alert.subject.app,
    ])
  }

  func forget(_ fingerprint: Fingerprint) throws {
    for table in ["alerts", "deliveries"] {
      try cachedStatement(sql: "DELETE FROM \(table) WHERE fingerprint = ?").execute(arguments: [fingerprint.text])
    }
  }

  /// What comes after its alert was forgotten would stay for ever.
  func insert(_ delivery: Delivery) throws {
    try cachedStatement(
      sql: """
        INSERT OR REPLACE INTO deliveries (fingerprint, notifier, active_ms, state, sent_ms)
        SELECT fingerprint, ?, ?, ?, ? FROM alerts WHERE fingerprint = ?
        """
    ).execute(arguments: [
      delivery.notifier, delivery.activeAt.milliseconds, delivery.state.rawValue, delivery.sentAt.milliseconds,
      delivery.fingerprint.text,
    ])
  }

  func setAlertsAlive(_ instant: Timestamp) throws {
    try execute(sql: "UPDATE alert_clock SET alive_ms = ?", arguments: [instant.milliseconds])
  }
}

extension Labels {
  fileprivate func value(of name: String) -> String? { pairs.first { $0.name == name }?.value }
}
