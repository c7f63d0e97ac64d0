import Alerting
import GRDB
import Samples

/// Alerts from rows. Those with words that this calcmon does not know are left out.
extension Database {
  /// In order of their labels.
  ///
  /// - Parameter leavingOut: is told of rows that are damaged; `nil`: the first of them is thrown.
  func alerts(
    where condition: String = "TRUE", _ arguments: StatementArguments = [], leavingOut: ((DamagedValue) -> Void)? = nil
  ) throws -> [Alert] {
    let (columns, rows) = try query("SELECT \(AlertColumns.sql) FROM alerts WHERE \(condition)", of: "alerts", arguments)
    let alert = try AlertColumns(columns)
    return try rows.all(leavingOut, alert.alert).sorted { $0.labels < $1.labels }
  }

  /// Of some alerts.
  ///
  /// - Parameter leavingOut: as for `alerts`.
  func deliveries(of alerts: [Alert], leavingOut: ((DamagedValue) -> Void)? = nil) throws -> [Delivery] {
    let known = Dictionary(alerts.map { ($0.fingerprint.text, $0.fingerprint) }) { $1 }
    let (columns, rows) = try query(
      "SELECT fingerprint, notifier, active_ms, state, sent_ms FROM deliveries ORDER BY fingerprint, notifier", of: "deliveries")
    return try rows.all(leavingOut) { row in
      guard let fingerprint = try known[columns("fingerprint").value(row)],
        let state = try AlertState(rawValue: columns("state").value(row))
      else { return nil }
      return Delivery(
        notifier: try columns("notifier").value(row), fingerprint: fingerprint, activeAt: try columns("active_ms").timestamp(row),
        state: state, sentAt: try columns("sent_ms").timestamp(row))
    }
  }

  func alertsAliveAt() throws -> Timestamp? {
    try Int64.fetchOne(self, sql: "SELECT alive_ms FROM alert_clock").map { Timestamp(milliseconds: $0) }
  }

  /// Ascending in time.
  func transitions(where condition: String, _ arguments: StatementArguments) throws -> [StoredTransition] {
    let (columns, rows) = try query(
      """
      SELECT id, alert_id, labels, from_state, state, time_ms, value, reason, annotations FROM alert_transitions
      WHERE \(condition) AND alert_id IS NOT NULL ORDER BY time_ms, id
      """, of: "alert_transitions", key: "id", arguments)
    let transition = try TransitionColumns(columns)
    return try rows.all(nil, transition.transition)
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
    let runs = try storedRuns(
      """
      SELECT \(StoredRunColumns.sql) FROM runs WHERE id IN (SELECT run_id FROM alert_evidence WHERE alert_id = ?) ORDER BY ended_ms, id
      """, [id])
    return AlertEpisode(id: id, labels: labels, alert: alert, transitions: transitions, runs: runs)
  }
}
