package import Alerting
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

/// How fast this host computed when it was looked at again.
package struct CalibrationCheckEntry: Hashable, Sendable {
  /// Which program computed.
  package let runtime: Runtime
  /// What was computed.
  package let kernel: Kernel
  /// Over the speed by which work is sized; 1 is unchanged.
  package let ratio: Double
  /// When it was found.
  package let at: Timestamp

  /// Stamps a finding.
  package init(runtime: Runtime, kernel: Kernel, ratio: Double, at: Timestamp) {
    self.runtime = runtime
    self.kernel = kernel
    self.ratio = ratio
    self.at = at
  }
}

/// What a runtime adds to the work on this host: what predictions are made with.
package struct RuntimeCostsEntry: Hashable, Sendable {
  /// Which program's.
  package let runtime: Runtime
  /// In seconds, by the name of each.
  package let seconds: [String: Double]
  /// When they were found.
  package let at: Timestamp

  /// Stamps a finding.
  package init(runtime: Runtime, seconds: [String: Double], at: Timestamp) {
    self.runtime = runtime
    self.seconds = seconds
    self.at = at
  }
}

/// By what an agent judges from an instant on.
package struct JudgingEntry: Hashable, Sendable {
  /// Targets and rules.
  package let plan: JudgingPlan
  /// When they came into force.
  package let at: Timestamp

  /// Stamps a plan.
  package init(plan: JudgingPlan, at: Timestamp) {
    self.plan = plan
    self.at = at
  }
}

/// Something to be kept.
package enum HistoryEntry: Hashable, Sendable {
  /// A run with what it has shown, which is computed once, since it is judged live as well. It is kept under its id, or, where another run has
  /// that already, under the next one that is free; `nil`: the database chooses.
  case run(RunRecord, evidence: RunEvidence?, id: Int64? = nil)
  case judgement(JudgementEntry)
  /// It is kept if it is another one than that before.
  case judging(JudgingEntry)
  case calibration(CalibrationEntry)
  case calibrationCheck(CalibrationCheckEntry)
  case runtimeCosts(RuntimeCostsEntry)
  /// An interval of a watched application has ended, and this is how its targets are judged with it.
  case appInterval(AppInterval, judgements: [Judgement])
  case appStall(AppStallEntry)
  case appOccurrence(AppOccurrence)
  /// An alert has changed its state. It is kept as it is now, or dropped where it never fired; where it fires, the runs that explain it are
  /// kept as long as its transitions.
  case alert(AlertTransition)
  /// An alert has changed, and not its state.
  case alertState(Alert)
  /// An alert was resolved for long, or is none of the configuration any more. Its transitions stay.
  case alertForgotten(Fingerprint)
  /// A notifier has taken what it was told. Of an alert that is not kept any more, nothing is.
  case delivery(Delivery)
  /// Until then alerts were surely evaluated.
  case alertsAlive(Timestamp)

  /// A run; what it has shown is computed here.
  package static func run(_ record: RunRecord, id: Int64? = nil) -> HistoryEntry {
    .run(record, evidence: RunEvidence(record), id: id)
  }

  /// How many samples it holds.
  package var sampleCount: Int {
    if case .run(let record, _, _) = self { record.samples.count } else { 0 }
  }

  /// When what it tells of began.
  var began: Timestamp? {
    switch self {
    case .run(let record, _, _): record.startedAt
    case .appInterval(let interval, _): interval.startedAt
    default: at
    }
  }

  /// When what it tells of happened; `nil` where it tells of no instant, but of how something stands.
  package var at: Timestamp? {
    switch self {
    case .run(let record, _, _): record.endedAt
    case .judgement(let entry): entry.at
    case .appInterval(let interval, _): interval.endedAt
    case .appStall(let entry): entry.endedAt
    case .appOccurrence(let occurrence): occurrence.at
    case .judging(let entry): entry.at
    case .calibration(let entry): entry.at
    case .calibrationCheck(let entry): entry.at
    case .runtimeCosts(let entry): entry.at
    case .alert(let transition): transition.at
    case .delivery(let delivery): delivery.sentAt
    case .alertsAlive(let instant): instant
    case .alertState, .alertForgotten: nil
    }
  }
}
