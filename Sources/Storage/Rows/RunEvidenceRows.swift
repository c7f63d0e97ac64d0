import FoundationEssentials
import GRDB
import Samples
import Thresholds

extension Database {
  /// The runs of a window by what was run, but for their merged latency.
  func runs(_ filter: HistoryFilter, _ damages: DamageTally) throws -> [RunIdentity: RunHistory] {
    try leaveOutMisplacedRuns(filter, damages)
    var histories: [RunIdentity: RunHistory] = [:]
    var stalls = try StallsByRun(self, filter, damages)
    let (columns, rows) = try query(EvidenceColumns.sql(filter), of: "runs", key: "id", filter.arguments)
    var names = try RunNames(columns)
    let evidence = try EvidenceColumns(columns)
    try rows.forEach(damages) { row in
      // First of all: those of the next run come after them.
      let stalls = try stalls.next(ofRun: evidence.id(row))
      let name = try names.name(row)
      let run = try evidence.run(row, name.outcome)
      var history = histories.removeValue(forKey: name.identity) ?? RunHistory(identity: name.identity, kind: name.kind)
      history.kind = name.kind
      history.outcomes[name.outcome, default: 0] += 1
      for stall in stalls { history.stalls.add(stall) }
      history.failures.add(name.outcome, reason: name.outcome == .completed ? nil : try evidence.reason(row), items: run?.items)
      if let run {
        history.evidence.add(run.evidence(latency: LatencyHistogram(), stalls: StallSummary(stalls)))
        history.figures.append(run.figures)
      }
      histories[name.identity] = history
    }
    for (identity, history) in histories {
      guard let newest = history.figures.last, let latency = try loopLatency(ofRun: newest.runID, damages) else { continue }
      histories[identity]?.evidence.newest?.latency = latency
    }
    return histories
  }

  /// A run with its distributions, its stalls and what it is judged by; without its samples.
  func detail(of run: StoredRun, _ damages: DamageTally) throws -> RunDetail {
    var detail = RunDetail(
      run: run, latency: try loopLatency(ofRun: run.id, damages), itemTimes: try histogram(.itemDuration, ofRun: run.id, damages),
      stalls: try stalls(of: run, damages))
    detail.evidence = try evidence(of: detail, damages)
    return detail
  }

  private func evidence(of detail: RunDetail, _ damages: DamageTally) throws -> RunEvidence? {
    let (columns, rows) = try query(EvidenceColumns.sqlOfRun, of: "runs", key: "id", [detail.run.id])
    let evidence = try EvidenceColumns(columns)
    return try rows.all(damages) { row in
      try evidence.run(row, detail.run.outcome)?.evidence(
        latency: detail.latency ?? LatencyHistogram(), stalls: StallSummary(detail.stalls.map(\.stall)))
    }.first
  }

  /// `nil` where it is not kept any more, or there was none.
  func loopLatency(ofRun id: Int64, _ damages: DamageTally) throws -> LatencyHistogram? {
    try histogram(.eventLoopLatency, ofRun: id, damages)
  }

  /// `nil` where it is not kept any more, or there was none.
  func histogram(_ distribution: RunDistribution, ofRun id: Int64, _ damages: DamageTally) throws -> LatencyHistogram? {
    do {
      return try LatencyHistogram.fetchOne(
        cachedStatement(sql: "SELECT run_id, counts FROM histograms WHERE run_id = ? AND distribution = ?"), of: "histograms",
        key: "run_id", [id, distribution.rawValue])
    } catch let damage as DamagedValue {
      damages.leaveOut(damage)
      return nil
    }
  }

  /// Counts the runs whose end is not known, and what belongs to no run: they may belong to any window.
  func leaveOutMisplacedRuns(_ filter: HistoryFilter, _ damages: DamageTally) throws {
    try leaveOutMisplaced(damages, of: "runs", "ended_ms", key: "id", where: filter.runNames, filter.identityArguments)
    let statement = try cachedStatement(
      sql: "SELECT id, ended_ms FROM runs WHERE \(filter.runsByEnd) AND typeof(ended_ms) <> 'integer'")
    let ended = try ColumnMap(statement, of: "runs", key: "id")("ended_ms")
    try Row.fetchCursor(statement, arguments: filter.arguments).forEach(damages) { throw ended.damage($0) }
    for table in ["trends", "histograms", "stalls", "instants"] { try leaveOutOrphans(of: table, "run_id", damages) }
  }

  /// At most so many runs of a window, from a position on. Returns that of the last one; `nil` where there is none after it.
  func forEachRunEvidence(
    _ filter: HistoryFilter, after position: RunPosition, limit: Int, _ damages: DamageTally,
    _ body: (StoredRunEvidence) throws -> Void
  ) throws -> RunPosition? {
    if position == .first { try leaveOutMisplacedRuns(filter, damages) }
    var stalls = try StallsByRun(self, filter, after: position, damages)
    let arguments = filter.arguments(after: position) &+ ["limit": limit]
    let (columns, rows) = try query(EvidenceColumns.sqlWithLatency(filter), of: "runs", key: "id", arguments)
    var names = try RunNames(columns)
    let evidence = try EvidenceColumns(columns)
    let counts = try columns("counts", of: "histograms")
    var last = position
    var count = 0
    try rows.forEach(damages) { row in
      last = try evidence.position(row)
      count += 1
      let stalls = try stalls.next(ofRun: last.id)
      let name = try names.name(row)
      let latency = try counts.optional(row, as: Data.self).map { _ in try counts.histogram(row) }
      let shown = try evidence.run(row, name.outcome)?.evidence(
        latency: latency ?? LatencyHistogram(), stalls: StallSummary(stalls))
      try body(
        StoredRunEvidence(
          runID: last.id, identity: name.identity, kind: name.kind, outcome: name.outcome, reason: evidence.reason(row),
          endedAt: Timestamp(milliseconds: last.ended), evidence: shown,
          isLatencyDropped: latency == nil && shown?.latencyMax != nil))
    }
    return count < limit ? nil : last
  }
}
