import Alerting
import GRDB
import Samples

/// Alerts from rows. Those that this calcmon does not understand are left out.
extension Database {
  /// In order of their labels.
  func alerts(where condition: String = "TRUE", _ arguments: StatementArguments = []) throws -> [Alert] {
    let rows = try Row.fetchAll(self, sql: "SELECT \(Alert.columns) FROM alerts WHERE \(condition)", arguments: arguments)
    return rows.compactMap(Alert.init).sorted { $0.labels < $1.labels }
  }

  /// Of some alerts.
  func deliveries(of alerts: [Alert]) throws -> [Delivery] {
    let known = Dictionary(alerts.map { ($0.fingerprint.text, $0.fingerprint) }) { $1 }
    let rows = try Row.fetchAll(
      self, sql: "SELECT fingerprint, notifier, active_ms, state, sent_ms FROM deliveries ORDER BY fingerprint, notifier")
    return rows.compactMap { row in
      guard let fingerprint = known[row[0]], let state = AlertState(rawValue: row[3]) else { return nil }
      return Delivery(
        notifier: row[1], fingerprint: fingerprint, activeAt: Timestamp(milliseconds: row[2]), state: state,
        sentAt: Timestamp(milliseconds: row[4]))
    }
  }

  func alertsAliveAt() throws -> Timestamp? {
    try Int64.fetchOne(self, sql: "SELECT alive_ms FROM alert_clock").map { Timestamp(milliseconds: $0) }
  }

  /// Ascending in time.
  func transitions(where condition: String, _ arguments: StatementArguments) throws -> [StoredTransition] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT alert_id, labels, from_state, state, time_ms, value, reason, annotations FROM alert_transitions
        WHERE \(condition) AND alert_id IS NOT NULL ORDER BY time_ms, id
        """, arguments: arguments)
    return rows.compactMap(StoredTransition.init)
  }

  func episode(idPrefix: String) throws -> FoundEpisode {
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
    return ids.count == 1 ? try episode(id).map(FoundEpisode.one) ?? .none : .ambiguous(ids)
  }

  private func episode(_ id: String) throws -> AlertEpisode? {
    let alert = try alerts(where: "id = ?", [id]).first
    let transitions = try transitions(where: "alert_id = ?", [id])
    guard let labels = alert?.labels ?? transitions.last?.labels else { return nil }
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT \(StoredRun.columns) FROM runs WHERE id IN (SELECT run_id FROM alert_evidence WHERE alert_id = ?) ORDER BY ended_ms, id
        """, arguments: [id])
    return AlertEpisode(
      id: id, labels: labels, alert: alert, transitions: transitions, runs: rows.compactMap(StoredRun.init))
  }
}

extension StoredTransition {
  fileprivate init?(_ row: Row) {
    guard let labels = AlertJSON.strings(row[1]), let from = (row[2] as String?).flatMap(AlertState.init),
      let to = AlertState(rawValue: row[3]), let reason = (row[6] as String?).flatMap(AlertTransition.Reason.init)
    else { return nil }
    self.init(
      id: row[0], labels: Labels(labels.map { ($0.key, $0.value) }), from: from, to: to, at: Timestamp(milliseconds: row[4]),
      value: row[5], reason: reason, annotations: (row[7] as String?).flatMap(AlertJSON.strings) ?? [:])
  }
}
