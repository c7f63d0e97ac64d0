/// What became of the items of completed runs.
package struct ItemCounts: Hashable, Sendable {
  /// Those that came to a good end.
  package var ok: Int
  /// Those whose last attempt gave a wrong result or none.
  package var failed: Int
  /// Those whose last attempt ran into its timeout.
  package var timedOut: Int
  /// Those that found the queue full and were never started.
  package var dropped: Int

  /// Joins the counts.
  package init(ok: Int = 0, failed: Int = 0, timedOut: Int = 0, dropped: Int = 0) {
    self.ok = ok
    self.failed = failed
    self.timedOut = timedOut
    self.dropped = dropped
  }

  /// Items that came to no good end, of all.
  package var tally: FailureTally { FailureTally(failed: failed + timedOut + dropped, all: ok + failed + timedOut + dropped) }

  static func += (sum: inout ItemCounts, counts: ItemCounts) {
    sum.ok += counts.ok
    sum.failed += counts.failed
    sum.timedOut += counts.timedOut
    sum.dropped += counts.dropped
  }
}
