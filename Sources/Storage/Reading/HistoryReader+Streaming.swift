import FoundationEssentials
import GRDB
package import Samples

/// Row by row, for any size of history: read in pieces, each a short transaction of its own, so that the writer's log can be copied into the
/// database meanwhile, and nothing is held in memory. A run that is written in between may be missed at the end, and none is seen twice.
///
/// `body` is called on the calling thread. What it throws ends the reading.
extension HistoryReader {
  /// Runs of one transaction.
  private static let pieceLength = 200
  /// So many days, about, are read one by one.
  private static let mostPieces: Int64 = 1000

  /// How many runs the filter chooses.
  package func runCount(_ filter: HistoryFilter) throws -> Int {
    try read(orIfEmpty: 0) { database, _ in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM runs WHERE \(filter.runs)", arguments: filter.arguments) ?? 0
    }
  }

  /// Runs, ascending in the time of their end.
  package func forEachRun(_ filter: HistoryFilter, _ body: (StoredRun) throws -> Void) throws {
    try forEachPiece(filter) { _, runs, _ in for run in runs { try body(run) } }
  }

  /// Samples, run by run, in a run ascending in time.
  ///
  /// - Parameter quantity: only of this one; `nil`: of all.
  package func forEachSample(
    _ filter: HistoryFilter, of quantity: Quantity? = nil, _ body: (StoredSample) throws -> Void
  ) throws {
    let quantities = quantity.map { [$0] } ?? Quantity.allCases
    try forEachPiece(filter) { database, runs, damages in
      for run in runs { try database.forEachSample(of: run, quantities, damages, body) }
    }
  }

  /// Stalls, run by run.
  package func forEachStall(_ filter: HistoryFilter, _ body: (StoredStall) throws -> Void) throws {
    try forEachPiece(filter) { database, runs, damages in
      for run in runs { for stall in try database.stalls(of: run, damages) { try body(stall) } }
    }
  }

  /// What runs have shown, ascending in the time of their end: those that did not complete, too.
  package func forEachRunEvidence(_ filter: HistoryFilter, _ body: (StoredRunEvidence) throws -> Void) throws {
    var last: RunPosition? = .first
    while let after = last {
      last = try read(orIfEmpty: nil) {
        try $0.forEachRunEvidence(filter, after: after, limit: HistoryReader.pieceLength, $1, body)
      }
    }
  }

  /// The loop latency of a run; `nil` where it is not kept any more, or there was none.
  package func loopLatency(ofRun id: Int64) throws -> LatencyHistogram? {
    try read(orIfEmpty: nil) { try $0.loopLatency(ofRun: id, $1) }
  }

  /// Verdicts, ascending in time for each target.
  package func forEachVerdict(_ filter: HistoryFilter, _ body: (StoredVerdict) throws -> Void) throws {
    try read(orIfEmpty: ()) { try $0.leaveOutMisplacedVerdicts(filter, $1) }
    try forEachDay(filter) { database, damages, from, to in
      let (columns, rows) = try database.query(
        """
        SELECT mix, strategy, runtime, time_ms, target, value, lower, upper, verdict, samples FROM verdicts
        WHERE time_ms >= :from AND time_ms < :to AND \(filter.series) ORDER BY time_ms, mix, strategy, runtime, target
        """, of: "verdicts", key: "time_ms", filter.identityArguments &+ ["from": from, "to": to])
      let verdict = try VerdictColumns(columns)
      try rows.forEach(damages) { try body(try verdict.verdict($0)) }
    }
  }

  /// Roll-ups that begin in the window, ascending in time.
  package func forEachRollup(
    _ filter: HistoryFilter, every tier: RollupTier, _ body: (StoredRollup) throws -> Void
  ) throws {
    try read(orIfEmpty: ()) { try $0.leaveOutMisplacedRollups(tier, tier.samplesTable, filter, $1) }
    try forEachDay(filter) { database, damages, from, to in
      let (columns, rows) = try database.query(
        """
        SELECT mix, strategy, runtime, quantity, start_ms, count, min, max, sum, last
        FROM series JOIN \(tier.samplesTable) ON series_id = series.id
        WHERE \(filter.series) AND start_ms >= :from AND start_ms < :to ORDER BY start_ms, mix, strategy, runtime, quantity
        """, of: tier.samplesTable, key: "start_ms", filter.identityArguments &+ ["from": from, "to": to])
      let (identity, quantity, rollup) = (try IdentityColumns(columns), try columns("quantity"), try RollupColumns(columns))
      try rows.forEach(damages) { row in
        guard let known = try Quantity(rawValue: quantity.value(row)) else { throw quantity.damage(row) }
        let values = try rollup.rollup(row)
        try body(
          StoredRollup(
            identity: try identity.identity(row), quantity: known, start: try rollup.start(row), count: values.count,
            min: values.min,
            max: values.max, sum: values.sum, last: values.last))
      }
    }
  }

  // MARK: Pieces

  private func forEachPiece(_ filter: HistoryFilter, _ body: (Database, [StoredRun], DamageTally) throws -> Void) throws {
    try read(orIfEmpty: ()) { try $0.leaveOutMisplacedRuns(filter, $1) }
    var last = RunPosition.first
    while true {
      let isLast = try read(orIfEmpty: true) { database, damages in
        let (columns, rows) = try database.query(
          """
          SELECT \(StoredRunColumns.sql) FROM runs WHERE \(filter.runs) AND (ended_ms, id) > (:ended, :id)
          ORDER BY ended_ms, id LIMIT \(HistoryReader.pieceLength)
          """, of: "runs", key: "id", filter.arguments(after: last))
        var run = try StoredRunColumns(columns)
        var count = 0
        var runs: [StoredRun] = []
        try rows.forEach(damages) { row in
          last = try run.position(row)
          count += 1
          runs.append(try run.run(row))
        }
        guard count > 0 else { return true }
        try body(database, runs, damages)
        return count < HistoryReader.pieceLength
      }
      if isLast { return }
    }
  }

  /// Days of the window in which there is something, each from here until before there.
  private func forEachDay(_ filter: HistoryFilter, _ body: (Database, DamageTally, Int64, Int64) throws -> Void) throws {
    let span: ClosedRange<Int64>? = try read(orIfEmpty: nil) { database, _ in
      let (columns, rows) = try database.query(
        """
        SELECT min(instant) AS first, max(instant) AS last FROM (
          SELECT min(ended_ms) AS instant FROM runs WHERE ended_ms >= :first
          UNION ALL SELECT max(ended_ms) FROM runs WHERE ended_ms <= :last
          UNION ALL SELECT min(start_ms) FROM samples_1h WHERE start_ms >= :first
          UNION ALL SELECT max(start_ms) FROM samples_1h WHERE start_ms <= :last) WHERE typeof(instant) = 'integer'
        """, of: "runs", ["first": StoredColumn.instants.lowerBound, "last": StoredColumn.instants.upperBound])
      return try rows.first { row in
        guard let first = try columns("first").optionalTimestamp(row) else { return nil }
        return first.milliseconds...(try columns("last").timestamp(row).milliseconds)
      }
    }
    guard let span else { return }
    let hour = RollupTier.hour.milliseconds
    var from = max(filter.since.milliseconds, span.lowerBound - hour)
    let end = min(filter.until.milliseconds, span.upperBound + hour) + 1
    // A clock that was far off, or a damaged row, makes the span as long as it likes.
    let days = max(1, (end - min(from, end)) / (24 * hour) / HistoryReader.mostPieces)
    while from < end {
      let to = min(end, from + days * 24 * hour)
      try read(orIfEmpty: ()) { try body($0, $1, from, to) }
      from = to
    }
  }
}
