import GRDB
package import Samples

/// What is kept of watched applications.
extension HistoryReader {
  /// The applications of which something is kept in a window, in the order of their names.
  ///
  /// - Throws: what SQLite says, as all of these.
  package func apps(since: Timestamp, until: Timestamp) throws -> [String] {
    try read(orIfEmpty: []) { database, damages in
      let (columns, rows) = try database.query(
        """
        SELECT name FROM apps WHERE id IN (
          SELECT app_id FROM app_intervals_1h WHERE at_ms BETWEEN :hour AND :until AND started_ms <= :until AND ended_ms >= :since
          UNION SELECT app_id FROM app_stalls WHERE ended_ms BETWEEN :since AND :until
          UNION SELECT app_id FROM app_occurrences WHERE time_ms BETWEEN :since AND :until) ORDER BY name
        """, of: "apps",
        [
          "since": since.milliseconds, "until": until.milliseconds,
          "hour": RollupTier.hour.start(of: max(since.milliseconds, StoredColumn.instants.lowerBound)),
        ])
      let name = try columns("name")
      return try rows.all(damages) { try name.value($0) }
    }
  }

  /// Intervals that ended in a window, ascending in time.
  ///
  /// - Parameter tier: merges those of a minute or an hour; `nil`: as the agent made them, as long as they are kept. What is older is as fine as
  ///   it is kept.
  package func appIntervals(
    _ app: String, since: Timestamp, until: Timestamp, tier: RollupTier? = nil
  ) throws -> [AppInterval] {
    try read(orIfEmpty: []) {
      try $0.appIntervals(app, since: since, until: until, finest: tier.map(AppTable.init) ?? .raw, $1)
    }
  }
  /// Its stalls in a window, the newest first.
  package func appStalls(_ app: String, since: Timestamp, until: Timestamp, limit: Int) throws -> [AppStallEntry] {
    try read(orIfEmpty: []) { database, damages in
      try database.leaveOutMisplaced(damages, of: "app_stalls", "ended_ms", key: "id")
      return try database.appStalls(
        where: "ended_ms BETWEEN ? AND ? AND name = ? ORDER BY ended_ms DESC, app_stalls.id DESC LIMIT ?",
        [since.milliseconds, until.milliseconds, app, limit], damages)
    }
  }

  /// The places that cost its loops most in a window, the worst first. Stalls of the start are left out.
  package func appPlaces(_ app: String, since: Timestamp, until: Timestamp, limit: Int) throws -> [AppPlaceCost] {
    try read(orIfEmpty: []) { database, damages in
      try database.leaveOutMisplaced(damages, of: "app_stalls", "ended_ms", key: "id")
      return try database.appPlaces(app, since: since, until: until, limit: limit, damages)
    }
  }

  /// What happened in a window, ascending in time; the newest of it if there is more than the limit.
  ///
  /// - Parameter app: `nil`: to all of them.
  package func appOccurrences(_ app: String?, since: Timestamp, until: Timestamp, limit: Int) throws -> [AppOccurrence] {
    try read(orIfEmpty: []) { database, damages in
      try database.leaveOutMisplaced(damages, of: "app_occurrences", "time_ms", key: "id")
      return try database.appOccurrences(app, since: since, until: until, limit: limit, damages)
    }
  }

  /// How late its loops were: the distribution in each step of a window; steps without an interval are left out.
  ///
  /// - Parameter step: in seconds. What is kept no finer stands in the steps in which its minutes or hours begin.
  package func appLatencies(
    _ app: String, since: Timestamp, until: Timestamp, step: Double
  ) throws -> [(start: Timestamp, latency: LatencyHistogram)] {
    let milliseconds = max(1, Int64(clamping: (min(step, 1e12) * 1000).rounded()))
    return try read(orIfEmpty: []) { try $0.appLatencies(app, since: since, until: until, step: milliseconds, $1) }
  }
}

extension Int64 {
  fileprivate init(clamping value: Double) { self = value.isFinite ? Int64(value) : 1 }
}
