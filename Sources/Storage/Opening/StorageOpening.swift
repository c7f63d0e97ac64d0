/// How a database was found.
package struct StorageOpening: Hashable, Sendable {
  /// Whether it was left as it should be. The raw value is that of `calcmon_storage_clean_start`, in the way of Prometheus' own.
  package enum Start: Int, Sendable {
    /// There was none.
    case new = -1
    /// Who wrote it last was killed, or something of what was written is not there.
    case unclean = 0
    /// It was closed, and holds all that was written.
    case clean = 1
  }

  /// Whether it was left as it should be.
  package let start: Start
  /// History that was acknowledged, and is gone.
  package let lostSeconds: Double
  /// The new name of a damaged database that was in the way.
  package let setAside: String?

  /// The greatest id that a run has in it; 0: there is none.
  package let lastRunID: Int64

  /// What was found.
  package init(start: Start, lostSeconds: Double, setAside: String?, lastRunID: Int64 = 0) {
    self.start = start
    self.lostSeconds = lostSeconds
    self.setAside = setAside
    self.lastRunID = lastRunID
  }
}
