import Alerting
import GRDB
import Samples

/// Alerts from rows.
extension Database {
  /// In order of their labels.
  func alerts(
    _ damages: DamageTally, where condition: String = "TRUE", _ arguments: StatementArguments = []
  ) throws -> [Alert] {
    let (columns, rows) = try query("SELECT \(AlertColumns.sql) FROM alerts WHERE \(condition)", of: "alerts", arguments)
    let alert = try AlertColumns(columns)
    return try rows.all(damages, alert.alert).sorted { $0.labels < $1.labels }
  }

  /// Of some alerts.
  func deliveries(of alerts: [Alert], _ damages: DamageTally) throws -> [Delivery] {
    let known = Dictionary(alerts.map { ($0.fingerprint.text, $0.fingerprint) }) { $1 }
    let (columns, rows) = try query(
      "SELECT fingerprint, notifier, active_ms, state, sent_ms FROM deliveries ORDER BY fingerprint, notifier", of: "deliveries")
    return try rows.all(damages) { row in
      guard let fingerprint = try known[columns("fingerprint").value(row)] else { return nil }
      guard let state = try AlertState(rawValue: columns("state").value(row)) else { throw try columns("state").damage(row) }
      return Delivery(
        notifier: try columns("notifier").value(row), fingerprint: fingerprint, activeAt: try columns("active_ms").timestamp(row),
        state: state, sentAt: try columns("sent_ms").timestamp(row))
    }
  }

  func alertsAliveAt(_ damages: DamageTally) throws -> Timestamp? { try instant("alive_ms", of: "alert_clock", damages) }

  func agentStoppedAt(_ damages: DamageTally) throws -> Timestamp? {
    let (columns, rows) = try query("SELECT id, stopped_ms FROM agents ORDER BY id DESC LIMIT 1", of: "agents")
    let stopped = try columns("stopped_ms")
    return try rows.all(damages, stopped.optionalTimestamp).first
  }

  /// Ascending in time.
  func transitions(
    where condition: String, _ arguments: StatementArguments, _ damages: DamageTally
  ) throws -> [StoredTransition] {
    try leaveOutMisplaced(damages, of: "alert_transitions", "time_ms", key: "id")
    let (columns, rows) = try query(
      """
      SELECT id, alert_id, labels, from_state, state, time_ms, value, reason, annotations FROM alert_transitions
      WHERE \(condition) AND alert_id IS NOT NULL ORDER BY time_ms, id
      """, of: "alert_transitions", key: "id", arguments)
    let transition = try TransitionColumns(columns)
    return try rows.all(damages, transition.transition)
  }

  func episode(idPrefix: String, _ damages: DamageTally) throws -> FoundEpisode {
    let prefix = idPrefix.lowercased()
    guard !prefix.isEmpty, prefix.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return .none }
    let range: StatementArguments = ["from": prefix, "to": prefix + "g"]
    let ids = try String.fetchAll(
      self,
      sql: """
        SELECT alert_id FROM alert_transitions WHERE alert_id >= :from AND alert_id < :to
        UNION SELECT id FROM alerts WHERE id >= :from AND id < :to ORDER BY 1
        """, arguments: range)
    guard let id = ids.first else { return .none }
    return ids.count == 1 ? try episode(id, damages).map(FoundEpisode.one) ?? .none : .ambiguous(ids)
  }

  private func episode(_ id: String, _ damages: DamageTally) throws -> AlertEpisode? {
    let alert = try alerts(damages, where: "id = ?", [id]).first
    let transitions = try transitions(where: "alert_id = ?", [id], damages)
    guard let labels = alert?.labels ?? transitions.last?.labels else { return nil }
    let runs = try storedRuns(
      """
      SELECT \(StoredRunColumns.sql) FROM runs WHERE id IN (SELECT run_id FROM alert_evidence WHERE alert_id = ?) ORDER BY ended_ms, id
      """, [id], damages)
    return AlertEpisode(
      id: id, labels: labels, alert: alert, transitions: transitions, runs: runs,
      appIntervals: try appIntervals(ofAlert: id, damages), appStalls: try appStalls(ofAlert: id, damages))
  }
}
