import Alerting
import GRDB
import Samples

/// Which intervals and stalls of an application explain an alert: those around the time in which it fired.
extension Database {
  /// Keeps the intervals around the firing, and the longest of the stalls that are here already. Those of a start are none of its reasons.
  func freezeAppEvidence(of alert: Alert, _ app: String, until now: Int64) throws {
    let since = max(alert.activeAt.milliseconds - EvidenceReach.before, now - EvidenceReach.mostBefore)
    let arguments: StatementArguments = [
      "alert": alert.id, "app": try appID(app), "since": since, "until": now + EvidenceReach.after,
      "most": EvidenceReach.mostInAll,
    ]
    try cachedStatement(
      sql: """
        INSERT INTO alert_app_evidence (alert_id, app_id, since_ms, until_ms) VALUES (:alert, :app, :since, :until)
        ON CONFLICT (alert_id) DO UPDATE SET until_ms = max(until_ms, min(excluded.until_ms, since_ms + :most))
        """
    ).execute(arguments: arguments)
    try cachedStatement(
      sql: """
        INSERT OR IGNORE INTO alert_app_stalls (alert_id, stall_id)
        SELECT alert_id, app_stalls.id
        FROM alert_app_evidence AS evidence JOIN app_stalls ON ended_ms BETWEEN since_ms AND until_ms AND +app_stalls.app_id = evidence.app_id
        WHERE alert_id = :alert AND NOT startup ORDER BY length_ns DESC
        LIMIT max(0, :stalls - (SELECT count(*) FROM alert_app_stalls WHERE alert_id = :alert))
        """
    ).execute(arguments: ["alert": alert.id, "stalls": EvidenceReach.stallsBefore])
  }

  /// Keeps a stall for each alert of its application in whose time it ended.
  func keepAsEvidence(stallID: Int64, of entry: AppStallEntry) throws {
    guard !entry.stall.isStartup else { return }
    try cachedStatement(
      sql: """
        INSERT OR IGNORE INTO alert_app_stalls (alert_id, stall_id)
        SELECT alert_id, :stall FROM alert_app_evidence AS evidence
        WHERE app_id = (SELECT app_id FROM app_stalls WHERE id = :stall) AND until_ms >= :ended AND since_ms <= :ended
          AND (SELECT count(*) FROM alert_app_stalls WHERE alert_id = evidence.alert_id) < :stalls
        """
    ).execute(arguments: ["stall": stallID, "ended": entry.endedAt.milliseconds, "stalls": EvidenceReach.stalls])
  }

  /// Ascending in time.
  func appIntervals(ofAlert id: String, _ damages: DamageTally) throws -> [AppInterval] {
    let kept = { (column: String) throws -> Int64? in
      let value = try DatabaseValue.fetchOne(
        self, sql: "SELECT \(column) FROM alert_app_evidence WHERE alert_id = ?", arguments: [id])
      return value.flatMap { Int64.fromDatabaseValue($0) }
    }
    guard let app = try kept("app_id"), let since = try kept("since_ms"), let until = try kept("until_ms") else { return [] }
    return try appIntervals(.raw, where: "apps.id = ? AND at_ms BETWEEN ? AND ?", [app, since, until], damages)
  }

  /// Ascending in time.
  func appStalls(ofAlert id: String, _ damages: DamageTally) throws -> [AppStallEntry] {
    try appStalls(
      where: "app_stalls.id IN (SELECT stall_id FROM alert_app_stalls WHERE alert_id = ?) ORDER BY ended_ms, app_stalls.id", [id],
      damages)
  }
}
