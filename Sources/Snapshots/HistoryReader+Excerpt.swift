package import Samples
package import Storage

extension HistoryReader {
  /// Runs of an excerpt at most.
  private static let excerptRuns = 5000

  /// What plots of a window need. Of more than 5,000 runs the newest are given; the heat is that of all.
  ///
  /// - Parameter columns: intervals of the heat at most; they are round lengths of time, so that there may be fewer.
  /// - Throws: what reading throws.
  package func excerpt(since: Timestamp, until: Timestamp, columns: Int = 120) throws -> HistoryExcerpt {
    let filter = HistoryFilter(since: since, until: until)
    return HistoryExcerpt(
      since: since, until: until, runs: try newestRuns(filter, limit: HistoryReader.excerptRuns),
      heat: try latencyHeat(filter, bounds: LatencyHeat.latencyBounds, columns: columns),
      apps: try coarseAppIntervals(since: since, until: until))
  }
}

extension LatencyHeat {
  /// Those of `calcmon_event_loop_latency_seconds`, one of which is the target.
  package static let latencyBounds: [Double] =
    if case .histogram(let bounds) = MetricCatalog.eventLoopLatency.kind { bounds } else { [] }
}
