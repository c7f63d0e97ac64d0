import Rendering
import Samples

/// Ticks by how late they were, in steps of equal ratio.
struct LatencyColumns {
  /// Eight steps a decade: a bound lies at 100 ms.
  private static let stepsPerDecade = 8

  /// Exponents of ten, of seconds, from the least to the greatest; the limit of 100 ms lies inside of them.
  let decades: ClosedRange<Int>
  /// A step each, ascending; those without a tick are among them.
  let counts: [UInt64]

  init(_ latency: LatencyHistogram) {
    let logarithms = latency.buckets.map { Decade.log10(Double(max(1, $0.upperMicroseconds)) / 1e6) }
    let least = Int((min(-1, logarithms.first ?? -4) + 1e-9).rounded(.down))
    let decades = least...max(least + 1, Int(max(-1, logarithms.last ?? -1).rounded(.up)))
    let steps = (decades.count - 1) * Self.stepsPerDecade
    self.decades = decades
    counts = zip(logarithms, latency.buckets).reduce(into: [UInt64](repeating: 0, count: steps)) { counts, next in
      let step = Int((next.0 * Double(Self.stepsPerDecade) - 1e-9).rounded(.down)) - least * Self.stepsPerDecade
      counts[min(counts.count - 1, max(0, step))] += next.1.count
    }
  }

  /// 0...1, from the left.
  func place(_ seconds: Double) -> Double {
    let share = (Decade.log10(max(1e-6, seconds)) - Double(decades.lowerBound)) / Double(decades.count - 1)
    return min(1, max(0, share))
  }

  /// Powers of ten that the greatest count needs; at least one.
  var countDecades: Int { max(1, Int(Decade.log10(Double(max(1, counts.max() ?? 1))).rounded(.up))) }

  /// 0...1, from the ground. A single tick is seen, too: it stands above the ground.
  func height(_ count: UInt64) -> Double {
    count == 0 ? 0 : min(1, (Decade.log10(Double(count)) + 0.3) / (Double(countDecades) + 0.3))
  }

  /// How many are later than that.
  static func later(_ latency: LatencyHistogram, than seconds: Double) -> UInt64 {
    latency.buckets.reduce(0) { $0 + (Double($1.upperMicroseconds) > seconds * 1e6 ? $1.count : 0) }
  }
}
