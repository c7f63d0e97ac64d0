import FoundationEssentials
import GRDB
import Samples
import Thresholds

/// Entries as rows.
extension Database {
  func insert(_ entry: HistoryEntry, agentID: Int64) throws {
    switch entry {
    case .run(let record, let evidence, let id): try insert(record, evidence: evidence, wantedID: id, agentID: agentID)
    case .judgement(let entry): try insert(entry)
    case .appInterval(let interval, let judgements):
      try insert(interval)
      try insert(judgements, of: interval)
    case .appStall(let entry): try insert(entry)
    case .appOccurrence(let occurrence): try insert(occurrence)
    case .judging(let entry): try insert(entry)
    case .calibration(let entry): try insert(entry)
    case .calibrationCheck(let entry): try insert(entry)
    case .runtimeCosts(let entry): try insert(entry)
    case .alert(let transition): try insert(transition)
    case .alertState(let alert): try upsert(alert)
    case .alertForgotten(let fingerprint): try forget(fingerprint)
    case .delivery(let delivery): try insert(delivery)
    case .alertsAlive(let instant): try setAlertsAlive(instant)
    }
  }

  private func insert(_ record: RunRecord, evidence: RunEvidence?, wantedID: Int64?, agentID: Int64) throws {
    let id = record.identity
    let measured = record.measurements
    try execute(
      sql: """
        INSERT INTO runs (id, agent_id, mix, kind, strategy, runtime, outcome, reason, started_ms, work_started_ms, ended_ms,
          duration_seconds, ideal_seconds, items_ok, items_failed, items_timeout, items_dropped, retries, queue_peak,
          cpu_user_seconds, cpu_system_seconds, cpu_step_seconds, cores, io, io_wait_seconds, memory_peak_bytes,
          memory_kind, arrival_seconds, cpu_samples, io_wait_samples, event_loop_latency_p99_seconds,
          event_loop_latency_max_seconds, own_steps)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        try wantedID.map(freeRunID), agentID, id.mix, record.kind.rawValue, id.strategy.rawValue, id.runtime.rawValue,
        record.outcome.rawValue,
        record.reason, record.startedAt.milliseconds, record.workStartedAt?.milliseconds, record.endedAt.milliseconds,
        measured?.result.seconds, measured?.idealSeconds, measured?.result.itemsOk, measured?.result.itemsFailed,
        measured?.result.itemsTimeout, measured?.result.itemsDropped, measured?.result.retries, measured?.result.queuePeak,
        measured?.cpuUserSeconds, measured?.cpuSystemSeconds, measured?.result.cpuStepSeconds, measured?.cores,
        record.io?.rawValue, measured?.result.ioWaitSeconds, measured?.memoryPeakBytes,
        measured?.memoryIsProportional.map { $0 ? "pss" : "rss" },
        measured?.arrivalSeconds, evidence?.cpuSamples, evidence?.ioWaitSamples, evidence?.latency.p99,
        evidence?.latency.maxSeconds, try OwnStepAccount(measured?.result).map(JSONColumn.text),
      ])
    let runID = lastInsertedRowID
    try insertSurroundings(of: record, runID: runID)
    try insert(record.parameters, runID: runID)
    for (distribution, histogram) in measured?.histograms ?? [:] {
      try insert(histogram, distribution.rawValue, runID: runID)
    }
    if let control = record.controlLatency { try insert(control, "control_latency", runID: runID) }
    try keepAsEvidence(runID, of: id, ended: record.endedAt.milliseconds)
    if let evidence { try insert([(.queueDepth, evidence.queueDepth), (.memory, evidence.memory)], runID: runID) }
    guard let start = record.workStartedAt else { return }
    let instants = InstantRow.rows(of: record.samples)
    try insert(instants, runID: runID)
    try rollUp(
      instants, latency: evidence?.latency ?? LatencyHistogram(), of: id, workStarted: start.milliseconds,
      ended: record.endedAt.milliseconds)
    for (number, stall) in record.stalls.enumerated() {
      try insert(stall, number: number + 1, runID: runID, startedAt: record.wallTime(of: stall, workStartedAt: start))
    }
  }

  private func insertSurroundings(of record: RunRecord, runID: Int64) throws {
    let assignments = SurroundingsColumns.names.map { "\($0) = ?" }.joined(separator: ", ")
    try cachedStatement(sql: "UPDATE runs SET \(assignments) WHERE id = ?")
      .execute(arguments: SurroundingsColumns.arguments(record) + [runID])
  }

  /// The first from this one on that no run has.
  private func freeRunID(_ wanted: Int64) throws -> Int64? {
    guard try Bool.fetchOne(self, sql: "SELECT EXISTS (SELECT 1 FROM runs WHERE id = ?)", arguments: [wanted]) == true else {
      return wanted
    }
    return try Int64.fetchOne(
      self,
      sql: """
        SELECT min(id) + 1 FROM runs AS taken WHERE id >= ? AND NOT EXISTS (SELECT 1 FROM runs WHERE id = taken.id + 1)
        """, arguments: [wanted])
  }

  private func insert(_ stall: Stall, number: Int, runID: Int64, startedAt: Timestamp) throws {
    let columns = StallCause.allCases.map { "\($0.rawValue)_seconds" }.joined(separator: ", ")
    let statement = try cachedStatement(
      sql: """
        INSERT INTO stalls (run_id, number, started_ms, seconds, stopped, control_late, noticed_seconds, wait_channel, stack,
          \(columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, \(StallCause.allCases.map { _ in "?" }.joined(separator: ", ")))
        """)
    let facts: [(any DatabaseValueConvertible)?] = [
      runID, number, startedAt.milliseconds, stall.seconds, stall.wasStopped, stall.controlLateSeconds,
      stall.noticedNanoseconds.map { Double($0 - stall.startedNanoseconds) * 1e-9 }, stall.waitChannel,
      stall.stack.isEmpty ? nil : try String(decoding: JSONEncoder().encode(stall.stack), as: UTF8.self),
    ]
    try statement.execute(arguments: StatementArguments(facts + StallCause.allCases.map { stall.budget[$0] }))
  }

  private func insert(_ entry: CalibrationEntry) throws {
    try execute(
      sql: "INSERT OR REPLACE INTO calibrations (time_ms, runtime, kernel, operations_per_second) VALUES (?, ?, ?, ?)",
      arguments: [entry.at.milliseconds, entry.runtime.rawValue, entry.kernel.rawValue, entry.operationsPerSecond])
  }

  private func insert(_ entry: CalibrationCheckEntry) throws {
    try execute(
      sql: "INSERT OR REPLACE INTO calibration_checks (time_ms, runtime, kernel, ratio) VALUES (?, ?, ?, ?)",
      arguments: [entry.at.milliseconds, entry.runtime.rawValue, entry.kernel.rawValue, entry.ratio])
  }

  func insert(_ entry: RuntimeCostsEntry) throws {
    for (cost, seconds) in entry.seconds {
      try execute(
        sql: "INSERT OR REPLACE INTO runtime_costs (time_ms, runtime, cost, seconds) VALUES (?, ?, ?, ?)",
        arguments: [entry.at.milliseconds, entry.runtime.rawValue, cost, seconds])
    }
  }

  /// One that holds nothing is left out.
  func insert(_ histogram: LatencyHistogram, _ distribution: String, runID: Int64) throws {
    guard !histogram.buckets.isEmpty else { return }
    let statement = try cachedStatement(
      sql: "INSERT INTO histograms (run_id, distribution, count, p50_us, p99_us, max_us, counts) VALUES (?, ?, ?, ?, ?, ?, ?)")
    try statement.execute(arguments: [runID, distribution] + StatementArguments(histogram.columns))
  }

  private func insert(_ entry: JudgementEntry) throws {
    let judgement = entry.judgement
    let bounds = Dictionary(uniqueKeysWithValues: judgement.condition.limit.bounds.map { ($0.bound, $0.value) })
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

extension RunRecord {
  /// When a stall of it began, by the wall clock.
  func wallTime(of stall: Stall, workStartedAt start: Timestamp) -> Timestamp {
    let elapsed = Double(stall.startedNanoseconds - (workStartedNanoseconds ?? stall.startedNanoseconds)) * 1e-9
    return start.advanced(bySeconds: elapsed)
  }
}

extension LatencyHistogram {
  /// `nil` with fewer than 100 values: the 99 % quantile is then not known.
  var p99: Double? { count >= 100 ? quantile(0.99) : nil }
}
