import FoundationEssentials
import GRDB
import Samples
import Thresholds

extension Database {
  /// The runs of a window by what was run, but for their merged latency.
  func runs(_ filter: HistoryFilter) throws -> [RunIdentity: RunHistory] {
    var histories: [RunIdentity: RunHistory] = [:]
    var names = RunNames()
    var stalls = try StallsByRun(self, filter)
    let rows = try Row.fetchCursor(self, sql: EvidenceRow.sql(filter), arguments: filter.arguments)
    while let row = try rows.next() {
      let stalls = try stalls.next(ofRun: row[5])
      guard let name = names[row] else { continue }
      var history = histories.removeValue(forKey: name.identity) ?? RunHistory(identity: name.identity, kind: name.kind)
      history.kind = name.kind
      history.outcomes[name.outcome, default: 0] += 1
      for stall in stalls { history.stalls.add(stall) }
      if let run = EvidenceRow(row) {
        history.evidence.add(run.evidence(latency: LatencyHistogram(), stalls: StallSummary(stalls)))
        history.figures.append(run.figures)
      }
      histories[name.identity] = history
    }
    for (identity, history) in histories {
      guard let newest = history.figures.last, let latency = try loopLatency(ofRun: newest.runID) else { continue }
      histories[identity]?.evidence.newest?.latency = latency
    }
    return histories
  }

  /// `nil` where it is not kept any more, or there was none.
  func loopLatency(ofRun id: Int64) throws -> LatencyHistogram? {
    try LatencyHistogram.fetchOne(
      cachedStatement(sql: "SELECT counts FROM histograms WHERE run_id = ? AND distribution = ?"),
      [id, RunDistribution.eventLoopLatency.rawValue])
  }

  /// At most so many runs of a window, from a position on. Returns that of the last one; `nil` where there is none after it.
  func forEachRunEvidence(
    _ filter: HistoryFilter, after position: RunPosition, limit: Int, _ body: (StoredRunEvidence) throws -> Void
  ) throws -> RunPosition? {
    var names = RunNames()
    var stalls = try StallsByRun(self, filter, after: position)
    let arguments = filter.arguments(after: position) &+ ["limit": limit]
    let rows = try Row.fetchCursor(self, sql: EvidenceRow.sqlWithLatency(filter), arguments: arguments)
    var last = position
    var count = 0
    while let row = try rows.next() {
      last = RunPosition(ended: row[6], id: row[5])
      count += 1
      let stalls = try stalls.next(ofRun: last.id)
      guard let name = names[row] else { continue }
      try body(StoredRunEvidence(row, name, stalls))
    }
    return count < limit ? nil : last
  }
}

/// A completed run, from a row of its own query.
private struct EvidenceRow {
  private let row: Row
  private let wall: Double
  private let cpu: Double
  private let cores: Double
  private let waited: Double
  private let cpuSamples: Int
  private let ioWaitSamples: Int

  private static let firstTrend = 19
  static let firstOfLatency = firstTrend + 2 * TrendSummary.columns.count

  /// Begins with what `RunNames` reads. In the order of the runs' ends.
  static func sql(_ filter: HistoryFilter) -> String {
    sql(columns: "", joins: "", rest: "WHERE \(filter.runs) ORDER BY ended_ms, runs.id")
  }

  /// As `sql`, with the reason and the latency, from `:ended` and `:id` on, at most `:limit`.
  static func sqlWithLatency(_ filter: HistoryFilter) -> String {
    let distribution = RunDistribution.eventLoopLatency.rawValue
    return sql(
      columns: ", reason, counts",
      joins: "LEFT JOIN histograms ON histograms.run_id = runs.id AND histograms.distribution = '\(distribution)'",
      rest: "WHERE \(filter.runs) AND (ended_ms, runs.id) > (:ended, :id) ORDER BY ended_ms, runs.id LIMIT :limit")
  }

  private static func sql(columns: String, joins: String, rest: String) -> String {
    let trends = ["queue", "memory"].map { trend in TrendSummary.columns.map { "\(trend).\($0)" }.joined(separator: ", ") }
    return """
      SELECT mix, strategy, runtime, kind, outcome, runs.id, ended_ms, duration_seconds, cpu_user_seconds, cpu_system_seconds, cores,
        io_wait_seconds, cpu_samples, io_wait_samples, queue_peak, memory_peak_bytes, ideal_seconds,
        event_loop_latency_p99_seconds, event_loop_latency_max_seconds, \(trends.joined(separator: ", "))\(columns)
      FROM runs
      LEFT JOIN trends AS queue ON queue.run_id = runs.id AND queue.quantity = 'queue_depth'
      LEFT JOIN trends AS memory ON memory.run_id = runs.id AND memory.quantity = 'memory_bytes'
      \(joins)
      \(rest)
      """
  }

  /// `nil` where the run did not complete.
  init?(_ row: Row) {
    guard let wall: Double = row[7], let user: Double = row[8], let system: Double = row[9], let cores: Double = row[10],
      let waited: Double = row[11], let cpuSamples: Int = row[12], let ioWaitSamples: Int = row[13],
      (row[EvidenceRow.firstTrend] as Int?) != nil
    else { return nil }
    self.row = row
    self.wall = wall
    cpu = user + system
    self.cores = cores
    self.waited = waited
    self.cpuSamples = cpuSamples
    self.ioWaitSamples = ioWaitSamples
  }

  func evidence(latency: LatencyHistogram, stalls: StallSummary) -> RunEvidence {
    RunEvidence(
      latency: latency, queueDepth: TrendSummary(row, from: EvidenceRow.firstTrend),
      memory: TrendSummary(row, from: EvidenceRow.firstTrend + TrendSummary.columns.count), wallSeconds: wall, cpuSeconds: cpu,
      cores: cores, ioWaitSeconds: waited, cpuSamples: cpuSamples, ioWaitSamples: ioWaitSamples, queuePeak: row[14],
      memoryPeak: row[15], latencyMax: row[18], stalls: stalls)
  }

  var figures: RunFigures {
    RunFigures(
      runID: row[5], endedAt: Timestamp(milliseconds: row[6]), latencyP99: row[17], latencyMax: row[18],
      queuePeak: row[14] ?? 0, cpuUtilization: cpu / (wall * cores), ioWaitRatio: waited / wall, memoryPeak: row[15],
      idealRatio: (row[16] as Double?).map { wall / $0 })
  }
}

extension StoredRunEvidence {
  fileprivate init(_ row: Row, _ name: RunNames.Name, _ stalls: [Stall]) {
    let counts: Data? = row[EvidenceRow.firstOfLatency + 1]
    let latency = counts.flatMap { LatencyHistogram(bytes: [UInt8]($0)) }
    let evidence = EvidenceRow(row)?.evidence(latency: latency ?? LatencyHistogram(), stalls: StallSummary(stalls))
    self.init(
      runID: row[5], identity: name.identity, kind: name.kind, outcome: name.outcome, reason: row[EvidenceRow.firstOfLatency],
      endedAt: Timestamp(milliseconds: row[6]), evidence: evidence,
      isLatencyDropped: latency == nil && evidence?.latencyMax != nil)
  }
}
