extension [Double] {
  /// The median of values in any order: of an even number the mean of the two in the middle; `nil` of none.
  package var median: Double? {
    guard !isEmpty else { return nil }
    let middle = count / 2
    let parts = split(at: middle)
    guard count % 2 == 0, let below = parts.prefix(middle).max() else { return parts[middle] }
    return (below + parts[middle]) / 2
  }

  /// The same values, where none before the place is greater than the one there, and none behind it is less: sorted as far as a median
  /// needs it, in time that grows with the number of values only. Source: C. A. R. Hoare, Communications of the ACM 4 (1961).
  private func split(at place: Int) -> [Double] {
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
