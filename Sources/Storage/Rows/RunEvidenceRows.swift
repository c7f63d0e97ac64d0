import FoundationEssentials
import GRDB
import Samples
import Thresholds

extension Database {
  /// The runs of a window by what was run, but for their merged latency.
  func runs(_ filter: HistoryFilter) throws -> [RunIdentity: RunHistory] {
    var histories: [RunIdentity: RunHistory] = [:]
    var stalls = try StallsByRun(self, filter)
    let (columns, rows) = try query(EvidenceColumns.sql(filter), of: "runs", key: "id", filter.arguments)
    var names = try RunNames(columns)
    let evidence = try EvidenceColumns(columns)
    while let row = try rows.next() {
      let stalls = try stalls.next(ofRun: evidence.position(row).id)
      guard let name = try names.name(row) else { continue }
      var history = histories.removeValue(forKey: name.identity) ?? RunHistory(identity: name.identity, kind: name.kind)
      history.kind = name.kind
      history.outcomes[name.outcome, default: 0] += 1
      for stall in stalls { history.stalls.add(stall) }
      let run = try evidence.run(row)
      history.failures.add(name.outcome, reason: name.outcome == .completed ? nil : try evidence.reason(row), items: run?.items)
      if let run {
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
      cachedStatement(sql: "SELECT run_id, counts FROM histograms WHERE run_id = ? AND distribution = ?"), of: "histograms",
      key: "run_id", [id, RunDistribution.eventLoopLatency.rawValue])
  }

  /// At most so many runs of a window, from a position on. Returns that of the last one; `nil` where there is none after it.
  func forEachRunEvidence(
    _ filter: HistoryFilter, after position: RunPosition, limit: Int, _ body: (StoredRunEvidence) throws -> Void
  ) throws -> RunPosition? {
    var stalls = try StallsByRun(self, filter, after: position)
    let arguments = filter.arguments(after: position) &+ ["limit": limit]
    let (columns, rows) = try query(EvidenceColumns.sqlWithLatency(filter), of: "runs", key: "id", arguments)
    var names = try RunNames(columns)
    let evidence = try EvidenceColumns(columns)
    let counts = try columns("counts")
    var last = position
    var count = 0
    while let row = try rows.next() {
      last = try evidence.position(row)
      count += 1
      let stalls = try stalls.next(ofRun: last.id)
      guard let name = try names.name(row) else { continue }
      let latency = try counts.optional(row, as: Data.self).map { _ in try counts.histogram(row) }
      let shown = try evidence.run(row)?.evidence(latency: latency ?? LatencyHistogram(), stalls: StallSummary(stalls))
      try body(
        StoredRunEvidence(
          runID: last.id, identity: name.identity, kind: name.kind, outcome: name.outcome, reason: evidence.reason(row),
          endedAt: Timestamp(milliseconds: last.ended), evidence: shown,
          isLatencyDropped: latency == nil && shown?.latencyMax != nil))
    }
    return count < limit ? nil : last
  }
}
