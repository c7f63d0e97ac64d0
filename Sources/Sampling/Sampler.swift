package import Samples

/// One value that a sampler has read, for the series that it belongs to.
package struct Reading: Hashable, Sendable {
  package let metric: Metric
  package let labels: Labels
  package let value: Double

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
}
