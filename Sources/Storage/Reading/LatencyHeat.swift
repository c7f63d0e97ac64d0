import GRDB
package import Samples

/// How often a loop was how late, interval by interval: the columns of a heat map.
package struct LatencyHeat: Hashable, Sendable {
  /// One interval.
  package struct Column: Hashable, Sendable {
    /// Where it begins.
    package var start: Timestamp
    /// Ticks by lateness: `counts[i]` were at most `bounds[i]` seconds late and later than `bounds[i - 1]`; the last, beyond all bounds.
    package var counts: [UInt64]

    package init(start: Timestamp, counts: [UInt64]) {
      self.start = start
      self.counts = counts
    }

    /// Adds a histogram's counts, each to that of the first bound which it does not exceed.
    ///
    /// - Parameter bounds: one fewer than there are counts.
    package mutating func add(_ latency: LatencyHistogram, _ bounds: [Double]) {
      var index = 0
      for bucket in latency.buckets {
        let seconds = Double(bucket.upperMicroseconds) / 1e6
        while index < bounds.count, seconds > bounds[index] { index += 1 }
        counts[index] += bucket.count
      }
    }
  }

  /// In seconds, ascending.
  package var bounds: [Double]
  /// Ascending in time; intervals in which no run ended are left out.
  package var columns: [Column]
  /// Length of an interval, in seconds.
  package var step: Double

  package init(bounds: [Double], columns: [Column], step: Double) {
    self.bounds = bounds
    self.columns = columns
    self.step = step
  }
}

extension HistoryReader {
  /// The loop latency of a window, from the runs' own histograms where its intervals are shorter than a minute, else from those of minutes or
  /// hours, or from what of it is kept. A run counts where it ended.
  ///
  /// - Parameters:
  ///   - bounds: in seconds, ascending.
  ///   - columns: intervals at most.
  /// - Returns: by what was run; all with the same step.
  package func latencyHeat(_ filter: HistoryFilter, bounds: [Double], columns: Int) throws -> [RunIdentity: LatencyHeat] {
    guard filter.since <= filter.until else { return [:] }
    return try read(orIfEmpty: [:]) { try $0.latencyHeat(filter, bounds: bounds, columns: columns, $1) }
  }
}

extension Database {
  fileprivate func latencyHeat(
    _ filter: HistoryFilter, bounds: [Double], columns: Int, _ damages: DamageTally
  ) throws -> [RunIdentity: LatencyHeat] {
    let step = TimeStep.covering(filter.since.milliseconds..<filter.until.milliseconds + 1, intervals: columns)
    let (minute, hour) = (RollupTier.minute, RollupTier.hour)
    if step < minute.milliseconds, try keepsRunLatencies(filter) {
      var heat = HeatBuilder(step: step, bounds: bounds)
      try leaveOutMisplacedRuns(filter, damages)
      try heat.add(runLatencies(filter), at: "ended_ms", damages)
      return heat.heat
    }
    let isMinute = try step < hour.milliseconds && keepsMinutes(filter, of: .eventLoopLatency, \.latencyTable)
    let tier = isMinute ? minute : hour
    var heat = HeatBuilder(step: max(step, tier.milliseconds), bounds: bounds)
    try leaveOutMisplacedRollups(tier, tier.latencyTable, filter, damages)
    try heat.add(latencies(tier, filter), at: "start_ms", damages)
    return heat.heat
  }

  private func keepsRunLatencies(_ filter: HistoryFilter) throws -> Bool {
    try Bool.fetchOne(
      self,
      sql: """
        SELECT NOT EXISTS (SELECT 1 FROM runs WHERE \(filter.runs) AND event_loop_latency_max_seconds IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM histograms WHERE run_id = runs.id AND distribution = :distribution))
        """,
      arguments: filter.arguments &+ ["distribution": RunDistribution.eventLoopLatency.rawValue]) == true
  }

  private func runLatencies(_ filter: HistoryFilter) throws -> (ColumnMap, RowCursor) {
    try query(
      """
      SELECT runs.id, mix, strategy, runtime, ended_ms, counts
      FROM runs JOIN histograms ON run_id = runs.id AND distribution = :distribution WHERE \(filter.runs)
      """, of: "histograms", key: "id",
      filter.arguments &+ ["distribution": RunDistribution.eventLoopLatency.rawValue])
  }

  private func latencies(_ tier: RollupTier, _ filter: HistoryFilter) throws -> (ColumnMap, RowCursor) {
    try query(
      """
      SELECT mix, strategy, runtime, start_ms, counts FROM series CROSS JOIN \(tier.latencyTable) ON series_id = series.id
      WHERE quantity = :quantity AND \(filter.series) AND start_ms BETWEEN :from AND :until
      """, of: tier.latencyTable, key: "start_ms",
      filter.identityArguments
        &+ [
          "quantity": Quantity.eventLoopLatency.rawValue, "from": tier.start(of: filter.since.milliseconds),
          "until": filter.until.milliseconds,
        ])
  }
}

/// Columns by what was run and where they begin.
private struct HeatBuilder {
  private let step: Int64
  private let bounds: [Double]
  private var columns: [RunIdentity: [Int64: LatencyHeat.Column]] = [:]

  init(step: Int64, bounds: [Double]) {
    self.step = step
    self.bounds = bounds
  }

  /// - Parameter instant: the column by which a histogram belongs to an interval.
  mutating func add(
    _ query: (columns: ColumnMap, rows: RowCursor), at instant: String, _ damages: DamageTally
  ) throws {
    let (identity, time) = (try IdentityColumns(query.columns), try query.columns(instant))
    let counts = try query.columns("counts")
    try query.rows.forEach(damages) { row in
      let (identity, counts) = (try identity.identity(row), try counts.histogram(row))
      let start = TimeStep.start(of: try time.timestamp(row).milliseconds, step)
      let empty = LatencyHeat.Column(
        start: Timestamp(milliseconds: start), counts: Array(repeating: 0, count: bounds.count + 1))
      columns[identity, default: [:]][start, default: empty].add(counts, bounds)
    }
  }

  var heat: [RunIdentity: LatencyHeat] {
    columns.mapValues { columns in
      LatencyHeat(bounds: bounds, columns: columns.values.sorted { $0.start < $1.start }, step: Double(step) / 1000)
    }
  }
}
