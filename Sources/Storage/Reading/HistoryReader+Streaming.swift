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

  /// How many runs the filter chooses.
  package func runCount(_ filter: HistoryFilter) throws -> Int {
    try read(orIfEmpty: 0) {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM runs WHERE \(filter.runs)", arguments: filter.arguments) ?? 0
    }
  }

  /// Runs, ascending in the time of their end.
  package func forEachRun(_ filter: HistoryFilter, _ body: (StoredRun) throws -> Void) throws {
    try forEachPiece(filter) { _, runs in for run in runs { try body(run) } }
  }

  /// Samples, run by run, in a run ascending in time.
  ///
  /// - Parameter quantity: only of this one; `nil`: of all.
  package func forEachSample(
    _ filter: HistoryFilter, of quantity: Quantity? = nil, _ body: (StoredSample) throws -> Void
  ) throws {
    let quantities = quantity.map { [$0] } ?? Quantity.allCases
    try forEachPiece(filter) { database, runs in
      for run in runs { try database.forEachSample(of: run, quantities, body) }
    }
  }

  /// Stalls, run by run.
  package func forEachStall(_ filter: HistoryFilter, _ body: (StoredStall) throws -> Void) throws {
    try forEachPiece(filter) { database, runs in
      for run in runs { for stall in try database.stalls(of: run) { try body(stall) } }
    }
  }

  /// What runs have shown, ascending in the time of their end: those that did not complete, too.
  package func forEachRunEvidence(_ filter: HistoryFilter, _ body: (StoredRunEvidence) throws -> Void) throws {
    var last: RunPosition? = .first
    while let after = last {
      last = try read(orIfEmpty: nil) {
        try $0.forEachRunEvidence(filter, after: after, limit: HistoryReader.pieceLength, body)
      }
    }
  }

  /// The loop latency of a run; `nil` where it is not kept any more, or there was none.
  package func loopLatency(ofRun id: Int64) throws -> LatencyHistogram? {
    try read(orIfEmpty: nil) { try $0.loopLatency(ofRun: id) }
  }

  /// Verdicts, ascending in time for each target.
  package func forEachVerdict(_ filter: HistoryFilter, _ body: (StoredVerdict) throws -> Void) throws {
    try forEachDay(filter) { database, from, to in
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT mix, strategy, runtime, time_ms, target, value, lower, upper, verdict, samples FROM verdicts
          WHERE time_ms >= :from AND time_ms < :to AND \(filter.series) ORDER BY time_ms, mix, strategy, runtime, target
          """, arguments: filter.identityArguments &+ ["from": from, "to": to])
      while let row = try rows.next() {
        guard let identity = RunIdentity(row) else { continue }
        try body(
          StoredVerdict(
            identity: identity, at: Timestamp(milliseconds: row[3]), target: row[4], value: row[5], lower: row[6], upper: row[7],
            verdict: row[8], samples: row[9]))
      }
    }
  }

  /// Roll-ups that begin in the window, ascending in time.
  package func forEachRollup(
    _ filter: HistoryFilter, every tier: RollupTier, _ body: (StoredRollup) throws -> Void
  ) throws {
    try forEachDay(filter) { database, from, to in
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT mix, strategy, runtime, quantity, start_ms, count, min, max, sum, last
          FROM series JOIN \(tier.samplesTable) ON series_id = series.id
          WHERE \(filter.series) AND start_ms >= :from AND start_ms < :to ORDER BY start_ms, mix, strategy, runtime, quantity
          """, arguments: filter.identityArguments &+ ["from": from, "to": to])
      while let row = try rows.next() {
        guard let identity = RunIdentity(row), let quantity = Quantity(rawValue: row[3]) else { continue }
        try body(
          StoredRollup(
            identity: identity, quantity: quantity, start: Timestamp(milliseconds: row[4]), count: row[5], min: row[6],
            max: row[7],
            sum: row[8], last: row[9]))
      }
    }
  }

  // MARK: Pieces

  private func forEachPiece(_ filter: HistoryFilter, _ body: (Database, [StoredRun]) throws -> Void) throws {
    var last = RunPosition.first
    while true {
      let isLast = try read(orIfEmpty: true) { database in
        let rows = try Row.fetchAll(
          database,
          sql: """
            SELECT \(StoredRun.columns) FROM runs WHERE \(filter.runs) AND (ended_ms, id) > (:ended, :id)
            ORDER BY ended_ms, id LIMIT \(HistoryReader.pieceLength)
            """, arguments: filter.arguments(after: last))
        guard let end = rows.last else { return true }
        last = RunPosition(ended: end["ended_ms"], id: end["id"])
        try body(database, rows.compactMap(StoredRun.init))
        return rows.count < HistoryReader.pieceLength
      }
      if isLast { return }
    }
  }

  /// Days of the window in which there is something, each from here until before there.
  private func forEachDay(_ filter: HistoryFilter, _ body: (Database, Int64, Int64) throws -> Void) throws {
    let span = try read(orIfEmpty: nil) { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT min(first), max(last) FROM (SELECT min(ended_ms) AS first, max(ended_ms) AS last FROM runs
            UNION ALL SELECT min(start_ms), max(start_ms) FROM samples_1h)
          """)
    }
    guard let span, let first: Int64 = span[0], let last: Int64 = span[1] else { return }
    let hour = RollupTier.hour.milliseconds
    var from = max(filter.since.milliseconds, first - hour)
    let end = min(filter.until.milliseconds, last + hour) + 1
    while from < end {
      let to = min(end, from + 24 * hour)
      try read(orIfEmpty: ()) { try body($0, from, to) }
      from = to
    }
  }
}

extension RunIdentity {
  /// From a row that begins with mix, strategy and runtime; `nil` where it holds a word that this calcmon does not know.
  init?(_ row: Row) {
    guard let strategy = Strategy(rawValue: row[1]), let runtime = Runtime(rawValue: row[2]) else { return nil }
    self.init(mix: row[0], strategy: strategy, runtime: runtime)
  }
}
