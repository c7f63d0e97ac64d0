import Samples

/// Values over time, ascending in time: one run's queue depth or memory.
package struct TrendSeries: Hashable, Sendable {
  /// Seconds.
  package let times: [Double]
  /// As many as there are times.
  package let values: [Double]

  /// Pairs up times and values; the longer of the two is cut.
  package init(times: [Double], values: [Double]) {
    let count = min(times.count, values.count)
    self.times = Array(times.prefix(count))
    self.values = Array(values.prefix(count))
  }

  /// From the first value to the last, in seconds.
  var span: Double {
    guard let first = times.first, let last = times.last else { return 0 }
    return last - first
  }

  /// The series itself where it has at most so many values; else the medians of so many bins of equal time. A bin in which nothing
  /// was measured is left out.
  func thinned(to limit: Int) -> TrendSeries {
    guard values.count > limit, let first = times.first, span > 0 else { return self }
    var bins: [(times: [Double], values: [Double])] = Array(repeating: ([], []), count: limit)
    for (time, value) in zip(times, values) {
      let bin = min(limit - 1, max(0, Int((time - first) / span * Double(limit))))
      bins[bin].times.append(time)
      bins[bin].values.append(value)
    }
    return TrendSeries(times: bins.compactMap { $0.times.median }, values: bins.compactMap { $0.values.median })
  }
}
