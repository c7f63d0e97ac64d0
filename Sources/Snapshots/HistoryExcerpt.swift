package import Samples
package import Storage

/// A part of the history, as plots need it: read from the database, off everybody's loop.
package struct HistoryExcerpt: Sendable {
  /// Runs that ended from here …
  package var since: Timestamp
  /// … until here.
  package var until: Timestamp
  /// Ascending in the time of their end; also those that are not made in slots, as by `calcmon run --store` while the agent was stopped.
  package var runs: [StoredRun]
  /// Of the loops, by what was run.
  package var heat: [RunIdentity: LatencyHeat]
  /// What watched applications did, each ascending in time.
  package var apps: [String: [AppInterval]]

  /// Joins the parts.
  package init(
    since: Timestamp, until: Timestamp, runs: [StoredRun], heat: [RunIdentity: LatencyHeat], apps: [String: [AppInterval]] = [:]
  ) {
    self.since = since
    self.until = until
    self.runs = runs
    self.heat = heat
    self.apps = apps
  }
}
