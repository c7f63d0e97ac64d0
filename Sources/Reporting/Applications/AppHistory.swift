package import Samples
package import Storage
package import Thresholds

/// What is kept of an application in a window, to be reported.
package struct AppHistory: Sendable {
  package let app: String
  /// What it is judged by.
  package var evidence: Evidence
  /// Ascending in time.
  package var intervals: [AppInterval]
  /// The places that cost its loops most, the worst first.
  package var places: [AppPlaceCost]
  /// Ascending in time.
  package var occurrences: [AppOccurrence]

  package init(
    app: String, evidence: Evidence, intervals: [AppInterval], places: [AppPlaceCost] = [], occurrences: [AppOccurrence] = []
  ) {
    self.app = app
    self.evidence = evidence
    self.intervals = intervals
    self.places = places
    self.occurrences = occurrences
  }

  /// Of intervals that are judged one by one.
  package init(app: String, intervals: [AppInterval], places: [AppPlaceCost] = [], occurrences: [AppOccurrence] = []) {
    self.init(
      app: app, evidence: Evidence(intervals.map(RunEvidence.init)), intervals: intervals, places: places,
      occurrences: occurrences)
  }

  /// All of it together; `nil` if there is no interval.
  var total: AppInterval? {
    intervals.first.map { first in
      intervals.dropFirst().reduce(into: first) { $0.merge($1) }
    }
  }
}

extension HistoryReader {
  /// More places than people look at, so that two windows can be compared.
  private static let mostPlaces = 500
  private static let mostOccurrences = 200
  /// Of a window up to so long single intervals are read, and minutes; of a longer one hours. In seconds.
  private static let (intervalsFor, minutesFor) = (86_400.0, 8 * 86_400.0)

  private static func tier(_ since: Timestamp, _ until: Timestamp) -> RollupTier? {
    let seconds = Double(until.milliseconds - since.milliseconds) / 1000
    return seconds <= intervalsFor ? nil : seconds <= minutesFor ? .minute : .hour
  }

  /// Everything of an application in a window.
  ///
  /// - Throws: what SQLite says.
  package func appHistory(_ app: String, since: Timestamp, until: Timestamp) throws -> AppHistory {
    AppHistory(
      app: app, intervals: try appIntervals(app, since: since, until: until, tier: Self.tier(since, until)),
      places: try appPlaces(app, since: since, until: until, limit: Self.mostPlaces),
      occurrences: try appOccurrences(app, since: since, until: until, limit: Self.mostOccurrences))
  }
}
