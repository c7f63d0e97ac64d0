import Samples

/// A histogram of the exposition, accumulated: the same bucket edges, and the same share of each bucket, as the agent's.
struct LatencyTotals {
  private let bounds: [Double]
  private var counts: [UInt64]
  private var total: UInt64 = 0
  private var sum = 0.0

  /// - Parameter metric: without bounds where it is no histogram.
  init(_ metric: Metric) {
    if case .histogram(let bounds) = metric.kind { self.bounds = bounds } else { bounds = [] }
    counts = Array(repeating: 0, count: bounds.count)
  }

  mutating func add(_ histogram: LatencyHistogram) {
    for bucket in histogram.buckets {
      let seconds = Double(bucket.upperMicroseconds) / 1e6
      for index in bounds.indices where seconds <= bounds[index] { counts[index] += bucket.count }
    }
    total += histogram.count
    sum += histogram.sumSeconds
  }

  /// The lines of one point up to their values; bounds are floats (`1.0`), as OpenMetrics wants them.
  func lines(_ name: String, _ labels: Labels) -> [[UInt8]] {
    (bounds.map(\.description) + ["+Inf"]).map { OpenMetricsFamily.line("\(name)_bucket", labels, bound: $0) }
      + [OpenMetricsFamily.line("\(name)_sum", labels), OpenMetricsFamily.line("\(name)_count", labels)]
  }

  /// The values of those lines.
  var values: [Double] { counts.map { Double($0) } + [Double(total), sum, Double(total)] }
}
