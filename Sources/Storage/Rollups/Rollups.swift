import GRDB
import Samples

/// Some samples of one series in one interval.
struct Rollup {
  var count = 0
  var min = Double.infinity
  var max = -Double.infinity
  var sum = 0.0
  var last = 0.0

  mutating func add(_ value: Double) {
    count += 1
    min = Swift.min(min, value)
    max = Swift.max(max, value)
    sum += value
    last = value
  }

  /// Adds what comes after it.
  mutating func add(_ later: Rollup) {
    count += later.count
    min = Swift.min(min, later.min)
    max = Swift.max(max, later.max)
    sum += later.sum
    last = later.last
  }
}

/// The rollups of a run in one interval, in the order of `Quantity.allCases`.
private struct RollupInterval {
  let start: Int64
  var rollups = Array(repeating: Rollup(), count: Quantity.allCases.count)
}

extension Database {
  /// Adds a run's samples to the minutes and hours that they lie in, and its loop latency to those in which it ended.
  ///
  /// In the transaction that writes the run: so each run counts once, whatever happens in between.
  func rollUp(
    _ rows: [InstantRow], latency: LatencyHistogram, of id: RunIdentity, workStarted: Int64?, ended: Int64
  ) throws {
    let seriesIDs = try Quantity.allCases.map { try seriesID($0, id) }
    for tier in RollupTier.allCases {
      for interval in intervals(rows, workStarted: workStarted ?? ended, tier) {
        for (rollup, seriesID) in zip(interval.rollups, seriesIDs) where rollup.count > 0 {
          try add(rollup, seriesID: seriesID, start: interval.start, to: tier)
        }
      }
      if !latency.buckets.isEmpty {
        try add(latency, seriesID: try seriesID(.eventLoopLatency, id), start: tier.start(of: ended), to: tier)
      }
    }
  }

  private func intervals(_ rows: [InstantRow], workStarted: Int64, _ tier: RollupTier) -> [RollupInterval] {
    var intervals: [RollupInterval] = []
    for row in rows {
      let start = tier.start(of: workStarted + row.elapsedMilliseconds)
      if intervals.last?.start != start { intervals.append(RollupInterval(start: start)) }
      for (index, quantity) in Quantity.allCases.enumerated() {
        guard let stored = row.stored[index] else { continue }
        intervals[intervals.count - 1].rollups[index].add(Double(stored) / quantity.storedScale)
      }
    }
    return intervals
  }

  private func add(_ rollup: Rollup, seriesID: Int64, start: Int64, to tier: RollupTier) throws {
    try cachedStatement(
      sql: """
        INSERT INTO \(tier.samplesTable) (series_id, start_ms, count, min, max, sum, last) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (series_id, start_ms) DO UPDATE SET count = count + excluded.count, min = min(min, excluded.min),
          max = max(max, excluded.max), sum = sum + excluded.sum, last = excluded.last
        """
    ).execute(arguments: [seriesID, start, rollup.count, rollup.min, rollup.max, rollup.sum, rollup.last])
  }

  private func add(_ latency: LatencyHistogram, seriesID: Int64, start: Int64, to tier: RollupTier) throws {
    var merged = latency
    if let before = try mergedLatency(seriesID: seriesID, start: start, of: tier) { merged.merge(before) }
    let statement = try cachedStatement(
      sql: """
        INSERT OR REPLACE INTO \(tier.latencyTable) (series_id, start_ms, count, p50_us, p99_us, max_us, counts)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [seriesID, start] + StatementArguments(merged.columns))
  }

  /// `nil` if there is none, or if it is damaged: it is then begun anew, since no run could be written any more in its interval.
  private func mergedLatency(seriesID: Int64, start: Int64, of tier: RollupTier) throws -> LatencyHistogram? {
    let statement = try cachedStatement(
      sql: "SELECT series_id, counts FROM \(tier.latencyTable) WHERE series_id = ? AND start_ms = ?")
    do {
      return try LatencyHistogram.fetchOne(statement, of: tier.latencyTable, key: "series_id", [seriesID, start])
    } catch is DamagedValue {
      return nil
    }
  }

  private func seriesID(_ quantity: Quantity, _ id: RunIdentity) throws -> Int64 {
    let key: StatementArguments = [quantity.rawValue, id.mix, id.strategy.rawValue, id.runtime.rawValue]
    let find = try cachedStatement(
      sql: "SELECT id FROM series WHERE quantity = ? AND mix = ? AND strategy = ? AND runtime = ?")
    if let known = try Int64.fetchOne(find, arguments: key) { return known }
    try execute(sql: "INSERT INTO series (quantity, mix, strategy, runtime) VALUES (?, ?, ?, ?)", arguments: key)
    return lastInsertedRowID
  }
}
