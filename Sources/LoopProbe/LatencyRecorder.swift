import Histogram
package import Samples

/// Records durations into an HDR histogram of calcmon's one layout; a record costs some nanoseconds and allocates nothing.
package struct LatencyRecorder: Sendable {
  /// Longer durations are recorded as one hour.
  package static let highestMicroseconds: UInt64 = 3_600_000_000

  private var histogram = Histogram<UInt32>(
    highestTrackableValue: LatencyRecorder.highestMicroseconds, numberOfSignificantValueDigits: .three)

  /// Nothing recorded yet.
  package init() {}

  /// Records a duration; below zero it counts as zero.
  package mutating func record(nanoseconds: Int64) {
    let microseconds = UInt64(max(0, nanoseconds) + 500) / 1000
    histogram.record(min(microseconds, LatencyRecorder.highestMicroseconds))
  }

  /// What was recorded, without the empty buckets.
  package func snapshot() -> LatencyHistogram {
    let buckets = histogram.recordedValues().map {
      LatencyHistogram.Bucket(upperMicroseconds: $0.value, count: UInt64($0.count))
    }
    return LatencyHistogram(ascending: buckets) ?? LatencyHistogram()
  }
}
