/// How many of how many failed.
package struct FailureTally: Hashable, Sendable {
  /// Those that failed.
  package var failed: Int
  /// All that count, those that failed among them.
  package var all: Int

  /// Joins the two.
  package init(failed: Int = 0, all: Int = 0) {
    self.failed = failed
    self.all = all
  }

  /// Those that failed over all; `nil` where nothing counts.
  package var share: Double? { all > 0 ? Double(failed) / Double(all) : nil }

  /// Whether more failed than `Failures.limit` lets pass.
  package var isBreached: Bool { (share ?? 0) > Failures.limit }
}
