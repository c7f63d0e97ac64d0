package import Samples
package import Storage

/// What an export reads: the streams of a history. Everything is read in pieces and nothing is kept.
///
/// Runs come in ascending order of their end, then of their number; samples run by run, in a run ascending in time. An error that
/// `body` throws ends the reading and is passed on.
package struct ExportSource {
  package typealias Stream<Row> = (HistoryFilter, (Row) throws -> Void) throws -> Void

  /// How many runs there are.
  package var runCount: (HistoryFilter) throws -> Int
  /// All runs.
  package var runs: Stream<StoredRun>
  /// The samples of one quantity; `nil`: of all.
  package var samples: (HistoryFilter, Quantity?, (StoredSample) throws -> Void) throws -> Void
  /// All stalls.
  package var stalls: Stream<StoredStall>
  /// All verdicts.
  package var verdicts: Stream<StoredVerdict>
  /// All minutes, or all hours.
  package var rollups: (HistoryFilter, RollupTier, (StoredRollup) throws -> Void) throws -> Void
  /// The distribution of the loop's latency in a run; `nil` where it is not kept.
  package var loopLatency: (Int64) throws -> LatencyHistogram?
  /// The applications that the filter chooses, in order.
  package var apps: (HistoryFilter) throws -> [String] = { _ in [] }
  /// The intervals of an application, or its minutes or hours, ascending in time.
  package var appIntervals: (String, HistoryFilter, RollupTier?, (AppInterval) throws -> Void) throws -> Void = { _, _, _, _ in }
  /// The stalls of an application, ascending in time.
  package var appStalls: (String, HistoryFilter, (AppStallEntry) throws -> Void) throws -> Void = { _, _, _ in }
  /// What happened to an application, ascending in time.
  package var appEvents: (String, HistoryFilter, (AppOccurrence) throws -> Void) throws -> Void = { _, _, _ in }

  /// A source from its streams.
  package init(
    runCount: @escaping (HistoryFilter) throws -> Int, runs: @escaping Stream<StoredRun>,
    samples: @escaping (HistoryFilter, Quantity?, (StoredSample) throws -> Void) throws -> Void,
    stalls: @escaping Stream<StoredStall>, verdicts: @escaping Stream<StoredVerdict>,
    rollups: @escaping (HistoryFilter, RollupTier, (StoredRollup) throws -> Void) throws -> Void,
    loopLatency: @escaping (Int64) throws -> LatencyHistogram?
  ) {
    self.runCount = runCount
    self.runs = runs
    self.samples = samples
    self.stalls = stalls
    self.verdicts = verdicts
    self.rollups = rollups
    self.loopLatency = loopLatency
  }

  /// The stored history.
  package init(_ reader: HistoryReader) {
    self.init(
      runCount: reader.runCount, runs: reader.forEachRun,
      samples: reader.forEachSample,
      stalls: reader.forEachStall, verdicts: reader.forEachVerdict, rollups: reader.forEachRollup,
      loopLatency: reader.loopLatency)
    apps = reader.apps
    appIntervals = reader.forEachAppInterval
    appStalls = reader.forEachAppStall
    appEvents = reader.forEachAppOccurrence
  }
}
