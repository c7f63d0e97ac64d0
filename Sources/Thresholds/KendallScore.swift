/// Mann and Kendall's score of one series, its variance, and the slopes of its pairs of values.
struct KendallScore {
  /// Pairs that rise minus pairs that fall.
  let score: Double
  /// Of the score, where values are independent of each other; with the correction for ties.
  let variance: Double
  /// Pairs of values.
  let pairs: Double
  /// Of every pair whose times differ, in the quantity's unit a second.
  let slopes: [Double]

  init(_ series: TrendSeries) {
    var score = 0
    var slopes: [Double] = []
    slopes.reserveCapacity(series.values.count * (series.values.count - 1) / 2)
    for j in series.values.indices.dropFirst() {
      for i in 0..<j {
        let rise = series.values[j] - series.values[i]
        score += rise > 0 ? 1 : rise < 0 ? -1 : 0
        let time = series.times[j] - series.times[i]
        if time > 0 { slopes.append(rise / time) }
      }
    }
    self.score = Double(score)
    self.slopes = slopes
    pairs = Double(series.values.count * (series.values.count - 1) / 2)
    let term = { (n: Int) in Double(n * (n - 1) * (2 * n + 5)) }
    let ties = Ranks(series.values).ties.reduce(0) { $0 + term($1) }
    variance = (term(series.values.count) - ties) / 18
  }
}

/// Values by their place in ascending order, counted from 1. Equal values share the mean of their places.
struct Ranks {
  let ranks: [Double]
  /// How many values there are of each size.
  let ties: [Int]

  init(_ values: [Double]) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = Array(repeating: 0.0, count: values.count)
    var ties: [Int] = []
    var start = 0
    while start < order.count {
      let end = order[start...].firstIndex { values[$0] > values[order[start]] } ?? order.count
      for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
      ties.append(end - start)
      start = end
    }
    self.ranks = ranks
    self.ties = ties
  }
}
