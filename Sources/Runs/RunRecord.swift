package import Samples
package import Telemetry

/// Everything that is known of a run when it has ended.
package struct RunRecord: Hashable, Sendable {
  /// What a completed run has measured.
  package struct Measurements: Hashable, Sendable {
    /// The child's own account.
    package let result: TelemetryMessage.RunResult
    /// Those that the child sent: one that it left out is absent.
    package let histograms: [TelemetryMessage.Distribution: LatencyHistogram]
    /// CPU time of the process tree, start-up of the child and calibration left out; the start of workers, some
    /// milliseconds each, is in it.
    package let cpuUserSeconds: Double
    /// The part of it in the kernel.
    package let cpuSystemSeconds: Double
    /// Cores available to the run.
    package let cores: Double
    /// Highest memory of the process tree that was seen; `nil` where it never could be read.
    package let memoryPeakBytes: Double?

    /// CPU time over wall time × cores available.
    package var cpuUtilization: Double { (cpuUserSeconds + cpuSystemSeconds) / (result.seconds * cores) }
    /// The share of wall time in which every item in flight waited for I/O.
    package var ioWaitRatio: Double { result.ioWaitSeconds / result.seconds }
    /// Duration over the ideal time; 1 is perfect.
    package var idealRatio: Double? { result.idealSeconds > 0 ? result.seconds / result.idealSeconds : nil }

    /// Joins what the child told with what was seen of it.
    package init(
      result: TelemetryMessage.RunResult, histograms: [TelemetryMessage.Distribution: LatencyHistogram],
      cpuUserSeconds: Double, cpuSystemSeconds: Double, cores: Double, memoryPeakBytes: Double?
    ) {
      self.result = result
      self.histograms = histograms
      self.cpuUserSeconds = cpuUserSeconds
      self.cpuSystemSeconds = cpuSystemSeconds
      self.cores = cores
      self.memoryPeakBytes = memoryPeakBytes
    }
  }

  /// What was run.
  package let identity: RunIdentity
  /// Decides which targets are judged.
  package let kind: MixKind
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
  /// Present exactly where the outcome is `completed`.
  package let measurements: Measurements?
  /// Present where the child calibrated.
  package let calibration: TelemetryMessage.Calibrated?

  /// Joins the parts; `RunIntake.record` does it for a real run.
  package init(
    identity: RunIdentity, kind: MixKind, outcome: RunOutcome, reason: String?, startedAt: Timestamp,
    workStartedAt: Timestamp?, endedAt: Timestamp, costSeconds: Double, samples: [Sample], measurements: Measurements?,
    calibration: TelemetryMessage.Calibrated?
  ) {
    self.identity = identity
    self.kind = kind
    self.outcome = outcome
    self.reason = reason
    self.startedAt = startedAt
    self.workStartedAt = workStartedAt
    self.endedAt = endedAt
    self.costSeconds = costSeconds
    self.samples = samples
    self.measurements = measurements
    self.calibration = calibration
  }
}
