package import Samples

/// Where the values of a histogram come from, as OpenMetrics shows it beside a bucket: `# {run_id="123"} 0.043 1700000000.123`.
///
/// Source: OpenMetrics 1.0, section «Exemplars».
package struct Exemplar: Hashable, Sendable {
  /// What leads to the source, such as a run's number.
  package let labels: Labels
  /// When it was recorded.
  package let at: Timestamp

  /// Characters that labels and value may have together.
  private static let limit = 128
  /// Of the longest number.
  private static let longestValue = 24

  /// `nil` where names and values of the labels, with a value beside them, could be longer than the 128 characters that
  /// OpenMetrics allows: a reader would refuse the whole exposition.
  package init?(_ labels: Labels, at: Timestamp) {
    let characters = labels.pairs.reduce(0) { $0 + $1.name.unicodeScalars.count + $1.value.unicodeScalars.count }
    guard characters + Exemplar.longestValue <= Exemplar.limit else { return nil }
    self.labels = labels
    self.at = at
  }
}
