package import Samples

/// A run as the history keeps it: a row of `runs`.
package struct StoredRun: Hashable, Sendable {
  /// What a completed run has measured.
  package struct Figures: Hashable, Sendable {
    /// From the first item's intended start to the last item's end.
    package var seconds: Double
    /// The least time that the work could have taken; `nil` where nothing bounds it.
    package var idealSeconds: Double?
    /// Items that came to a good end.
    package var itemsOk: Int
    /// Items whose last attempt failed.
    package var itemsFailed: Int
    /// Items whose last attempt ran into its timeout.
    package var itemsTimeout: Int
    /// Items that found the queue full.
    package var itemsDropped: Int
    /// Attempts after the first, of all items.
    package var retries: Int
    /// Deepest queue.
    package var queuePeak: Int
    /// CPU time of the process tree in user mode.
    package var cpuUserSeconds: Double
    /// CPU time of the process tree in the kernel.
    package var cpuSystemSeconds: Double
    /// CPU time of the CPU steps, wherever they were done; `nil`: it was not kept.
    package var cpuStepSeconds: Double?
    /// Available to the run.
    package var cores: Double
    /// Time in which every item in flight waited for I/O.
    package var ioWaitSeconds: Double
    /// Highest memory of the process tree; `nil` where it never could be read.
    package var memoryPeakBytes: Double?
    /// Of the lateness of the loop's ticks; `nil` with fewer than 100.
    package var latencyP99Seconds: Double?
    /// The greatest lateness of a tick.
    package var latencyMaxSeconds: Double?

    /// Joins the figures.
    package init(
      seconds: Double, idealSeconds: Double? = nil, itemsOk: Int, itemsFailed: Int, itemsTimeout: Int, itemsDropped: Int,
      retries: Int, queuePeak: Int, cpuUserSeconds: Double, cpuSystemSeconds: Double, cores: Double, ioWaitSeconds: Double,
      memoryPeakBytes: Double? = nil, latencyP99Seconds: Double? = nil, latencyMaxSeconds: Double? = nil
    ) {
      self.seconds = seconds
      self.idealSeconds = idealSeconds
      self.itemsOk = itemsOk
      self.itemsFailed = itemsFailed
      self.itemsTimeout = itemsTimeout
      self.itemsDropped = itemsDropped
      self.retries = retries
      self.queuePeak = queuePeak
      self.cpuUserSeconds = cpuUserSeconds
      self.cpuSystemSeconds = cpuSystemSeconds
      self.cores = cores
      self.ioWaitSeconds = ioWaitSeconds
      self.memoryPeakBytes = memoryPeakBytes
      self.latencyP99Seconds = latencyP99Seconds
      self.latencyMaxSeconds = latencyMaxSeconds
    }
  }

  /// `runs.id`.
  package var id: Int64
  /// What was run.
  package var identity: RunIdentity
  /// Decides which targets are judged.
  package var kind: MixKind
  /// How it ended.
  package var outcome: RunOutcome
  /// One line for a person, where it did not complete.
  package var reason: String?
  /// When the child was started.
  package var startedAt: Timestamp
  /// When it had ended.
  package var endedAt: Timestamp
  /// Present where the run completed.
  package var figures: Figures?
  /// Where the time of its threads went; `nil` if it was not looked at.
  package var account: RunAccount?
  /// What the host did meanwhile; `nil` if it was not looked at.
  package var host: HostUse?
  /// What kept it from being faster; `nil` if the child did not tell enough.
  package var bottleneck: Bottleneck?
  /// What was run, in figures; `nil` if that was not kept.
  package var parameters: RunParameters?
  /// What there is to tell of steps of the user's own; `nil`: nothing.
  package var ownSteps: OwnStepAccount?

  /// Joins the columns.
  package init(
    id: Int64, identity: RunIdentity, kind: MixKind, outcome: RunOutcome, reason: String? = nil, startedAt: Timestamp,
    endedAt: Timestamp, figures: Figures? = nil
  ) {
    self.id = id
    self.identity = identity
    self.kind = kind
    self.outcome = outcome
    self.reason = reason
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.figures = figures
  }
}
