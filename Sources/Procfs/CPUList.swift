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

  /// Those of other numbers than a processor may have are left out.
  package init(_ processors: some Sequence<Int>) {
    self.init(joining: processors.filter(CPUList.numbers.contains).map { $0..<$0 + 1 })
  }

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
    self.init(joining: found)
  }

  private init(joining found: [Range<Int>]) {
    var ranges: [Range<Int>] = []
    for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = ranges.last, range.lowerBound <= last.upperBound else {
        ranges.append(range)
        continue
      }
      ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    }
    self.ranges = ranges
  }

  /// The processors that are in both lists.
  package func intersection(_ other: CPUList) -> CPUList {
    CPUList(joining: ranges.flatMap { range in other.ranges.map { $0.clamped(to: range) }.filter { !$0.isEmpty } })
  }
}
