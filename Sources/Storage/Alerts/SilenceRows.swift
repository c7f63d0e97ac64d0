import Alerting
import GRDB
import Samples

extension Database {
  /// In the order in which they were made. People may write here by hand: what cannot be read is left out.
  func silences(endingAfter instant: Timestamp, _ damages: DamageTally) throws -> [StoredSilence] {
    let (columns, rows) = try query(
      "SELECT id, matcher, starts_ms, ends_ms, comment, created_by FROM silences WHERE ends_ms > ? OR \(Misplaced.condition("ends_ms")) ORDER BY id",
      of: "silences",
      key: "id", [instant.milliseconds])
    return try rows.all(damages) { row in
      StoredSilence(
        id: try columns("id").value(row),
        silence: Silence(
          matcher: AlertMatcher(try columns("matcher").strings(row)), startsAt: try columns("starts_ms").timestamp(row),
          endsAt: try columns("ends_ms").timestamp(row), comment: try columns("comment").value(row),
          createdBy: try columns("created_by").value(row)))
    }
  }

  /// Returns its id.
  func insert(_ silence: Silence) throws -> Int64 {
    try execute(
      sql: "INSERT INTO silences (matcher, starts_ms, ends_ms, comment, created_by) VALUES (?, ?, ?, ?, ?)",
      arguments: [
        AlertJSON.text(silence.matcher.labels), silence.startsAt.milliseconds, silence.endsAt.milliseconds, silence.comment,
        silence.createdBy,
      ])
    return lastInsertedRowID
  }

  /// Returns whether there is one that had not ended.
  func expireSilence(_ id: Int64, at now: Timestamp) throws -> Bool {
    try execute(
      sql: "UPDATE silences SET ends_ms = :now WHERE id = :id AND ends_ms > :now", arguments: ["now": now.milliseconds, "id": id])
    return changesCount > 0
  }
}
