import GRDB
import Samples

/// What happened to applications, as rows.
extension Database {
  func insert(_ occurrence: AppOccurrence) throws {
    try cachedStatement(
      sql:
        "INSERT INTO app_occurrences (app_id, time_ms, kind, pid, version, stood_seconds, stack_id) VALUES (?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      try appID(occurrence.app), occurrence.at.milliseconds, occurrence.kind.rawValue, occurrence.pid, occurrence.version,
      occurrence.stoodSeconds, try appStackID(frame: occurrence.frame, stack: occurrence.stack),
    ])
  }

  /// The newest of a window, ascending in time.
  func appOccurrences(
    _ app: String?, since: Timestamp, until: Timestamp, limit: Int, _ damages: DamageTally
  ) throws -> [AppOccurrence] {
    let (columns, rows) = try query(
      """
      SELECT app_occurrences.id AS id, name, time_ms, kind, pid, version, stood_seconds, frame, stack
      FROM app_occurrences JOIN apps ON apps.id = app_id LEFT JOIN app_stacks ON app_stacks.id = stack_id
      WHERE time_ms BETWEEN ? AND ? AND (?3 IS NULL OR name = ?3) ORDER BY time_ms DESC, app_occurrences.id DESC LIMIT ?4
      """, of: "app_occurrences", key: "id", [since.milliseconds, until.milliseconds, app, limit])
    let (name, time, kind, pid) = (
      try columns("name", of: "apps"), try columns("time_ms"), try columns("kind"), try columns("pid")
    )
    let (version, stood, stack) = (try columns("version"), try columns("stood_seconds"), try AppStackColumns(columns))
    return try rows.all(damages) { row in
      guard let known = try AppOccurrence.Kind(rawValue: kind.value(row)) else { throw kind.damage(row) }
      return AppOccurrence(
        app: try name.value(row), at: try time.timestamp(row), kind: known, pid: try pid.optionalCount(row),
        version: try version.optional(row), frame: try stack.frame(row), stack: try stack.stack(row),
        stoodSeconds: try stood.optionalSeconds(row))
    }.reversed()
  }
}
