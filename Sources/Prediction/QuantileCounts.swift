import Glibc
import Samples

/// How often which time was seen, to one per cent.
struct QuantileCounts {
  private static let least = 1e-6
  private static let step = log(1.01)
  private var counts: [Int] = []
  private var total = 0
  private(set) var sum = 0.0
  private(set) var max = 0.0

  var mean: Double? { total > 0 ? sum / Double(total) : nil }

  mutating func add(_ seconds: Double) {
    let index = seconds <= Self.least ? 0 : Int((log(seconds / Self.least) / Self.step).rounded(.up))
    if index >= counts.count { counts += Array(repeating: 0, count: index + 1 - counts.count) }
    counts[index] += 1
    total += 1
    sum += seconds
    max = Swift.max(max, seconds)
  }

  /// At most this, for the share of all; `nil` where there is none.
  func quantile(_ share: Double) -> Double? {
    guard total > 0 else { return nil }
    let rank = Int((share * Double(total)).rounded(.up))
    var seen = 0
    for (index, count) in counts.enumerated() {
      seen += count
      if seen >= Swift.max(1, rank) { return min(max, Self.least * exp(Double(index) * Self.step)) }
    }
    return max
  }

  /// In whole microseconds.
  var histogram: LatencyHistogram {
    var buckets: [LatencyHistogram.Bucket] = []
    for (index, count) in counts.enumerated() where count > 0 {
      let upper = UInt64((min(max, Self.least * exp(Double(index) * Self.step)) * 1e6).rounded(.up))
      if let last = buckets.last, last.upperMicroseconds >= upper {
        buckets[buckets.count - 1] = .init(upperMicroseconds: last.upperMicroseconds, count: last.count + UInt64(count))
      } else {
        buckets.append(.init(upperMicroseconds: upper, count: UInt64(count)))
      }
    }
    return LatencyHistogram(ascending: buckets) ?? LatencyHistogram()
  }
}
