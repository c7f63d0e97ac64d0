import Alerting
import FoundationEssentials
import GRDB
import Samples

/// Alerts as rows. Whatever is written twice is there once.
extension Database {
  func insert(_ transition: AlertTransition) throws {
    let alert = transition.alert
    try cachedStatement(
      sql: """
        INSERT INTO alert_transitions (time_ms, alertname, labels, state, value, alert_id, from_state, reason, severity, annotations,
          mix, strategy, runtime)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (alert_id, time_ms, from_state, state) DO NOTHING
        """
    ).execute(arguments: [
      transition.at.milliseconds, alert.subject.name.rawValue, AlertJSON.text(alert.labels), transition.to.rawValue, alert.value,
      alert.id, transition.from.rawValue, transition.reason.rawValue, alert.labels.value(of: "severity"),
      AlertJSON.text(alert.annotations), alert.subject.mix, alert.subject.identity?.strategy.rawValue,
      alert.subject.identity?.runtime.rawValue,
    ])
    if transition.from == .pending, transition.to == .inactive { return try forget(alert.fingerprint) }
    try upsert(alert)
    if transition.to == .firing { try freezeEvidence(of: alert, until: transition.at.milliseconds) }
  }

  func upsert(_ alert: Alert) throws {
    try cachedStatement(
      sql: """
        INSERT OR REPLACE INTO alerts (fingerprint, id, alertname, mix, strategy, runtime, labels, annotations, state, value, active_ms,
          fired_ms, resolved_ms, keep_ms, unknown_ms, paused_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      alert.fingerprint.text, alert.id, alert.subject.name.rawValue, alert.subject.mix,
      alert.subject.identity?.strategy.rawValue, alert.subject.identity?.runtime.rawValue, AlertJSON.text(alert.labels),
      AlertJSON.text(alert.annotations), alert.state.rawValue, alert.value, alert.activeAt.milliseconds,
      alert.firedAt?.milliseconds, alert.resolvedAt?.milliseconds, alert.keepSince?.milliseconds,
      alert.unknownSince?.milliseconds, alert.paused,
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

extension Alert {
  static let columns = """
    alertname, mix, strategy, runtime, labels, annotations, state, value, active_ms, fired_ms, resolved_ms, keep_ms, unknown_ms,
    paused_ms
    """

  /// From a row that begins with `columns`; `nil` where it holds a word that this calcmon does not know, or no JSON.
  init?(_ row: Row) {
    guard let subject = AlertSubject(name: row[0], mix: row[1], strategy: row[2], runtime: row[3]),
      let labels = AlertJSON.strings(row[4]), let annotations = AlertJSON.strings(row[5]),
      let state = AlertState(rawValue: row[6])
    else { return nil }
    let instant = { (index: Int) in (row[index] as Int64?).map { Timestamp(milliseconds: $0) } }
    self.init(
      subject: subject, labels: Labels(labels.map { ($0.key, $0.value) }), annotations: annotations, state: state, value: row[7],
      activeAt: Timestamp(milliseconds: row[8]), firedAt: instant(9), resolvedAt: instant(10), keepSince: instant(11),
      unknownSince: instant(12))
    paused = row[13]
  }
}

extension AlertSubject {
  fileprivate init?(name: String, mix: String, strategy: String?, runtime: String?) {
    guard let name = AlertName(rawValue: name) else { return nil }
    guard let strategy, let runtime else {
      self.init(name, mix: mix)
      return
    }
    guard let strategy = Strategy(rawValue: strategy), let runtime = Runtime(rawValue: runtime) else { return nil }
    self.init(name, RunIdentity(mix: mix, strategy: strategy, runtime: runtime))
  }
}

extension Labels {
  fileprivate func value(of name: String) -> String? { pairs.first { $0.name == name }?.value }
}

/// Names with their values, as the columns hold them: a JSON object, sorted by name.
enum AlertJSON {
  static func text(_ strings: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(strings), as: UTF8.self)
  }

  static func text(_ labels: Labels) throws -> String {
    try text(Dictionary(labels.pairs.map { ($0.name, $0.value) }) { $1 })
  }

  /// `nil` where the text is no such object.
  static func strings(_ text: String) -> [String: String]? {
    try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }
}
