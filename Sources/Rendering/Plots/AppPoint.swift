package import Samples

/// A figure of an interval of an application, as a point of a plot.
package struct AppPoint: TimedValue, Hashable {
  package let value: Double
  /// When the interval ended.
  package let at: Timestamp

  package init(value: Double, at: Timestamp) {
    self.value = value
    self.at = at
  }
}
