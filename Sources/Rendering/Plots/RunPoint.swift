package import Samples

/// The figure of one run, as a point of a plot.
package struct RunPoint: TimedValue, Hashable {
  /// In the quantity's base unit.
  package let value: Double
  /// When the run ended.
  package let at: Timestamp
  /// `runs.id` in the database.
  package let runID: Int64

  package init(value: Double, at: Timestamp, runID: Int64) {
    self.value = value
    self.at = at
    self.runID = runID
  }
}
