package import Alerting
package import Samples

/// The writer of a history, as it is noted there.
package struct HistoryWriter: Sendable {
  /// Which command of calcmon it is.
  package enum Command: String, Sendable {
    /// It judges and alerts.
    case agent
    /// It keeps runs of a command: no agent alerts on them.
    case run
    /// It keeps what runtimes cost on this host.
    case simulate
  }

  /// `nil`: it is not noted.
  package var command: Command?
  /// On which it runs.
  package var machine: HostMachine?
  /// The targets and rules by which it judges.
  package var judging: JudgingPlan?

  /// Joins the parts.
  package init(_ command: Command? = nil, machine: HostMachine? = nil, judging: JudgingPlan? = nil) {
    self.command = command
    self.machine = machine
    self.judging = judging
  }
}
