package import Samples
package import Thresholds

/// What a run has shown, as the history keeps it.
package struct StoredRunEvidence: Hashable, Sendable {
  /// `runs.id`.
  package let runID: Int64
  /// What was run.
  package let identity: RunIdentity
  /// Decides which targets are judged.
  package let kind: MixKind
  /// How it ended.
  package let outcome: RunOutcome
  /// One line for a person, where it did not complete.
  package let reason: String?
  /// When it had ended.
  package let endedAt: Timestamp
  /// What `RunEvidence(record)` was when it was written, but for the stacks, and the clock, of its longest stall; `nil` where it did not
  /// complete.
  package let evidence: RunEvidence?
  /// Whether its latency was dropped, to stay inside the retention: then that of `evidence` is empty, but for `latencyMax`.
  package let isLatencyDropped: Bool

  /// Joins the columns.
  package init(
    runID: Int64, identity: RunIdentity, kind: MixKind, outcome: RunOutcome, reason: String?, endedAt: Timestamp,
    evidence: RunEvidence?, isLatencyDropped: Bool = false
  ) {
    self.runID = runID
    self.identity = identity
    self.kind = kind
    self.outcome = outcome
    self.reason = reason
    self.endedAt = endedAt
    self.evidence = evidence
    self.isLatencyDropped = isLatencyDropped
  }
}
