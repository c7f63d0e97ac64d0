import Glibc
package import Samples

/// How long a step takes, item by item.
package enum TimeDistribution: Hashable, Sendable {
  /// Always as long, in seconds.
  case constant(Double)
  /// Without memory, with this mean in seconds.
  case exponential(mean: Double)
  /// With this median in seconds, and this standard deviation of the logarithm.
  case logNormal(median: Double, sigma: Double)
  /// As it was measured: each bucket counts by its upper bound.
  case measured(LatencyHistogram)

  /// The expected value in seconds.
  package var mean: Double {
    switch self {
    case .constant(let seconds): seconds
    case .exponential(let mean): mean
    case .logNormal(let median, let sigma): median * exp(sigma * sigma / 2)
    case .measured(let histogram): histogram.count > 0 ? histogram.sumSeconds / Double(histogram.count) : 0
    }
  }
}

extension TimeDistribution {
  /// Returns the same, each time so much longer.
  package func scaled(by factor: Double) -> TimeDistribution {
    switch self {
    case .constant(let seconds): .constant(seconds * factor)
    case .exponential(let mean): .exponential(mean: mean * factor)
    case .logNormal(let median, let sigma): .logNormal(median: median * factor, sigma: sigma)
    case .measured(let histogram): .measured(histogram.scaled(by: factor))
    }
  }
}

extension LatencyHistogram {
  /// In whole microseconds, at most so many that a number can hold them.
  fileprivate func scaled(by factor: Double) -> LatencyHistogram {
    var counts: [UInt64: UInt64] = [:]
    for bucket in buckets {
      let upper = UInt64(max(0, min(1e15, (Double(bucket.upperMicroseconds) * factor).rounded())))
      counts[upper, default: 0] += bucket.count
    }
    let scaled = counts.sorted { $0.key < $1.key }.map { Bucket(upperMicroseconds: $0.key, count: $0.value) }
    return LatencyHistogram(ascending: scaled) ?? self
  }
}

/// Draws from a distribution, the same values for the same seed.
struct Draws {
  private let distribution: TimeDistribution
  private let measured: [(upTo: UInt64, seconds: Double)]
  private let factor: Double
  private var random: SplitMix64

  init(_ distribution: TimeDistribution, seed: UInt64, factor: Double = 1) {
    self.distribution = distribution
    self.factor = factor
    random = SplitMix64(state: seed)
    guard case .measured(let histogram) = distribution else {
      measured = []
      return
    }
    var total: UInt64 = 0
    measured = histogram.buckets.map { bucket in
      total += bucket.count
      return (total, Double(bucket.upperMicroseconds) * 1e-6)
    }
  }

  mutating func next() -> Double { factor * draw() }

  private mutating func draw() -> Double {
    switch distribution {
    case .constant(let seconds): return seconds
    case .exponential(let mean): return -mean * log(1 - random.unit())
    case .logNormal(let median, let sigma): return median * exp(sigma * random.normal())
    case .measured:
      guard let total = measured.last?.upTo, total > 0 else { return 0 }
      let rank = UInt64(random.unit() * Double(total))
      return measured[measured.partitioningIndex { $0.upTo > rank }].seconds
    }
  }
}

extension [(upTo: UInt64, seconds: Double)] {
  /// The first index whose element is past the boundary; they are sorted by it.
  fileprivate func partitioningIndex(where isPast: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex - 1)
    while low < high {
      let middle = (low + high) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
