/// The recorded part of an HDR histogram: bucket upper bounds in microseconds and their counts.
///
/// Every histogram in calcmon has the same layout (unit 1 µs, three significant digits: a value is known to 0.1 %),
/// so histograms of different runs and processes merge exactly, and any quantile of any window is as exact as that of one run.
/// Only buckets that hold something are kept: a run of a few seconds has some hundred.
///
/// Source: Gil Tene, HdrHistogram (<http://hdrhistogram.org>).
package struct LatencyHistogram: Hashable, Sendable {
  /// One bucket: everything recorded up to `upperMicroseconds` and above the next lower bucket of the layout.
  package struct Bucket: Hashable, Sendable {
    /// The highest value, in microseconds, that falls into this bucket.
    package let upperMicroseconds: UInt64
    /// How many values did.
    package let count: UInt64

    /// A bucket of the layout.
    package init(upperMicroseconds: UInt64, count: UInt64) {
      self.upperMicroseconds = upperMicroseconds
      self.count = count
    }
  }

  /// The buckets that hold something, ascending.
  package private(set) var buckets: [Bucket]

  /// An empty histogram.
  package init() { buckets = [] }

  /// No run records more: it is a value each microsecond for nearly nine years. It keeps sums of histograms from overflowing.
  private static let countLimit: UInt64 = 1 << 48

  /// A histogram from buckets in ascending order; `nil` where they are not, where one is empty, or where they hold more values
  /// than can be.
  package init?(ascending buckets: [Bucket]) {
    guard buckets.allSatisfy({ $0.count > 0 && $0.count <= LatencyHistogram.countLimit }),
      buckets.count < 1 << 15,
      zip(buckets, buckets.dropFirst()).allSatisfy({ $0.upperMicroseconds < $1.upperMicroseconds })
    else { return nil }
    self.buckets = buckets
  }

  /// How many values were recorded.
  package var count: UInt64 { buckets.reduce(0) { $0 + $1.count } }

  /// The sum of all values in seconds, each taken as its bucket's upper bound: at most 0.1 % too high.
  package var sumSeconds: Double {
    buckets.reduce(0) { $0 + Double($1.upperMicroseconds) * Double($1.count) } / 1e6
  }

  /// The highest value in seconds, or `nil` where nothing was recorded.
  package var maxSeconds: Double? { buckets.last.map { Double($0.upperMicroseconds) / 1e6 } }

  /// The smallest value, in seconds, that at least the share `quantile` (0...1) of all values does not exceed.
  package func quantile(_ quantile: Double) -> Double? {
    let total = count
    guard total > 0 else { return nil }
    let rank = max(1, UInt64((quantile * Double(total)).rounded(.up)))
    var seen: UInt64 = 0
    for bucket in buckets {
      seen += bucket.count
      if seen >= rank { return Double(bucket.upperMicroseconds) / 1e6 }
    }
    return maxSeconds
  }

  /// Adds what another histogram recorded.
  package mutating func merge(_ other: LatencyHistogram) {
    var merged: [Bucket] = []
    merged.reserveCapacity(buckets.count + other.buckets.count)
    var (mine, theirs) = (0, 0)
    while mine < buckets.count, theirs < other.buckets.count {
      let (a, b) = (buckets[mine], other.buckets[theirs])
      if a.upperMicroseconds == b.upperMicroseconds {
        merged.append(Bucket(upperMicroseconds: a.upperMicroseconds, count: a.count + b.count))
        mine += 1
        theirs += 1
      } else if a.upperMicroseconds < b.upperMicroseconds {
        merged.append(a)
        mine += 1
      } else {
        merged.append(b)
        theirs += 1
      }
    }
    merged += buckets[mine...]
    merged += other.buckets[theirs...]
    buckets = merged
  }
}
