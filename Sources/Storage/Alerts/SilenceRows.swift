import Alerting
import GRDB
import Samples

extension Database {
  /// In the order in which they were made. Rows that nobody can understand are left out: people may write here by hand.
  func silences(endingAfter instant: Timestamp) throws -> [StoredSilence] {
    let rows = try Row.fetchAll(
      self, sql: "SELECT id, matcher, starts_ms, ends_ms, comment, created_by FROM silences WHERE ends_ms > ? ORDER BY id",
      arguments: [instant.milliseconds])
    return rows.compactMap(StoredSilence.init)
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

extension StoredSilence {
  /// Nothing is taken for granted: a column of SQLite holds whatever was put into it.
  fileprivate init?(_ row: Row) {
    guard let id = Int64.fromDatabaseValue(row[0]), let text = String.fromDatabaseValue(row[1]),
      let matcher = AlertJSON.strings(text), let starts = Int64.fromDatabaseValue(row[2]),
      let ends = Int64.fromDatabaseValue(row[3]), let comment = String.fromDatabaseValue(row[4]),
      let author = String.fromDatabaseValue(row[5])
    else { return nil }
    self.init(
      id: id,
      silence: Silence(
        matcher: AlertMatcher(matcher), startsAt: Timestamp(milliseconds: starts), endsAt: Timestamp(milliseconds: ends),
        comment: comment, createdBy: author))
  }
}
