import Alerting
import GRDB
import Samples

/// What explains an alert: what ended around the time in which it fired.
enum EvidenceReach {
  /// Before an alert became pending, in milliseconds.
  static let before: Int64 = 30 * 60_000
  /// After it fired, or was resolved, in milliseconds.
  static let after: Int64 = 15 * 60_000
  /// Of one alert at most.
  static let runs = 50
  /// Of an application: no more, before it fired and in all, in milliseconds.
  static let mostBefore: Int64 = 2 * 3_600_000
  static let mostInAll: Int64 = 6 * 3_600_000
  /// Stalls of an application, of one alert at most: so many of those before it fired, and so many in all.
  static let stallsBefore = 50
  static let stalls = 100
}

extension Database {
  /// Keeps the runs that have led to an alert, and those that ended after it fired and are here already: the newest of them, where there are too many. The unary plus has SQLite look for them by time.
  func freezeEvidence(of alert: Alert, until now: Int64) throws {
    if let app = alert.subject.app { return try freezeAppEvidence(of: alert, app, until: now) }
    try cachedStatement(
      sql: """
        INSERT INTO alert_evidence (alert_id, run_id)
        SELECT :alert, id FROM runs
        WHERE (:mix IS NULL OR +mix = :mix) AND (:strategy IS NULL OR (strategy = :strategy AND runtime = :runtime)) AND ended_ms BETWEEN :from AND :until
          AND NOT EXISTS (SELECT 1 FROM alert_evidence WHERE alert_id = :alert AND run_id = runs.id)
        ORDER BY ended_ms DESC, id DESC
        LIMIT max(0, :runs - (SELECT count(*) FROM alert_evidence WHERE alert_id = :alert))
        """
    ).execute(arguments: [
      "alert": alert.id, "mix": alert.subject.mix, "strategy": alert.subject.identity?.strategy.rawValue,
      "runtime": alert.subject.identity?.runtime.rawValue, "from": alert.activeAt.milliseconds - EvidenceReach.before,
      "until": now + EvidenceReach.after,
      "runs": EvidenceReach.runs,
    ])
  }

  /// Keeps a run for each alert of what was run that fires, or that did a short time before the run's end. Not for one whose transitions were
  /// dropped: there would be nothing with which the run goes.
  func keepAsEvidence(_ runID: Int64, of identity: RunIdentity, ended: Int64) throws {
    let isOfRun =
      "app IS NULL AND (mix = '' OR mix = :mix AND (strategy IS NULL OR (strategy = :strategy AND runtime = :runtime)))"
    try cachedStatement(
      sql: """
        INSERT INTO alert_evidence (alert_id, run_id)
        SELECT alert_id, :run FROM (
          SELECT id AS alert_id FROM alerts WHERE state = 'firing' AND active_ms <= :until AND \(isOfRun)
            AND EXISTS (SELECT 1 FROM alert_transitions WHERE alert_id = alerts.id)
          UNION SELECT alert_id FROM alert_transitions
          WHERE time_ms > :since AND time_ms <= :until AND 'firing' IN (state, from_state) AND alert_id IS NOT NULL AND \(isOfRun)
        ) AS alert
        WHERE (SELECT count(*) FROM alert_evidence WHERE alert_id = alert.alert_id) < :runs
        """
    ).execute(arguments: [
      "run": runID, "mix": identity.mix, "strategy": identity.strategy.rawValue, "runtime": identity.runtime.rawValue,
      "since": ended - EvidenceReach.after, "until": ended + EvidenceReach.before, "runs": EvidenceReach.runs,
    ])
  }
}
