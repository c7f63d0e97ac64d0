package import Runs
package import Samples
package import Thresholds

/// The judgement of one target of one mix, strategy and runtime at an instant.
package struct JudgementEntry: Hashable, Sendable {
  /// What was run.
  package let identity: RunIdentity
  /// Over the agent's window as it was then.
  package let judgement: Judgement
  /// The end of the run after which it was judged.
  package let at: Timestamp

  /// Stamps a judgement.
  package init(identity: RunIdentity, judgement: Judgement, at: Timestamp) {
    self.identity = identity
    self.judgement = judgement
    self.at = at
  }
}

/// Something to be kept.
package enum HistoryEntry: Hashable, Sendable {
  case run(RunRecord)
  case judgement(JudgementEntry)

  /// How many samples it holds.
  package var sampleCount: Int {
    switch self {
    case .run(let record): record.samples.count
    case .judgement: 0
    }
  }
}
