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

  /// What a probe has told: pairs of a bucket's highest microsecond and its count, ascending; `nil` if they are not. Buckets are those of the
  /// probe's layout, whatever is told: there are no more of them than that has.
  init?(told pairs: [[UInt64]]) {
    var buckets: [Bucket] = []
    for pair in pairs where pair.count == 2 {
      let shift = max(0, UInt64.bitWidth - pair[0].leadingZeroBitCount - Self.widthBits)
      let upper = (((pair[0] >> UInt64(shift)) + 1) << UInt64(shift)) - 1
      if let last = buckets.last, last.upperMicroseconds == upper {
        buckets[buckets.count - 1] = Bucket(upperMicroseconds: upper, count: last.count + pair[1])
      } else {
        buckets.append(Bucket(upperMicroseconds: upper, count: pair[1]))
      }
    }
    self.init(ascending: buckets)
  }
}
