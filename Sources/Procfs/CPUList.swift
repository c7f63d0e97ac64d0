/// A list of processors in the kernel's list format: `0-3,8`.
///
/// Source: `man 7 cpuset`, "List format".
package struct CPUList: Equatable, Sendable {
  /// How many processors the list names.
  package let count: Int

  /// Takes the text apart; `nil` where it is not such a list.
  package init?(parsing text: some StringProtocol) {
    var count = 0
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
      case (1, .some, _): count += 1
      case (2, .some(let first), .some(let last)) where first <= last && last < 1 << 20: count += last - first + 1
      default: return nil
      }
    }
    self.count = count
  }
}
