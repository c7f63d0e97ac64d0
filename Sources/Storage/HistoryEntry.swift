package import Runs
package import Samples
package import Thresholds

/// The judgement of one target of one mix, strategy and runtime at an instant.
package struct JudgementEntry: Hashable, Sendable {
  package let identity: RunIdentity
  package let judgement: Judgement
  package let at: Timestamp

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
