import GRDB
import Samples

/// The loop latency of a window from as few histograms as hold it: those of whole hours, at its edges those of whole minutes, and at their edges
/// those of runs.
struct LatencyPieces: Equatable {
  private(set) var hours: [Range<Int64>] = []
  private(set) var minutes: [Range<Int64>] = []
  private(set) var runs: [Range<Int64>] = []

  /// - Parameter window: milliseconds since the Unix epoch.
  init(_ window: Range<Int64>) {
    hours = [RollupTier.hour.whole(in: window)]
    for rest in remainders(of: window, without: hours[0]) {
      let whole = RollupTier.minute.whole(in: rest)
      minutes.append(whole)
      runs += remainders(of: rest, without: whole)
    }
  }
}

extension RollupTier {
  /// From the first to the last interval that lies wholly inside; empty at the end where none does.
  fileprivate func whole(in window: Range<Int64>) -> Range<Int64> {
    let first = start(of: window.lowerBound + milliseconds - 1)
    let end = start(of: window.upperBound)
    return first < end ? first..<end : window.upperBound..<window.upperBound
  }
}

private func remainders(of window: Range<Int64>, without part: Range<Int64>) -> [Range<Int64>] {
  [window.lowerBound..<part.lowerBound, part.upperBound..<window.upperBound].filter { !$0.isEmpty }
}

extension Database {
  /// Of the completed runs of a window, by what was run.
  func latencies(_ filter: HistoryFilter, _ damages: DamageTally) throws -> [RunIdentity: LatencyHistogram] {
    var latencies: [RunIdentity: LatencyHistogram] = [:]
    let pieces = LatencyPieces(filter.since.milliseconds..<filter.until.milliseconds + 1)
    for (tier, ranges) in [(RollupTier.hour, pieces.hours), (.minute, pieces.minutes)] {
      try leaveOutMisplacedRollups(tier, tier.latencyTable, filter, damages)
      for range in ranges { try merge(tier, range, filter, damages, into: &latencies) }
    }
    for range in pieces.runs { try mergeRuns(range, filter, damages, into: &latencies) }
    return latencies
  }

  private func merge(
    _ tier: RollupTier, _ range: Range<Int64>, _ filter: HistoryFilter, _ damages: DamageTally,
    into latencies: inout [RunIdentity: LatencyHistogram]
  ) throws {
    guard !range.isEmpty else { return }
    let (columns, rows) = try query(
      """
      SELECT mix, strategy, runtime, start_ms, counts FROM series JOIN \(tier.latencyTable) ON series_id = series.id
      WHERE quantity = :quantity AND \(filter.series) AND start_ms >= :from AND start_ms < :to
      """, of: tier.latencyTable, key: "start_ms",
      filter.identityArguments
        &+ ["quantity": Quantity.eventLoopLatency.rawValue, "from": range.lowerBound, "to": range.upperBound])
    try merge(columns, rows, damages, into: &latencies)
  }

  /// Of runs whose own histogram is not kept any more, that of their minute is taken.
  private func mergeRuns(
    _ range: Range<Int64>, _ filter: HistoryFilter, _ damages: DamageTally,
    into latencies: inout [RunIdentity: LatencyHistogram]
  ) throws {
    let arguments =
      filter.arguments
      &+ [
        "since": range.lowerBound, "until": range.upperBound - 1,
        "distribution": RunDistribution.eventLoopLatency.rawValue,
      ]
    let isDropped = try Bool.fetchOne(
      self,
      sql: """
        SELECT EXISTS (SELECT 1 FROM runs WHERE \(filter.runs) AND event_loop_latency_max_seconds IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM histograms WHERE run_id = runs.id AND distribution = :distribution))
        """, arguments: arguments)
    if isDropped == true {
      let minute = RollupTier.minute
      let end = minute.start(of: range.upperBound - 1) + minute.milliseconds
      return try merge(minute, minute.start(of: range.lowerBound)..<end, filter, damages, into: &latencies)
    }
    let (columns, rows) = try query(
      """
      SELECT runs.id, mix, strategy, runtime, counts FROM runs JOIN histograms ON run_id = runs.id AND distribution = :distribution
      WHERE \(filter.runs)
      """, of: "histograms", key: "id", arguments)
    try merge(columns, rows, damages, into: &latencies)
  }

  private func merge(
    _ columns: ColumnMap, _ rows: RowCursor, _ damages: DamageTally, into latencies: inout [RunIdentity: LatencyHistogram]
  ) throws {
    let (identity, counts) = (try IdentityColumns(columns), try columns("counts"))
    try rows.forEach(damages) { row in
      latencies[try identity.identity(row), default: LatencyHistogram()].merge(try counts.histogram(row))
    }
  }
}
