package import Samples
package import Storage

/// A part of the history, as plots need it: read from the database, off everybody's loop.
package struct HistoryExcerpt: Sendable {
  /// How often the loop was how late, interval by interval: the columns of a heat map.
  package struct Heat: Hashable, Sendable {
    /// One interval.
    package struct Column: Hashable, Sendable {
      /// Where it begins.
      package var start: Timestamp
      /// Ticks by lateness: `counts[i]` were at most `bounds[i]` seconds late and later than `bounds[i - 1]`; the last, beyond all bounds.
      package var counts: [UInt64]

      /// Joins the parts.
      package init(start: Timestamp, counts: [UInt64]) {
        self.start = start
        self.counts = counts
      }
    }

    /// In seconds, ascending.
    package var bounds: [Double]
    /// Ascending in time; intervals without a run are left out.
    package var columns: [Column]
    /// Length of an interval, in seconds.
    package var step: Double

    /// Joins the parts.
    package init(bounds: [Double], columns: [Column], step: Double) {
      self.bounds = bounds
      self.columns = columns
      self.step = step
    }
  }

  /// Runs that ended from here …
  package var since: Timestamp
  /// … until here.
  package var until: Timestamp
  /// Ascending in the time of their end; also those that are not made in slots, as by `calcmon run --store` while the agent was stopped.
  package var runs: [StoredRun]
  /// Of the loops, by what was run.
  package var heat: [RunIdentity: Heat]

  /// Joins the parts.
  package init(since: Timestamp, until: Timestamp, runs: [StoredRun], heat: [RunIdentity: Heat]) {
    self.since = since
    self.until = until
    self.runs = runs
    self.heat = heat
  }
}
