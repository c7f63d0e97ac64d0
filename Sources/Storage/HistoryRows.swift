import FoundationEssentials
import GRDB
import Runs
import Samples
import Telemetry
import Thresholds
import Workloads

/// Entries as rows.
extension Database {
  func insert(_ record: RunRecord, agentID: Int64) throws {
    let id = record.identity
    let measured = record.measurements
    try execute(
      sql: """
        INSERT INTO runs (agent_id, mix, kind, strategy, runtime, outcome, reason, started_ms, work_started_ms, ended_ms,
          duration_seconds, ideal_seconds, items_ok, items_failed, items_timeout, items_dropped, retries, queue_peak,
          cpu_user_seconds, cpu_system_seconds, cpu_step_seconds, cores, io, io_wait_seconds, memory_peak_bytes,
          memory_kind, arrival_seconds)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        agentID, id.mix, record.kind.rawValue, id.strategy.rawValue, id.runtime.rawValue, record.outcome.rawValue,
        record.reason, record.startedAt.milliseconds, record.workStartedAt?.milliseconds, record.endedAt.milliseconds,
        measured?.result.seconds, measured?.idealSeconds, measured?.result.itemsOk, measured?.result.itemsFailed,
        measured?.result.itemsTimeout, measured?.result.itemsDropped, measured?.result.retries, measured?.result.queuePeak,
        measured?.cpuUserSeconds, measured?.cpuSystemSeconds, measured?.result.cpuStepSeconds, measured?.cores,
        record.io?.rawValue, measured?.result.ioWaitSeconds, measured?.memoryPeakBytes,
        measured?.memoryIsProportional.map { $0 ? "pss" : "rss" },
        measured?.arrivalSeconds,
      ])
    let runID = lastInsertedRowID
    for (distribution, histogram) in measured?.histograms ?? [:] {
      try cachedStatement(sql: "INSERT INTO histograms (run_id, distribution, buckets) VALUES (?, ?, ?)")
        .execute(arguments: [runID, distribution.rawValue, histogram.bucketsText])
    }
    guard let start = record.workStartedAt else { return }
    try insert(record.samples, of: id, runID: runID, start: start)
    for (number, stall) in record.stalls.enumerated() {
      let elapsed = Double(stall.startedNanoseconds - (record.workStartedNanoseconds ?? stall.startedNanoseconds)) * 1e-9
      try insert(stall, number: number + 1, runID: runID, startedAt: start.advanced(bySeconds: elapsed))
    }
  }

  private func insert(_ stall: Stall, number: Int, runID: Int64, startedAt: Timestamp) throws {
    let columns = StallCause.allCases.map { "\($0.rawValue)_seconds" }.joined(separator: ", ")
    let statement = try cachedStatement(
      sql: """
        INSERT INTO stalls (run_id, number, started_ms, seconds, stopped, control_late, wait_channel, stack, \(columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    let facts: [(any DatabaseValueConvertible)?] = [
      runID, number, startedAt.milliseconds, stall.seconds, stall.wasStopped, stall.controlLateSeconds, stall.waitChannel,
      stall.stack.isEmpty ? nil : try String(decoding: JSONEncoder().encode(stall.stack), as: UTF8.self),
    ]
    try statement.execute(arguments: StatementArguments(facts + StallCause.allCases.map { stall.budget[$0] }))
  }

  func insert(_ entry: CalibrationEntry) throws {
    try execute(
      sql: "INSERT OR REPLACE INTO calibrations (time_ms, runtime, kernel, operations_per_second) VALUES (?, ?, ?, ?)",
      arguments: [entry.at.milliseconds, entry.runtime.rawValue, entry.kernel.rawValue, entry.operationsPerSecond])
  }

  private func insert(_ samples: [Sample], of id: RunIdentity, runID: Int64, start: Timestamp) throws {
    var seriesIDs: [Quantity: Int64] = [:]
    for quantity in Set(samples.map(\.quantity)) { seriesIDs[quantity] = try seriesID(quantity, id) }
    let statement = try cachedStatement(
      sql: "INSERT INTO points (series_id, time_ms, run_id, value) VALUES (?, ?, ?, ?)")
    for sample in samples {
      let time = start.advanced(bySeconds: sample.elapsed).milliseconds
      try statement.execute(arguments: [seriesIDs[sample.quantity], time, runID, sample.value])
    }
  }

  private func seriesID(_ quantity: Quantity, _ id: RunIdentity) throws -> Int64? {
    let key: StatementArguments = [quantity.rawValue, id.mix, id.strategy.rawValue, id.runtime.rawValue]
    try execute(
      sql: "INSERT OR IGNORE INTO series (quantity, mix, strategy, runtime) VALUES (?, ?, ?, ?)", arguments: key)
    return try Int64.fetchOne(
      self, sql: "SELECT id FROM series WHERE quantity = ? AND mix = ? AND strategy = ? AND runtime = ?", arguments: key)
  }

  func insert(_ entry: JudgementEntry) throws {
    let judgement = entry.judgement
    let bounds = Dictionary(uniqueKeysWithValues: judgement.target.limit.bounds.map { ($0.bound, $0.value) })
    try cachedStatement(
      sql: """
        INSERT OR REPLACE INTO verdicts (time_ms, mix, strategy, runtime, target, value, lower, upper, verdict, samples)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      entry.at.milliseconds, entry.identity.mix, entry.identity.strategy.rawValue, entry.identity.runtime.rawValue,
      judgement.target.name.rawValue, judgement.value, bounds["lower"], bounds["upper"], judgement.verdict.rawValue,
      judgement.samples,
    ])
  }
}

extension LatencyHistogram {
  /// As `[[upper bound in microseconds, count], …]`.
  var bucketsText: String {
    "[" + buckets.map { "[\($0.upperMicroseconds),\($0.count)]" }.joined(separator: ",") + "]"
  }

  /// `nil` where the text is no such list.
  init?(bucketsText: String) {
    guard let pairs = try? JSONDecoder().decode([[UInt64]].self, from: Data(bucketsText.utf8)),
      pairs.allSatisfy({ $0.count == 2 })
    else { return nil }
    self.init(ascending: pairs.map { Bucket(upperMicroseconds: $0[0], count: $0[1]) })
  }
}
