package import Samples

/// One value that a sampler has read, for the series that it belongs to.
package struct Reading: Hashable, Sendable {
  /// The family of the series.
  package let metric: Metric
  /// Exactly those that the metric declares.
  package let labels: Labels
  /// In the metric's unit; it replaces the value before.
  package let value: Double

  /// A value for one series.
  package init(_ metric: Metric, _ labels: Labels = .none, _ value: Double) {
    self.metric = metric
    self.labels = labels
    self.value = value
  }
}

/// Something that can be read at any time. Time and success of a reading are recorded around it, not in it.
package protocol Sampler: Sendable {
  /// The `sampler` label.
  var name: String { get }
  /// Reads now. Blocking for some microseconds is fine; more is not.
  func read() throws -> [Reading]
  /// Forgets what it knows by the wall clock, which was set.
  func clockWasSet()
}

extension Sampler {
  /// Nothing is remembered by the wall clock.
  package func clockWasSet() {}
}
