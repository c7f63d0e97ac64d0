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
      guard let row = try Row.fetchOne(self, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id]) else { continue }
      try convert(row)
    }
  }

  private func convert(_ run: Row) throws {
    guard let strategy = Strategy(rawValue: run["strategy"]), let runtime = Runtime(rawValue: run["runtime"]) else { return }
    let id: Int64 = run["id"]
    let identity = RunIdentity(mix: run["mix"], strategy: strategy, runtime: runtime)
    let start: Int64? = run["work_started_ms"]
    let samples = try samplesOfSchema3(identity, runID: id, start: start ?? 0)
    let latency = try convertHistograms(ofRun: id)
    let instants = InstantRow.rows(of: samples)
    try insert(instants, runID: id)
    guard let evidence = evidence(run, latency: latency, samples: samples) else {
      return try rollUp(instants, latency: LatencyHistogram(), of: identity, workStarted: start, ended: run["ended_ms"])
    }
    try insert([(.queueDepth, evidence.queueDepth), (.memory, evidence.memory)], runID: id)
    try rollUp(instants, latency: latency, of: identity, workStarted: start, ended: run["ended_ms"])
    try execute(
      sql: """
        UPDATE runs SET cpu_samples = ?, io_wait_samples = ?, event_loop_latency_p99_seconds = ?,
          event_loop_latency_max_seconds = ? WHERE id = ?
        """, arguments: [evidence.cpuSamples, evidence.ioWaitSamples, latency.p99, latency.maxSeconds, id])
  }

  private func evidence(_ run: Row, latency: LatencyHistogram, samples: [Sample]) -> RunEvidence? {
    guard let wall: Double = run["duration_seconds"], let user: Double = run["cpu_user_seconds"],
      let system: Double = run["cpu_system_seconds"], let cores: Double = run["cores"],
      let waited: Double = run["io_wait_seconds"]
    else { return nil }
    return RunEvidence(
      latency: latency, samples: samples, wallSeconds: wall, cpuSeconds: user + system, cores: cores, ioWaitSeconds: waited,
      arrivalSeconds: run["arrival_seconds"])
  }

  private func samplesOfSchema3(_ id: RunIdentity, runID: Int64, start: Int64) throws -> [Sample] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT quantity, time_ms, value FROM series JOIN points ON series_id = series.id AND run_id = ? AND time_ms >= ?
        WHERE mix = ? AND strategy = ? AND runtime = ? ORDER BY time_ms
        """, arguments: [runID, start, id.mix, id.strategy.rawValue, id.runtime.rawValue])
    return rows.compactMap { row in
      guard let quantity = Quantity(rawValue: row["quantity"]) else { return nil }
      return Sample(quantity, elapsed: Double(row["time_ms"] as Int64 - start) / 1000, value: row["value"])
    }
  }

  /// Returns the loop's latency.
  private func convertHistograms(ofRun id: Int64) throws -> LatencyHistogram {
    var latency = LatencyHistogram()
    let rows = try Row.fetchAll(self, sql: "SELECT distribution, buckets FROM histograms_v003 WHERE run_id = ?", arguments: [id])
    for row in rows {
      guard let histogram = LatencyHistogram(bucketsText: row["buckets"]) else { continue }
      let distribution: String = row["distribution"]
      try insert(histogram, distribution, runID: id)
      if distribution == RunDistribution.eventLoopLatency.rawValue { latency = histogram }
    }
    return latency
  }
}
