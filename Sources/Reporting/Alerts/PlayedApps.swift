import Alerting
package import Samples
package import Storage

/// Where a backtest finds what applications did: a history, or what a test says.
package struct PlayedApps: Sendable {
  /// Applications of which something is kept in a window.
  package var names: @Sendable (_ since: Timestamp, _ until: Timestamp) throws -> [String]
  /// Intervals of one that ended in a window, ascending in time.
  package var intervals: @Sendable (_ app: String, _ since: Timestamp, _ until: Timestamp) throws -> [AppInterval]
  /// What happened to one in a window, ascending in time.
  package var occurrences: @Sendable (_ app: String, _ since: Timestamp, _ until: Timestamp) throws -> [AppOccurrence]
  /// Stalls of one that ended in a window, in any order.
  package var stalls: @Sendable (_ app: String, _ since: Timestamp, _ until: Timestamp) throws -> [AppStallEntry]

  package init(
    names: @escaping @Sendable (Timestamp, Timestamp) throws -> [String],
    intervals: @escaping @Sendable (String, Timestamp, Timestamp) throws -> [AppInterval],
    occurrences: @escaping @Sendable (String, Timestamp, Timestamp) throws -> [AppOccurrence],
    stalls: @escaping @Sendable (String, Timestamp, Timestamp) throws -> [AppStallEntry]
  ) {
    self.names = names
    self.intervals = intervals
    self.occurrences = occurrences
    self.stalls = stalls
  }

  /// That of a database.
  package init(_ reader: HistoryReader) {
    self.init(
      names: { try reader.apps(since: $0, until: $1) }, intervals: { try reader.appIntervals($0, since: $1, until: $2) },
      occurrences: { try reader.appOccurrences($0, since: $1, until: $2, limit: .max) },
      stalls: { try reader.appStalls($0, since: $1, until: $2, limit: .max) })
  }
}
