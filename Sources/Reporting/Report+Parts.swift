package import Rendering
package import Samples
package import Thresholds

extension Report {
  /// One target of one mix, strategy and runtime.
  package struct Row: Hashable, Sendable {
    /// What was run.
    package let identity: RunIdentity
    /// Of all completed runs in the window together.
    package let judgement: Judgement
    /// The run that was worst in this quantity; `nil` where no run has a figure.
    package let worst: RunPoint?
    /// A figure a run, ascending in time; of many runs the worst of each of at most `TargetFigures.points` bins of time. Latency: a
    /// run's 99 % quantile, queue and memory: its peak, CPU and I/O wait: its ratio. In seconds, items, bytes, or a share.
    package let plot: [RunPoint]
  }

  /// What failed of the runs of a mix, strategy and runtime.
  package struct FailureRow: Hashable, Sendable {
    /// What was run.
    package let identity: RunIdentity
    /// Of all its runs in the window together.
    package let failures: Failures
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

  /// What was around the completed runs of a mix, strategy and runtime.
  package struct Surroundings: Hashable, Sendable {
    /// What was run.
    package let identity: RunIdentity
    /// Where the time of their threads went; `nil` if it was not looked at.
    package let account: RunAccount?
    /// What the host did meanwhile; `nil` if it was not looked at.
    package let host: HostUse?
    /// What was in the way for most of the time; `nil` if no run tells.
    package let bottleneck: Bottleneck?
    /// Whether the host kept so many cores from the runs that it is what limited them.
    package let isLimitedByHost: Bool
    /// What limited them, as the end of "limited by"; `nil` if nothing is known of it.
    package let limitText: String?

    /// `nil` if nothing was looked at.
    init?(_ identity: RunIdentity, _ evidence: Evidence) {
      guard evidence.account != nil || evidence.host != nil else { return nil }
      self.identity = identity
      account = evidence.account
      host = evidence.host
      bottleneck = evidence.bottleneck
      isLimitedByHost = evidence.isLimitedByHost
      limitText = evidence.limitText
    }
  }

  /// How fast the host computed in the window, over how fast it was when it was calibrated; 1 is unchanged.
  package struct Drift: Hashable, Sendable {
    /// Which program computed.
    package let runtime: Runtime
    /// The kernel's name, as in `calibrations.kernel`.
    package let kernel: String
    /// How often it was checked in the window.
    package let checks: Int
    /// At the last check.
    package let last: Double
    /// At the slowest check.
    package let lowest: Double
    /// At the fastest check.
    package let highest: Double

    /// Joins the figures.
    package init(runtime: Runtime, kernel: String, checks: Int, last: Double, lowest: Double, highest: Double) {
      self.runtime = runtime
      self.kernel = kernel
      self.checks = checks
      self.last = last
      self.lowest = lowest
      self.highest = highest
    }
  }

  /// Each mix, strategy and runtime that ran, once, in order.
  package var identities: [RunIdentity] { Set(runs.map(\.identity) + rows.map(\.identity)).sorted() }
}
