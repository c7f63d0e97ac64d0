/// A list of processors in the kernel's list format: `0-3,8`.
///
/// Source: `man 7 cpuset`, "List format".
package struct CPUList: Equatable, Sendable {
  /// Numbers that a processor may have: far more than any kernel can be built for.
  static let numbers = 0..<1 << 20

  /// Ascending, without overlaps.
  private let ranges: [Range<Int>]

  /// How many processors the list names.
  package var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Their numbers, at most 1048576.
  package var processors: Set<Int> { Set(ranges.joined()) }

  /// Takes the text apart; `nil` where it is not such a list.
  package init?(parsing text: some StringProtocol) {
    var found: [Range<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last,
        CPUList.numbers.contains(last)
      else { return nil }
      found.append(first..<last + 1)
    }
    found.sort { $0.lowerBound < $1.lowerBound }
    var ranges: [Range<Int>] = []
    for range in found {
      guard let last = ranges.last, range.lowerBound <= last.upperBound else {
        ranges.append(range)
        continue
      }
      ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    }
    self.ranges = ranges
  }
}
