import Samples

/// How late the loops of an application were: since it was taken last, and of late. A value without a clock.
struct AppLatency {
  /// Of each of the two stretches of time that are kept.
  private static let stretch = Duration.seconds(60)

  private var pending = LatencyHistogram()
  private var current = LatencyHistogram()
  private var before = LatencyHistogram()
  private var began = Duration.zero

  mutating func add(_ told: LatencyHistogram, at now: Duration) {
    rotate(now)
    pending.merge(told)
    current.merge(told)
  }

  /// Takes out what has come since that was done last.
  mutating func take() -> LatencyHistogram {
    defer { pending = LatencyHistogram() }
    return pending
  }

  /// The last minute or two.
  func recent(at now: Duration) -> LatencyHistogram {
    var copy = self
    copy.rotate(now)
    var sum = copy.before
    sum.merge(copy.current)
    return sum
  }

  private mutating func rotate(_ now: Duration) {
    guard now - began >= AppLatency.stretch else { return }
    before = now - began < AppLatency.stretch * 2 ? current : LatencyHistogram()
    current = LatencyHistogram()
    began = now
  }
}

extension LatencyHistogram {
  private static let widthBits = 7

  /// What a probe has told, ascending; `nil` if it is not. Buckets are those of the probe's layout, whatever is told: there are no more of
  /// them than that has.
  init?(told: [Bucket]) {
    var buckets: [Bucket] = []
    buckets.reserveCapacity(told.count)
    for bucket in told {
      let shift = max(0, UInt64.bitWidth - bucket.upperMicroseconds.leadingZeroBitCount - Self.widthBits)
      let upper = (((bucket.upperMicroseconds >> UInt64(shift)) + 1) << UInt64(shift)) - 1
      if let last = buckets.last, last.upperMicroseconds == upper {
        buckets[buckets.count - 1] = Bucket(upperMicroseconds: upper, count: last.count + bucket.count)
      } else {
        buckets.append(Bucket(upperMicroseconds: upper, count: bucket.count))
      }
    }
    self.init(ascending: buckets)
  }
}
