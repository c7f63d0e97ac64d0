package import Samples

/// The current values of all series: counters and histograms since the start, gauges as they are.
///
/// A value: a copy is a consistent snapshot, and costs nothing until one of the two changes.
package struct MetricRegistry: Sendable {
  /// A histogram's state: cumulative counts per bound, then all, and the sum.
  struct HistogramState: Sendable {
    var counts: [UInt64]
    var total: UInt64 = 0
    var sum = 0.0
  }

  enum Value: Sendable {
    case number(Double)
    case histogram(HistogramState)
  }

  struct Family: Sendable {
    /// Ascending.
    var labels: [Labels] = []
    var values: [Value] = []

    /// Where these labels are, or would have to be.
    func position(of wanted: Labels) -> Int {
      var range = 0..<labels.count
      while !range.isEmpty {
        let middle = range.lowerBound + range.count / 2
        range = labels[middle] < wanted ? middle + 1..<range.upperBound : range.lowerBound..<middle
      }
      return range.lowerBound
    }
  }

  private(set) var families: [Metric: Family] = [:]

  /// Without series: each begins with its first value.
  package init() {}

  /// Raises a counter; the series begins at 0. A negative amount is ignored: counters never fall.
  package mutating func add(_ metric: Metric, _ labels: Labels = .none, _ amount: Double = 1) {
    guard amount >= 0 else { return }
    update(metric, labels) { value in
      if case .number(let old) = value { value = .number(old + amount) }
    }
  }

  /// Sets a gauge, or a counter that somebody else counts.
  package mutating func set(_ metric: Metric, _ labels: Labels = .none, _ number: Double) {
    update(metric, labels) { $0 = .number(number) }
  }

  /// Adds what a distribution recorded to a histogram.
  package mutating func merge(_ metric: Metric, _ labels: Labels = .none, _ histogram: LatencyHistogram) {
    guard case .histogram(let bounds) = metric.kind else { return }
    let bucketUppers = histogram.buckets
    update(metric, labels) { value in
      guard case .histogram(var state) = value else { return }
      for (index, bound) in bounds.enumerated() {
        for bucket in bucketUppers where Double(bucket.upperMicroseconds) / 1e6 <= bound {
          state.counts[index] += bucket.count
        }
      }
      state.total += histogram.count
      state.sum += histogram.sumSeconds
      value = .histogram(state)
    }
  }

  /// Records one value in a histogram.
  package mutating func observe(_ metric: Metric, _ labels: Labels = .none, _ seconds: Double) {
    guard case .histogram(let bounds) = metric.kind else { return }
    update(metric, labels) { value in
      guard case .histogram(var state) = value else { return }
      for (index, bound) in bounds.enumerated() where seconds <= bound { state.counts[index] += 1 }
      state.total += 1
      state.sum += seconds
      value = .histogram(state)
    }
  }

  /// Takes a series out, where what it tells is no longer known.
  package mutating func remove(_ metric: Metric, _ labels: Labels) {
    guard let index = families[metric]?.labels.firstIndex(of: labels) else { return }
    families[metric]?.labels.remove(at: index)
    families[metric]?.values.remove(at: index)
  }

  private mutating func update(_ metric: Metric, _ labels: Labels, _ change: (inout Value) -> Void) {
    assert(labels.names == metric.labels, "\(metric.name) has labels \(metric.labels), not \(labels.names)")
    var family = families.removeValue(forKey: metric) ?? Family()
    let index = family.position(of: labels)
    if index == family.labels.endIndex || family.labels[index] != labels {
      family.labels.insert(labels, at: index)
      family.values.insert(initialValue(metric), at: index)
    }
    change(&family.values[index])
    families[metric] = family
  }

  private func initialValue(_ metric: Metric) -> Value {
    if case .histogram(let bounds) = metric.kind {
      return .histogram(HistogramState(counts: Array(repeating: 0, count: bounds.count)))
    }
    return .number(0)
  }
}
