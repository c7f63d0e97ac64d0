import DequeModule

/// Item numbers in the order of their arrival. Runs of numbers are kept as ranges: a batch of millions takes no room.
struct ItemQueue {
  private var ranges: Deque<Range<Int>> = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// Numbers come in ascending order; one that was dropped leaves a gap.
  mutating func append(_ item: Int) {
    count += 1
    if let last = ranges.last, last.upperBound == item {
      ranges[ranges.count - 1] = last.lowerBound..<item + 1
    } else {
      ranges.append(item..<item + 1)
    }
  }

  /// The queue must not be empty.
  mutating func removeFirst() -> Int {
    count -= 1
    let first = ranges[0]
    if first.count == 1 { ranges.removeFirst() } else { ranges[0] = first.lowerBound + 1..<first.upperBound }
    return first.lowerBound
  }
}
