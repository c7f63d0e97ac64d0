import Thresholds

/// Values that were read about once a second for as long as an application runs, of which no more are kept than a trend needs.
struct SampledSeries: Sendable {
  /// When there are more, every other is given up.
  private static let most = 2 * TrendSummary.maximumValues
  /// Values resemble those of a moment before, which a trend test takes for doubt: as soon as there are so many that are so far apart, in
  /// seconds, only those are asked.
  private static let spaced = (count: 10, seconds: 0.9)

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
    let all = times.indices.filter { times[$0] >= start }
    let apart = all.reduce(into: [Int]()) { kept, index in
      if kept.last.map({ times[index] - times[$0] >= SampledSeries.spaced.seconds }) ?? true { kept.append(index) }
    }
    let judged = apart.count >= SampledSeries.spaced.count ? apart : all
    return TrendSummary(TrendSeries(times: judged.map { times[$0] }, values: judged.map { values[$0] }))
  }

  private func stride(from: Int, to: Int, by: Int) -> StrideTo<Int> { Swift.stride(from: from, to: to, by: by) }
}
