import GRDB
package import Samples

/// What stands beside a run: others like it, and the alerts that it is evidence of.
extension HistoryReader {
  /// What the newest runs took that ended until an instant; `nil` if there are too few.
  package func usualRun(of identity: RunIdentity, until: Timestamp) throws -> UsualRun? {
    try read(orIfEmpty: nil) { database, damages in
      let (columns, rows) = try database.query(
        """
        SELECT id, duration_seconds, ideal_seconds FROM runs
        WHERE mix = :mix AND strategy = :strategy AND runtime = :runtime AND ended_ms <= :until AND outcome = :completed
        ORDER BY ended_ms DESC, id DESC LIMIT :most
        """, of: "runs", key: "id",
        identity.arguments &+ ["until": until.milliseconds, "completed": RunOutcome.completed.rawValue, "most": UsualRun.most])
      let (seconds, ideal) = (try columns("duration_seconds"), try columns("ideal_seconds"))
      return UsualRun(
        try rows.all(damages) { row in
          try seconds.optionalSeconds(row).map { (seconds: $0, idealSeconds: try ideal.optionalSeconds(row)) }
        })
    }
  }

  /// Those of the same mix, strategy and runtime that ended just before a run, and just after it.
  package func neighbours(of run: StoredRun) throws -> RunNeighbours {
    try read(orIfEmpty: RunNeighbours()) { database, damages in
      RunNeighbours(
        previous: try database.neighbour(of: run, "<", "DESC", damages),
        next: try database.neighbour(of: run, ">", "ASC", damages))
    }
  }

  /// The numbers of the runs that ended first and last; `nil`: there are none.
  package func keptRuns() throws -> ClosedRange<Int64>? {
    try read(orIfEmpty: nil) { database, _ in
      let end = { (order: String) in
        try Int64.fetchOne(
          database,
          sql: "SELECT id FROM runs WHERE typeof(ended_ms) = 'integer' ORDER BY ended_ms \(order), id \(order) LIMIT 1")
      }
      guard let oldest = try end("ASC"), let newest = try end("DESC") else { return nil }
      return min(oldest, newest)...max(oldest, newest)
    }
  }

  /// The alerts that a run is evidence of, and those that began with it, in the order in which they began.
  package func alerts(around run: StoredRun) throws -> [AlertTimeline.Episode] {
    try read(orIfEmpty: []) { database, damages in
      let isOfRun = "(mix = '' OR mix = :mix AND (strategy IS NULL OR (strategy = :strategy AND runtime = :runtime)))"
      let transitions = try database.transitions(
        where: """
          alert_id IN (SELECT alert_id FROM alert_evidence WHERE run_id = :run
            UNION SELECT alert_id FROM alert_transitions WHERE time_ms = :ended AND \(isOfRun))
          """, run.identity.arguments &+ ["run": run.id, "ended": run.endedAt.milliseconds], damages)
      return AlertTimeline(transitions).episodes
    }
  }
}

extension RunIdentity {
  fileprivate var arguments: StatementArguments { ["mix": mix, "strategy": strategy.rawValue, "runtime": runtime.rawValue] }
}

extension Database {
  fileprivate func neighbour(
    of run: StoredRun, _ comparison: String, _ order: String, _ damages: DamageTally
  ) throws -> RunPosition? {
    let (columns, rows) = try query(
      """
      SELECT id, ended_ms FROM runs WHERE mix = :mix AND strategy = :strategy AND runtime = :runtime
        AND (ended_ms, id) \(comparison) (:ended, :id) AND typeof(ended_ms) = 'integer'
      ORDER BY ended_ms \(order), id \(order) LIMIT 1
      """, of: "runs", key: "id", run.identity.arguments &+ ["ended": run.endedAt.milliseconds, "id": run.id])
    let (id, ended) = (try columns("id"), try columns("ended_ms"))
    return try rows.all(damages) { RunPosition(ended: try ended.timestamp($0).milliseconds, id: try id.value($0)) }.first
  }
}
