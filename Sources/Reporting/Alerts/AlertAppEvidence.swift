import Alerting
import Samples
import Storage

/// What was kept of an application to explain an alert on it: what it did around the alert, its stalls, and what happened to it.
struct AlertAppEvidence: Sendable {
  /// Before it began, and after it fired, in seconds: what happened, and which places cost most.
  private static let reach = 300.0
  private static let mostPlaces = 10
  private static let mostOccurrences = 50

  let app: String
  let since: Timestamp
  let until: Timestamp
  /// That explain it, ascending in time.
  let intervals: [AppInterval]
  /// That explain it, ascending in time.
  let stalls: [AppStallEntry]
  /// The places that cost its loops most, the worst first.
  let places: [AppPlaceCost]
  /// Ascending in time; with the stack of a process that died.
  let occurrences: [AppOccurrence]
  /// When it fired or, if it never did, when it began.
  let beginning: Timestamp

  /// `nil` if it is about no application.
  ///
  /// - Throws: what SQLite says.
  init?(_ episode: AlertEpisode, _ reader: HistoryReader) throws {
    guard let app = episode.labels["app"], episode.labels["mix"] == nil,
      let begun = episode.alert?.activeAt ?? episode.transitions.first?.at
    else { return nil }
    let fired = episode.alert?.firedAt ?? episode.transitions.first { $0.to == .firing }?.at
    self.app = app
    beginning = fired ?? begun
    since = begun.advanced(bySeconds: -Self.reach)
    until = beginning.advanced(bySeconds: Self.reach)
    intervals = episode.appIntervals
    stalls = episode.appStalls
    places = try reader.appPlaces(app, since: since, until: until, limit: Self.mostPlaces)
    occurrences = try reader.appOccurrences(app, since: since, until: until, limit: Self.mostOccurrences)
  }
}
