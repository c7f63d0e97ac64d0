/// Everything that is known of a run when it has ended.
package struct RunRecord: Hashable, Sendable {
  /// What a completed run has measured.
  package struct Measurements: Hashable, Sendable {
    /// The child's own account.
    package let result: RunResult
    /// The least time that the work could have taken; `nil` where nothing bounds it. See `RunPlan.idealSeconds`.
    package let idealSeconds: Double?
    /// Those that the child sent: one that it left out is absent.
    package let histograms: [RunDistribution: LatencyHistogram]
    /// CPU time of the process tree, start-up and warm-up left out.
    package let cpuUserSeconds: Double
    /// The part of it in the kernel.
    package let cpuSystemSeconds: Double
    /// From the first item's arrival to the last's; `nil` where all arrived at once.
    package let arrivalSeconds: Double?
    /// Cores available to the run.
    package let cores: Double
    /// Highest memory of the process tree that was seen; `nil` where it never could be read.
    package let memoryPeakBytes: Double?
    /// Whether memory is the proportional set size (PSS), or the resident set size (RSS), which counts shared pages more than once;
    /// `nil` where there is no figure.
    package let memoryIsProportional: Bool?
    /// What kept it from being faster; `nil` if the child did not tell enough.
    package let bottleneck: Bottleneck?

    /// CPU time over wall time × cores available.
    package var cpuUtilization: Double { (cpuUserSeconds + cpuSystemSeconds) / (result.seconds * cores) }
    /// The share of wall time in which every item in flight waited for I/O.
    package var ioWaitRatio: Double { result.ioWaitSeconds / result.seconds }
    /// Duration over the ideal time; 1 is perfect.
    package var idealRatio: Double? { idealSeconds.map { result.seconds / $0 } }
    /// Items that came to a result of some kind, a second.
    package var itemsPerSecond: Double { Double(result.items - result.itemsDropped) / result.seconds }

    /// Joins what the child told with what was seen of it.
    package init(
      result: RunResult, idealSeconds: Double?, arrivalSeconds: Double? = nil,
      histograms: [RunDistribution: LatencyHistogram], cpuUserSeconds: Double, cpuSystemSeconds: Double,
      cores: Double, memoryPeakBytes: Double?,
      memoryIsProportional: Bool? = nil, bottleneck: Bottleneck? = nil
    ) {
      self.result = result
      self.idealSeconds = idealSeconds
      self.arrivalSeconds = arrivalSeconds
      self.histograms = histograms
      self.cpuUserSeconds = cpuUserSeconds
      self.cpuSystemSeconds = cpuSystemSeconds
      self.cores = cores
      self.memoryPeakBytes = memoryPeakBytes
      self.memoryIsProportional = memoryIsProportional
      self.bottleneck = bottleneck
    }
  }

  /// What was run.
  package let identity: RunIdentity
  /// Decides which targets are judged.
  package let kind: MixKind
  /// What its items wait for; `nil`: nothing.
  package let io: IOKind?
  /// Of calcmon, or of the interpreter and its event loop, as the child said it; `nil` where it never did.
  package let version: String?
  /// Whether its threads compute one after another, as with Python's lock; `nil` if the child did not tell.
  package var hasLock: Bool?
  /// `completed` needs both a result and exit status 0.
  package let outcome: RunOutcome
  /// One line for a person, where the run did not complete.
  package let reason: String?
  /// When the child was started.
  package let startedAt: Timestamp
  /// When the child said that the work begins; `nil` where it never did. Samples count from here.
  package let workStartedAt: Timestamp?
  /// When it had ended.
  package let endedAt: Timestamp
  /// CPU time that the whole run has cost the host, whatever came of it.
  package let costSeconds: Double
  /// Ascending in time for each quantity.
  package let samples: [Sample]
  /// How far the child said it was, at the last.
  package let lastProgress: WorkProgress?
  /// In which the loop did not turn for longer than the limit, in order, also those of a run that did not complete.
  package let stalls: [Stall]
  /// In which it did not turn for longer than its latency should be, and which were no stalls; `nil` if that was not asked.
  package let late: LateIntervals?
  /// CLOCK_MONOTONIC, in nanoseconds, at `workStartedAt`: the clock of the stalls.
  package let workStartedNanoseconds: Int64?
  /// How late the ticks of an idle loop beside the run were; `nil` where there was none.
  package let controlLatency: LatencyHistogram?
  /// What was done to the loop on purpose, where that was ordered.
  package let injected: [InjectedHold]
  /// What could not be read of the run from outside, and why, by source.
  package let failedReadings: [String: String]
  /// Where the time of its threads went while it worked; `nil` if it never worked.
  package let account: RunAccount?
  /// What the host did meanwhile; `nil` if it could not be read.
  package let host: HostUse?
  /// Present exactly where the outcome is `completed`.
  package let measurements: Measurements?
  /// What was run, in figures; `nil` if it was not even planned.
  package var parameters: RunParameters?

  /// Joins the parts; `RunIntake.record` does it for a real run.
  package init(
    identity: RunIdentity, kind: MixKind, io: IOKind?, version: String? = nil, outcome: RunOutcome, reason: String?,
    startedAt: Timestamp,
    workStartedAt: Timestamp?, endedAt: Timestamp, costSeconds: Double, samples: [Sample],
    lastProgress: WorkProgress?, stalls: [Stall] = [], late: LateIntervals? = nil, workStartedNanoseconds: Int64? = nil,
    controlLatency: LatencyHistogram? = nil, injected: [InjectedHold] = [], failedReadings: [String: String] = [:],
    account: RunAccount? = nil, host: HostUse? = nil, measurements: Measurements?
  ) {
    self.identity = identity
    self.kind = kind
    self.io = io
    self.version = version
    self.outcome = outcome
    self.reason = reason
    self.startedAt = startedAt
    self.workStartedAt = workStartedAt
    self.endedAt = endedAt
    self.costSeconds = costSeconds
    self.samples = samples
    self.lastProgress = lastProgress
    self.stalls = stalls
    self.late = late
    self.workStartedNanoseconds = workStartedNanoseconds
    self.controlLatency = controlLatency
    self.injected = injected
    self.failedReadings = failedReadings
    self.account = account
    self.host = host
    self.measurements = measurements
  }

  /// A run that could not even be started.
  package init(
    notStarted identity: RunIdentity, kind: MixKind, outcome: RunOutcome, reason: String, startedAt: Timestamp, endedAt: Timestamp
  ) {
    self.init(
      identity: identity, kind: kind, io: nil, outcome: outcome, reason: reason, startedAt: startedAt, workStartedAt: nil,
      endedAt: endedAt, costSeconds: 0, samples: [], lastProgress: nil, measurements: nil)
  }
}
