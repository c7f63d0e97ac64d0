import FoundationEssentials
import GRDB
package import Samples

/// Single runs, and runs from the newest on.
extension HistoryReader {
  /// A run with all that is kept of it; `nil` where it is not kept.
  ///
  /// - Throws: `DamagedValue`, if it cannot be read.
  package func run(_ id: Int64) throws -> RunDetail? {
    try read(orIfEmpty: nil) { database, damages in
      guard let run = try database.run(id) else { return nil }
      var samples: [StoredSample] = []
      try database.forEachSample(of: run, Quantity.allCases, damages) { samples.append($0) }
      var detail = try database.detail(of: run, damages)
      detail.samples = samples
      return detail
    }
  }

  /// Runs without their samples, the newest first.
  ///
  /// - Parameters:
  ///   - outcome: only those that ended so; `nil`: however they ended.
  ///   - position: of the run after which to go on; `nil`: from the newest on.
  ///   - limit: of runs.
  package func runs(
    _ filter: HistoryFilter, outcome: RunOutcome? = nil, before position: RunPosition? = nil, limit: Int
  ) throws -> [RunDetail] {
    try read(orIfEmpty: []) { database, damages in
      try database.newestRuns(filter, outcome: outcome, before: position, limit: limit, damages).map {
        try database.detail(of: $0, damages)
      }
    }
  }

  /// The distributions of a run that are still kept.
  package func distributions(ofRun id: Int64) throws -> [RunDistribution: LatencyHistogram] {
    try read(orIfEmpty: [:]) { database, damages in
      var found: [RunDistribution: LatencyHistogram] = [:]
      for distribution in RunDistribution.allCases {
        found[distribution] = try database.histogram(distribution, ofRun: id, damages)
      }
      return found
    }
  }

  /// When the first run of all that are kept ended; `nil` where none did until then.
  package func firstRunEnd(until end: Timestamp) throws -> Timestamp? {
    try read(orIfEmpty: nil) { database, _ in
      // In the order of the index: what is no instant is passed over.
      try Int64.fetchOne(
        database,
        sql:
          "SELECT ended_ms FROM runs WHERE ended_ms BETWEEN 0 AND ? AND typeof(ended_ms) = 'integer' ORDER BY ended_ms LIMIT 1",
        arguments: [end.milliseconds]
      ).map(Timestamp.init(milliseconds:))
    }
  }

  /// Runs, ascending in the time of their end: the newest, where there are more than the limit.
  package func newestRuns(_ filter: HistoryFilter, limit: Int) throws -> [StoredRun] {
    try read(orIfEmpty: []) { try $0.newestRuns(filter, outcome: nil, before: nil, limit: limit, $1).reversed() }
  }
}

extension Database {
  fileprivate func newestRuns(
    _ filter: HistoryFilter, outcome: RunOutcome?, before position: RunPosition?, limit: Int, _ damages: DamageTally
  ) throws -> [StoredRun] {
    if position == nil { try leaveOutMisplacedRuns(filter, damages) }
    let position = position ?? RunPosition(ended: .max, id: .max)
    return try storedRuns(
      """
      SELECT \(StoredRunColumns.sql) FROM runs
      WHERE \(filter.runs) AND (ended_ms, id) < (:ended, :id) AND (:outcome IS NULL OR outcome = :outcome)
      ORDER BY ended_ms DESC, id DESC LIMIT :limit
      """, filter.arguments(before: position) &+ ["outcome": outcome?.rawValue, "limit": max(0, limit)], damages)
  }
}
