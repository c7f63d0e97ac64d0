import GRDB
import Samples
import Thresholds

/// From `points` and histograms as text to instants, trends and roll-ups: run by run, in the migration's transaction.
extension Database {
  func convertRunsOfSchema3() throws {
    try execute(
      sql: """
        INSERT INTO store (id, sequence, written_ms)
        SELECT lower(hex(randomblob(16))), 0, (SELECT max(ended_ms) FROM runs)
        """)
    for id in try Int64.fetchAll(self, sql: "SELECT id FROM runs ORDER BY id") {
      let (columns, rows) = try query("SELECT * FROM runs WHERE id = ?", of: "runs", key: "id", [id])
      // What cannot be read stays as it is, and is told of when it is read.
      try rows.forEach(DamageTally()) { try convert($0, columns, id) }
    }
  }

  private func convert(_ run: Row, _ columns: ColumnMap, _ id: Int64) throws {
    let identity = try IdentityColumns(columns).identity(run)
    let start = try columns("work_started_ms").optionalTimestamp(run)?.milliseconds
    let ended = try columns("ended_ms").timestamp(run).milliseconds
    let samples = try samplesOfSchema3(identity, runID: id, start: start ?? 0)
    let latency = try convertHistograms(ofRun: id)
    let instants = InstantRow.rows(of: samples)
    try insert(instants, runID: id)
    guard let evidence = try evidence(run, columns, latency: latency, samples: samples) else {
      return try rollUp(instants, latency: LatencyHistogram(), of: identity, workStarted: start, ended: ended)
    }
    try insert([(.queueDepth, evidence.queueDepth), (.memory, evidence.memory)], runID: id)
    try rollUp(instants, latency: latency, of: identity, workStarted: start, ended: ended)
    try execute(
      sql: """
        UPDATE runs SET cpu_samples = ?, io_wait_samples = ?, event_loop_latency_p99_seconds = ?,
          event_loop_latency_max_seconds = ? WHERE id = ?
        """, arguments: [evidence.cpuSamples, evidence.ioWaitSamples, latency.p99, latency.maxSeconds, id])
  }

  private func evidence(
    _ run: Row, _ columns: ColumnMap, latency: LatencyHistogram, samples: [Sample]
  ) throws -> RunEvidence? {
    guard let wall: Double = try columns("duration_seconds").optionalSeconds(run),
      let user: Double = try columns("cpu_user_seconds").optionalSeconds(run),
      let system: Double = try columns("cpu_system_seconds").optionalSeconds(run),
      let cores: Double = try columns("cores").optionalNumber(run),
      let waited: Double = try columns("io_wait_seconds").optionalSeconds(run)
    else { return nil }
    return RunEvidence(
      latency: latency, samples: samples, wallSeconds: wall, cpuSeconds: user + system, cores: cores, ioWaitSeconds: waited,
      arrivalSeconds: try columns("arrival_seconds").optionalSeconds(run))
  }

  private func samplesOfSchema3(_ id: RunIdentity, runID: Int64, start: Int64) throws -> [Sample] {
    let (columns, rows) = try query(
      """
      SELECT quantity, time_ms, value FROM series JOIN points ON series_id = series.id AND run_id = ? AND time_ms >= ?
      WHERE mix = ? AND strategy = ? AND runtime = ? ORDER BY time_ms
      """, of: "points", [runID, start, id.mix, id.strategy.rawValue, id.runtime.rawValue])
    let (quantity, time, value) = (try columns("quantity"), try columns("time_ms"), try columns("value"))
    return try rows.all(DamageTally()) { row in
      guard let quantity = try Quantity(rawValue: quantity.value(row)) else { return nil }
      let elapsed = Double(try time.timestamp(row).milliseconds - start) / 1000
      return Sample(quantity, elapsed: elapsed, value: try value.number(row))
    }
  }

  /// Returns the loop's latency.
  private func convertHistograms(ofRun id: Int64) throws -> LatencyHistogram {
    var latency = LatencyHistogram()
    let (columns, rows) = try query(
      "SELECT run_id, distribution, buckets FROM histograms_v003 WHERE run_id = ?", of: "histograms", key: "run_id", [id])
    let found = try rows.all(DamageTally()) { row -> (distribution: String, histogram: LatencyHistogram)? in
      try LatencyHistogram(bucketsText: columns("buckets").value(row)).map { (try columns("distribution").value(row), $0) }
    }
    for (distribution, histogram) in found {
      try insert(histogram, distribution, runID: id)
      if distribution == RunDistribution.eventLoopLatency.rawValue { latency = histogram }
    }
    return latency
  }
}
