package import Samples

/// Counts of durations in buckets of whole microseconds that are at most 1.6 % wide, as all probes of applications have them.
///
/// What was counted is taken out to be sent, some of it at a time, so that a line stays short.
package struct LatenessTally: Sendable {
  private static let highestMicroseconds: UInt64 = 3_600_000_000
  private static let widthBits = 7

  private var counts: [UInt64: UInt64] = [:]

  /// Nothing counted yet.
  package init() {}

  /// Counts a duration; below zero it counts as zero.
  package mutating func record(nanoseconds: Int64) {
    let value = min((UInt64(max(0, nanoseconds)) + 500) / 1000, LatenessTally.highestMicroseconds)
    let shift = UInt64(max(0, UInt64.bitWidth - value.leadingZeroBitCount - LatenessTally.widthBits))
    counts[(((value >> shift) + 1) << shift) - 1, default: 0] += 1
  }

  /// Counts what another has counted.
  package mutating func merge(_ other: LatenessTally) { counts.merge(other.counts, uniquingKeysWith: +) }

  /// Takes out the lowest buckets, ascending.
  package mutating func take(most: Int = .max) -> [LatencyHistogram.Bucket] {
    let taken = counts.sorted { $0.key < $1.key }.prefix(most)
    for bucket in taken { counts[bucket.key] = nil }
    return taken.map { LatencyHistogram.Bucket(upperMicroseconds: $0.key, count: $0.value) }
  }
}
