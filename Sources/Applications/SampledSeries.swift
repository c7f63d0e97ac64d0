import Thresholds

/// Values that were read about once a second for as long as an application runs, of which no more are kept than a trend needs.
struct SampledSeries: Sendable {
  /// When there are more, every other is given up.
  private static let most = 2 * TrendSummary.maximumValues

  private(set) var last: Double?
  private(set) var max: Double?
  private var times: [Double] = []
  private var values: [Double] = []
  private var stride = 1
  private var skipped = 0

  /// Adds a value.
  ///
  /// - Parameter time: in seconds, later than the one before.
  mutating func add(_ value: Double, at time: Double) {
    last = value
    max = Swift.max(max ?? value, value)
    skipped += 1
    guard skipped >= stride, time > times.last ?? -.infinity else { return }
    skipped = 0
    times.append(time)
    values.append(value)
    guard values.count > SampledSeries.most else { return }
    let kept = stride(from: 0, to: values.count, by: 2)
    (times, values) = (kept.map { times[$0] }, kept.map { values[$0] })
    stride *= 2
  }

  /// What a trend test needs of it, without the first part, in which an application fills its pools and caches.
  var trend: TrendSummary {
    let start = (times.first ?? 0) + RunEvidence.warmUpShare * ((times.last ?? 0) - (times.first ?? 0))
    let judged = times.indices.filter { times[$0] >= start }
    return TrendSummary(TrendSeries(times: judged.map { times[$0] }, values: judged.map { values[$0] }))
  }

  private func stride(from: Int, to: Int, by: Int) -> StrideTo<Int> { Swift.stride(from: from, to: to, by: by) }
}
