/// Of an even number of values the mean of the two in the middle; `nil` of none.
func median(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let middle = values.count / 2
  let split = values.split(at: middle)
  guard values.count % 2 == 0, let below = split.prefix(middle).max() else { return split[middle] }
  return (below + split[middle]) / 2
}

extension [Double] {
  /// The same values, where none before the place is greater than the one there, and none behind it is less: sorted as far as a median
  /// needs it, in time that grows with the number of values only. Source: C. A. R. Hoare, Communications of the ACM 4 (1961).
  fileprivate func split(at place: Int) -> [Double] {
    var values = self
    var (low, high) = (0, count - 1)
    var random: UInt64 = 1
    while low < high {
      // Knuth's MMIX generator: no order of the values makes it slow.
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let pivot = values[low + Int((random >> 33) % UInt64(high - low + 1))]
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right { high = right } else if place >= left { low = left } else { break }
    }
    return values
  }
}

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
