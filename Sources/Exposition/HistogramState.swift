import Samples

/// What a histogram has counted so far.
struct HistogramState: Sendable {
  /// What one bucket shows as an example: the highest value that its last distribution put into it.
  struct BucketExemplar: Sendable {
    let exemplar: Exemplar
    let seconds: Double
  }

  /// Of each bound, the values up to it.
  private(set) var counts: [UInt64]
  private(set) var total: UInt64 = 0
  private(set) var sum = 0.0
  /// Of each bound, then of what is above all; empty until there is one.
  private(set) var exemplars: [BucketExemplar?] = []

  init(bounds: [Double]) {
    counts = Array(repeating: 0, count: bounds.count)
  }

  /// One pass: bounds and buckets both ascend.
  mutating func merge(_ histogram: LatencyHistogram, bounds: [Double], exemplar: Exemplar?) {
    var below: UInt64 = 0
    var rest = histogram.buckets[...]
    for (index, bound) in (bounds + [.infinity]).enumerated() {
      var highest: Double?
      while let bucket = rest.first, Double(bucket.upperMicroseconds) / 1e6 <= bound {
        below += bucket.count
        highest = Double(bucket.upperMicroseconds) / 1e6
        rest.removeFirst()
      }
      if index < counts.count { counts[index] += below }
      if let highest, let exemplar { show(BucketExemplar(exemplar: exemplar, seconds: highest), at: index) }
    }
    total += below
    sum += histogram.sumSeconds
  }

  mutating func observe(_ seconds: Double, bounds: [Double]) {
    for (index, bound) in bounds.enumerated() where seconds <= bound { counts[index] += 1 }
    total += 1
    sum += seconds
  }

  private mutating func show(_ exemplar: BucketExemplar, at index: Int) {
    if exemplars.isEmpty { exemplars = Array(repeating: nil, count: counts.count + 1) }
    exemplars[index] = exemplar
  }
}
