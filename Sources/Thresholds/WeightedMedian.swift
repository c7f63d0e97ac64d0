/// The least value that half of the weight does not exceed; where it is exactly half, the mean of it and the next. `nil` without weight.
func weightedMedian(_ values: [(value: Double, weight: Double)]) -> Double? {
  let ascending = values.filter { $0.weight > 0 }.sorted { $0.value < $1.value }
  let half = ascending.reduce(0) { $0 + $1.weight } / 2
  var seen = 0.0
  for (index, entry) in ascending.enumerated() {
    seen += entry.weight
    if seen == half, index + 1 < ascending.count { return (entry.value + ascending[index + 1].value) / 2 }
    if seen >= half { return entry.value }
  }
  return nil
}
