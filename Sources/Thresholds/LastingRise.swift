/// How much of a series' rise is there to stay: in its peaks and in its troughs.
///
/// What goes up and down, teeth or waves, reaches the same peaks in both halves, wherever it begins; what fills once and drains is
/// as low in its last quarter as in its first.
struct LastingRise {
  /// Peak of the second half minus that of the first. A peak that only one value reaches is none.
  let peaks: Double
  /// Trough of the last quarter minus that of the first. In a quarter of eight values one may stray, in one of sixteen two, …
  let troughs: Double

  /// - Parameter values: at least two.
  init(_ values: [Double]) {
    let width = 2 * (values.count / 32) + 1
    let tops = values.count < TrendTest.minimumValues ? values : runningMedian(values, width: max(3, width)).inner
    let half = max(1, tops.count / 2)
    peaks = (tops.suffix(half).max() ?? 0) - (tops.prefix(half).max() ?? 0)
    let floor = runningMedian(values, width: width).all
    let quarter = max(1, floor.count / 4)
    let stray = quarter / 8
    troughs = floor.suffix(quarter).sorted()[stray] - floor.prefix(quarter).sorted()[stray]
  }
}

/// Medians of as many neighbours as the width, an odd number, says. `inner` leaves out those at both ends, which have fewer.
private func runningMedian(_ values: [Double], width: Int) -> (all: [Double], inner: [Double]) {
  let reach = width / 2
  let all = values.indices.map { index in
    let reach = min(reach, index, values.count - 1 - index)
    return values[index - reach...index + reach].sorted()[reach]
  }
  return (all, Array(all.dropFirst(reach).dropLast(reach)))
}
