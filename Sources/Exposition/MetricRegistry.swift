package import Samples

/// The current values of all series: counters and histograms since the start, gauges as they are.
///
/// A value: a copy is a consistent snapshot, and costs nothing until one of the two changes.
package struct MetricRegistry: Sendable {
  private(set) var families: [Metric: MetricFamily] = [:]

  /// What time it is, as far as the owner told: the instant of creation of series that begin from now on. `nil` where nobody
  /// knows.
  package var clock: Timestamp?

  /// Without series: each begins with its first value.
  package init() {}

  /// Raises a counter; the series begins at 0. A negative amount is ignored: counters never fall.
  package mutating func add(_ metric: Metric, _ labels: Labels = .none, _ amount: Double = 1) {
    guard amount >= 0 else { return }
    update(metric, labels) { value in
      guard case .number(let old) = value, amount > 0 else { return false }
      value = .number(old + amount)
      return true
    }
  }

  /// Sets a gauge, or a counter that somebody else counts; that is never less than 0, so what is, is ignored. Where the series
  /// has this value, nothing changes.
  package mutating func set(_ metric: Metric, _ labels: Labels = .none, _ number: Double) {
    guard metric.kind != .counter || number >= 0 else { return }
    update(metric, labels) { value in
      guard case .number(let old) = value, old.bitPattern != number.bitPattern else { return false }
      value = .number(number)
      return true
    }
  }

  /// Adds what a distribution recorded to a histogram.
  ///
  /// - Parameter exemplar: where the distribution comes from. Every bucket in which it recorded something shows it, with the
  ///   highest value recorded there.
  package mutating func merge(
    _ metric: Metric, _ labels: Labels = .none, _ histogram: LatencyHistogram, exemplar: Exemplar? = nil
  ) {
    updateHistogram(metric, labels) { state, bounds in
      guard !histogram.buckets.isEmpty else { return false }
      state.merge(histogram, bounds: bounds, exemplar: exemplar)
      return true
    }
  }

  /// Records one value in a histogram. A negative one is ignored: sums never fall.
  package mutating func observe(_ metric: Metric, _ labels: Labels = .none, _ seconds: Double) {
    guard seconds >= 0 else { return }
    updateHistogram(metric, labels) { state, bounds in
      state.observe(seconds, bounds: bounds)
      return true
    }
  }

  /// The value of a counter or a gauge; `nil` where there is no such series.
  package func value(_ metric: Metric, _ labels: Labels = .none) -> Double? {
    guard case .number(let number) = families[metric]?.value(labels) else { return nil }
    return number
  }

  /// Takes a series out, where what it tells is no longer known.
  package mutating func remove(_ metric: Metric, _ labels: Labels) {
    families[metric]?.remove(labels)
  }

  /// The wall clock was set by so much: when series began is told by the clock as it is now.
  package mutating func moveCreation(by milliseconds: Int64) {
    for metric in families.keys { families[metric]?.moveCreation(by: milliseconds) }
  }

  /// A number that is another one after each change of one of the metric's series, in whatever copy; `nil` of what never had one.
  package func revision(of metric: Metric) -> UInt64? { families[metric]?.revision }

  /// The families that have a series, by name: what is written.
  var sorted: [(metric: Metric, family: MetricFamily)] {
    families.lazy.filter { !$0.value.series.isEmpty }.sorted { $0.key.name < $1.key.name }.map { ($0.key, $0.value) }
  }

  private mutating func update(_ metric: Metric, _ labels: Labels, _ change: (inout MetricFamily.Value) -> Bool) {
    assert(metric.allows(labels.names), "\(metric.name) has labels \(metric.labels), not \(labels.names)")
    let initial: MetricFamily.Value =
      if case .histogram(let bounds) = metric.kind { .histogram(HistogramState(bounds: bounds)) } else { .number(0) }
    families[metric, default: MetricFamily()].update(labels, created: clock, initial: initial, change)
  }

  /// A metric that is no histogram stays as it is.
  private mutating func updateHistogram(
    _ metric: Metric, _ labels: Labels, _ change: (inout HistogramState, _ bounds: [Double]) -> Bool
  ) {
    guard case .histogram(let bounds) = metric.kind else { return }
    update(metric, labels) { value in
      guard case .histogram(var state) = value, change(&state, bounds) else { return false }
      value = .histogram(state)
      return true
    }
  }
}
