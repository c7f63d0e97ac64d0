package import Samples
package import Thresholds

/// What is kept of watched applications.
extension HistoryReader {
  /// The applications of which something is kept in a window, in the order of their names.
  ///
  /// - Throws: what SQLite says, as all of these.
  package func apps(since: Timestamp, until: Timestamp) throws -> [String] { [] }

  /// Intervals that ended in a window, ascending in time.
  ///
  /// - Parameter tier: merges those of a minute or an hour; `nil`: as the agent made them, as long as they are kept.
  package func appIntervals(
    _ app: String, since: Timestamp, until: Timestamp, tier: RollupTier? = nil
  ) throws -> [AppInterval] { [] }

  /// What an application has shown in a window, to be judged; without an interval it is empty.
  package func appEvidence(_ app: String, since: Timestamp, until: Timestamp) throws -> Evidence { Evidence() }

  /// Its stalls in a window, the newest first.
  package func appStalls(_ app: String, since: Timestamp, until: Timestamp, limit: Int) throws -> [AppStallEntry] { [] }

  /// The places that cost its loops most in a window, the worst first. Stalls of the start are left out.
  package func appPlaces(_ app: String, since: Timestamp, until: Timestamp, limit: Int) throws -> [AppPlaceCost] { [] }

  /// What happened in a window, ascending in time.
  ///
  /// - Parameter app: `nil`: to all of them.
  package func appOccurrences(_ app: String?, since: Timestamp, until: Timestamp, limit: Int) throws -> [AppOccurrence] { [] }

  /// How late its loops were: the distribution in each step of a window; steps without an interval are left out.
  package func appLatencies(
    _ app: String, since: Timestamp, until: Timestamp, step: Double
  ) throws -> [(start: Timestamp, latency: LatencyHistogram)] { [] }
}
