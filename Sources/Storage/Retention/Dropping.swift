import GRDB

/// Each drops a bounded part of what is too old, and returns whether it dropped something.
extension Database {
  /// Rows of `instants` or `histograms`, of so many runs, but of none that explains an alert.
  func dropRaw(_ table: String, before cutoff: Int64, runs: Int) throws -> Bool {
    guard let first = try firstRun(in: table) else { return false }
    try execute(
      sql: """
        DELETE FROM \(table) WHERE run_id IN (
          SELECT id FROM runs WHERE id >= ? AND ended_ms < ? AND \(Database.isNoEvidence)
            AND EXISTS (SELECT 1 FROM \(table) WHERE run_id = runs.id) ORDER BY id LIMIT ?)
        """, arguments: [first, cutoff, runs])
    return changesCount > 0
  }

  /// A condition on `runs`.
  private static let isNoEvidence = "NOT EXISTS (SELECT 1 FROM alert_evidence WHERE run_id = runs.id)"

  /// The first run that has rows and explains no alert. It is looked for from run to run, not from row to row: those that explain one are
  /// the oldest, and have many.
  private func firstRun(in table: String) throws -> Int64? {
    try Int64.fetchOne(
      self,
      sql: """
        WITH RECURSIVE kept (id) AS (
          SELECT min(run_id) FROM \(table)
          UNION ALL SELECT (SELECT min(run_id) FROM \(table) WHERE run_id > kept.id) FROM kept
          WHERE EXISTS (SELECT 1 FROM alert_evidence WHERE run_id = kept.id)
        )
        SELECT max(id) FROM kept
        """)
  }

  /// So many episodes of alerts whose last transition is too old, with what keeps the runs that explain them, and silences that ended by then.
  /// What stands in `alerts` stays.
  func dropAlerts(before cutoff: Int64, episodes: Int) throws -> Bool {
    try execute(sql: "DELETE FROM silences WHERE ends_ms < ?", arguments: [cutoff])
    // Schema 4 had no ids.
    try execute(sql: "DELETE FROM alert_transitions WHERE alert_id IS NULL AND time_ms < ?", arguments: [cutoff])
    // As they are stored: an id that is no text must be found again.
    let ids = try DatabaseValue.fetchAll(
      self,
      sql: """
        SELECT DISTINCT alert_id FROM alert_transitions AS old WHERE time_ms < :cutoff AND +alert_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM alert_transitions WHERE alert_id = old.alert_id AND time_ms >= :cutoff)
        LIMIT :episodes
        """, arguments: ["cutoff": cutoff, "episodes": episodes])
    for table in ["alert_evidence", "alert_app_evidence", "alert_app_stalls", "alert_transitions"] {
      for id in ids { try cachedStatement(sql: "DELETE FROM \(table) WHERE alert_id = ?").execute(arguments: [id]) }
    }
    return !ids.isEmpty
  }

  /// Of each series so many, the oldest.
  func dropRollups(_ tier: RollupTier, before cutoff: Int64, rows: Int) throws -> Bool {
    var dropped = 0
    for table in [tier.samplesTable, tier.latencyTable] {
      for series in try Int64.fetchAll(self, sql: "SELECT id FROM series") {
        let statement = try cachedStatement(
          sql: """
            DELETE FROM \(table) WHERE series_id = ?1 AND start_ms < ?2 AND start_ms IN (
              SELECT start_ms FROM \(table) WHERE series_id = ?1 AND start_ms < ?2 ORDER BY start_ms LIMIT ?3)
            """)
        try statement.execute(arguments: [series, cutoff - tier.milliseconds, rows])
        dropped += changesCount
        if dropped >= rows { return true }
      }
    }
    return dropped > 0
  }

  /// So many runs with everything that belongs to them, but none that explains an alert.
  func dropRuns(before cutoff: Int64, runs: Int) throws -> Bool {
    let ids = try Int64.fetchAll(
      self, sql: "SELECT id FROM runs WHERE ended_ms < ? AND \(Database.isNoEvidence) ORDER BY ended_ms LIMIT ?",
      arguments: [cutoff, runs])
    guard !ids.isEmpty else { return false }
    for table in ["instants", "histograms", "trends", "stalls"] {
      for id in ids { try cachedStatement(sql: "DELETE FROM \(table) WHERE run_id = ?").execute(arguments: [id]) }
    }
    for id in ids { try cachedStatement(sql: "DELETE FROM runs WHERE id = ?").execute(arguments: [id]) }
    try execute(
      sql: "UPDATE store SET runs_dropped_before_ms = max(ifnull(runs_dropped_before_ms, ?1), ?1)", arguments: [cutoff])
    return true
  }

  /// Plans that were not in force any more by then.
  func dropJudging(before cutoff: Int64) throws {
    try execute(
      sql: """
        DELETE FROM judging WHERE since_ms < ?1 AND id <> (
          SELECT id FROM judging WHERE since_ms < ?1 ORDER BY since_ms DESC, id DESC LIMIT 1)
        """, arguments: [cutoff])
  }

  /// What runs were asked to do of which none is kept any more.
  func dropParameters() throws {
    try execute(sql: "DELETE FROM run_parameters WHERE NOT EXISTS (SELECT 1 FROM runs WHERE parameters_id = run_parameters.id)")
  }

  /// So many verdicts.
  func dropVerdicts(before cutoff: Int64, rows: Int) throws -> Bool {
    let key = "mix, strategy, runtime, target, time_ms"
    try execute(
      sql: "DELETE FROM verdicts WHERE (\(key)) IN (SELECT \(key) FROM verdicts WHERE time_ms < ? ORDER BY time_ms LIMIT ?)",
      arguments: [cutoff, rows])
    return changesCount > 0
  }

  /// Gives free pages back to the file system.
  ///
  /// - Parameter spare: the share of all pages that may stay free.
  func giveBack(spare: Double, atMost pages: Int) throws -> Bool {
    let free = try Int.fetchOne(self, sql: "PRAGMA freelist_count") ?? 0
    let spare = try Int(Double(Int.fetchOne(self, sql: "PRAGMA page_count") ?? 0) * spare)
    guard free > spare else { return false }
    try execute(sql: "PRAGMA incremental_vacuum(\(min(pages, free - spare)))")
    return try Int.fetchOne(self, sql: "PRAGMA freelist_count") ?? 0 < free
  }

  /// Of pages that hold something.
  func usedBytes() throws -> Int {
    let counts = try ["page_count", "freelist_count", "page_size"].map { try Int.fetchOne(self, sql: "PRAGMA \($0)") ?? 0 }
    return (counts[0] - counts[1]) * counts[2]
  }
}
