package import Samples
package import Storage
package import Thresholds

/// The judgement of a window of history.
package struct Report: Hashable, Sendable {
  /// One target of one mix, strategy and runtime.
  package struct Row: Hashable, Sendable {
    /// What was run.
    package let identity: RunIdentity
    /// Of all completed runs in the window together.
    package let judgement: Judgement
  }

  /// How often runs ended in a way.
  package struct RunCount: Hashable, Sendable {
    /// What was run.
    package let identity: RunIdentity
    /// How the counted runs ended.
    package let outcome: RunOutcome
    /// At least 1: outcomes that did not occur have no entry.
    package let count: Int
  }

  /// The stalls of all runs of a mix, strategy and runtime.
  package struct Stalls: Hashable, Sendable {
    /// What was run.
    package let identity: RunIdentity
    /// At least one.
    package let summary: StallSummary
  }

  /// Begin of the window. A run belongs to it by its end, not by its start.
  package let since: Timestamp
  /// End of the window, itself included.
  package let until: Timestamp
  /// In order of mix, strategy and runtime, then of the targets.
  package let rows: [Row]
  /// In order of mix, strategy and runtime, then of `RunOutcome`.
  package let runs: [RunCount]
  /// In order of mix, strategy and runtime; without those that had no stalls.
  package let stalls: [Stalls]

  /// Breached if one target is; else unknown if one is, or if there are none; else met.
  package var verdict: Verdict { Verdict(of: rows.map(\.judgement.verdict)) }

  /// Judges what was read from the history by the standard targets of each mix's kind.
  package init(_ histories: [RunHistory], since: Timestamp, until: Timestamp) {
    self.since = since
    self.until = until
    rows = histories.flatMap { history in
      Target.standard(for: history.kind).map { target in
        Row(identity: history.identity, judgement: TargetEvaluator.judge(target, by: history.evidence))
      }
    }
    stalls = histories.filter { $0.stalls.count > 0 }.map { Stalls(identity: $0.identity, summary: $0.stalls) }
    runs = histories.flatMap { history in
      RunOutcome.allCases.compactMap { outcome in
        history.outcomes[outcome].map { RunCount(identity: history.identity, outcome: outcome, count: $0) }
      }
    }
  }
}
