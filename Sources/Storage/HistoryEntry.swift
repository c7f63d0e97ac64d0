package import Runs
package import Samples
package import Thresholds
package import Workloads

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

/// How fast this host computes: what the CPU steps of the runs after it are sized by.
package struct CalibrationEntry: Hashable, Sendable {
  /// Which program computed.
  package let runtime: Runtime
  /// What was computed.
  package let kernel: Kernel
  /// On an otherwise idle core.
  package let operationsPerSecond: Double
  /// When it was found.
  package let at: Timestamp

  /// Stamps a finding.
  package init(runtime: Runtime, kernel: Kernel, operationsPerSecond: Double, at: Timestamp) {
    self.runtime = runtime
    self.kernel = kernel
    self.operationsPerSecond = operationsPerSecond
    self.at = at
  }
}

/// Something to be kept.
package enum HistoryEntry: Hashable, Sendable {
  case run(RunRecord)
  case judgement(JudgementEntry)
  case calibration(CalibrationEntry)

  /// How many samples it holds.
  package var sampleCount: Int {
    switch self {
    case .run(let record): record.samples.count
    case .judgement, .calibration: 0
    }
  }
}
