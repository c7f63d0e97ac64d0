import GRDB

/// Each drops a bounded part of what is too old, and returns whether it dropped something.
extension Database {
  /// Rows of `instants` or `histograms`, of so many runs.
  func dropRaw(_ table: String, before cutoff: Int64, runs: Int) throws -> Bool {
    try execute(
      sql: """
        DELETE FROM \(table) WHERE run_id IN (
          SELECT id FROM runs WHERE id >= (SELECT min(run_id) FROM \(table)) AND ended_ms < ?
            AND EXISTS (SELECT 1 FROM \(table) WHERE run_id = runs.id) ORDER BY id LIMIT ?)
        """, arguments: [cutoff, runs])
    return changesCount > 0
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

  /// So many runs with everything that belongs to them.
  func dropRuns(before cutoff: Int64, runs: Int) throws -> Bool {
    let ids = try Int64.fetchAll(
      self, sql: "SELECT id FROM runs WHERE ended_ms < ? ORDER BY ended_ms LIMIT ?", arguments: [cutoff, runs])
    guard !ids.isEmpty else { return false }
    for table in ["instants", "histograms", "trends", "stalls"] {
      for id in ids { try cachedStatement(sql: "DELETE FROM \(table) WHERE run_id = ?").execute(arguments: [id]) }
    }
    for id in ids { try cachedStatement(sql: "DELETE FROM runs WHERE id = ?").execute(arguments: [id]) }
    try execute(
      sql: "UPDATE store SET runs_dropped_before_ms = max(ifnull(runs_dropped_before_ms, ?1), ?1)", arguments: [cutoff])
    return true
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
