import GRDB
import Samples

/// Stalls of applications as rows.
extension Database {
  func insert(_ entry: AppStallEntry) throws {
    let stall = entry.stall.stall
    let facts: StatementArguments = [
      try appID(entry.app), entry.endedAt.milliseconds, entry.pid, stall.endedNanoseconds - stall.startedNanoseconds,
      (stall.budget.leading ?? .unexplained).rawValue, entry.stall.isStartup, entry.stall.isOverload, stall.wasStopped,
      stall.controlLateSeconds, stall.noticedNanoseconds.map { $0 - stall.startedNanoseconds }, stall.waitChannel,
      entry.stall.task,
      entry.stall.holder?.thread, entry.stall.holder?.frame,
      try appStackID(frame: entry.stall.frame, stack: stall.stack),
    ]
    let columns = (AppStallColumns.facts + StallBudgetColumns.names).joined(separator: ", ")
    let marks = (AppStallColumns.facts + StallBudgetColumns.names).map { _ in "?" }.joined(separator: ", ")
    try cachedStatement(sql: "INSERT INTO app_stalls (\(columns)) VALUES (\(marks))")
      .execute(arguments: facts + StallBudgetColumns.arguments(stall.budget))
    try keepAsEvidence(stallID: lastInsertedRowID, of: entry)
  }

  /// - Parameter rest: a condition, and what follows it.
  func appStalls(where rest: String, _ arguments: StatementArguments, _ damages: DamageTally) throws -> [AppStallEntry] {
    let (columns, rows) = try query("\(AppStallColumns.sql) WHERE \(rest)", of: "app_stalls", key: "id", arguments)
    let stall = try AppStallColumns(columns)
    return try rows.all(damages, stall.entry)
  }

  /// By frame and cause, the worst first: each with the number of its longest stall.
  func appPlaces(
    _ app: String, since: Timestamp, until: Timestamp, limit: Int, _ damages: DamageTally
  ) throws -> [AppPlaceCost] {
    let (columns, rows) = try query(
      """
      SELECT max(length_ns) AS longest, app_stalls.id AS id, cause, count(*) AS count, sum(length_ns) / 1e9 AS seconds,
        CASE WHEN cause = 'gil' THEN ifnull(holder_frame, frame) ELSE frame END AS place
      FROM app_stalls LEFT JOIN app_stacks ON app_stacks.id = stack_id
      WHERE ended_ms BETWEEN ? AND ? AND app_id = (SELECT id FROM apps WHERE name = ?) AND NOT startup
      GROUP BY place, cause ORDER BY seconds DESC, place LIMIT ?
      """, of: "app_stalls", key: "id", [since.milliseconds, until.milliseconds, app, limit])
    let (id, cause, count) = (try columns("id"), try columns("cause"), try columns("count"))
    let (seconds, place) = (try columns("seconds", as: "length_ns"), try columns("place", as: "holder_frame"))
    return try rows.all(damages) { row in
      guard let known = try StallCause(rawValue: cause.value(row)) else { throw cause.damage(row) }
      let worst = try appStalls(where: "app_stalls.id = ?", [try id.value(row, as: Int64.self)], damages).first
      return try worst.map {
        AppPlaceCost(
          frame: try place.optional(row), cause: known, count: try count.count(row), seconds: try seconds.seconds(row), worst: $0)
      }
    }
  }
}
