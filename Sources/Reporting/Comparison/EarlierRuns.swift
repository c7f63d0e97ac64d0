package import Samples
package import Thresholds

/// What a window is compared with: the runs of an earlier one.
package struct EarlierRuns: Sendable {
  /// What the completed ones have measured.
  package var measures: [MeasuredRuns]
  /// What failed of all of them.
  package var failures: [FailureShare]

  /// Joins the two.
  package init(measures: [MeasuredRuns], failures: [FailureShare]) {
    self.measures = measures
    self.failures = failures
  }
}

/// How much of what was run in a window failed.
package struct FailureShare: Hashable, Sendable {
  /// What was run.
  package let identity: RunIdentity
  /// Runs that failed, of those that count; at least one counts.
  package let runs: FailureTally
  /// `Failures.share`: that of the runs or of the items, the greater one.
  package let share: Double

  /// Joins the three.
  package init(identity: RunIdentity, runs: FailureTally, share: Double) {
    self.identity = identity
    self.runs = runs
    self.share = share
  }
}

/// What failed, in two windows.
package struct FailureChange: Hashable, Sendable {
  /// In the baseline.
  package let before: FailureShare
  /// In the report's window.
  package let now: FailureShare

  /// Joins the two.
  package init(before: FailureShare, now: FailureShare) {
    self.before = before
    self.now = now
  }

  /// What was run.
  package var identity: RunIdentity { now.identity }

  /// Worse if more failed than before, and more than `Failures.limit`; better if more than that failed before, and now less than then.
  package var outcome: Change.Outcome {
    if now.share > before.share, now.share > Failures.limit { return .worse }
    return now.share < before.share && before.share > Failures.limit ? .better : .same
  }

  /// `now`'s share over `before`'s; `nil` if nothing failed before.
  package var ratio: Double? { before.share > 0 ? now.share / before.share : nil }
}
