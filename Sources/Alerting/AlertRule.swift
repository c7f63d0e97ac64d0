package import Thresholds

/// How a breach becomes an alert.
package struct AlertRule: Hashable, Sendable {
  /// What it alerts on; there is one rule a name.
  package var name: AlertName
  /// How long it must last before the alert fires; `for` in the configuration. In seconds.
  package var hold: Double
  /// How many of the newest runs must be bad; `bad_runs` in the configuration. See `AlertName.countsRuns`.
  package var badRuns = BadRunRule.standard
  /// Of which causes a breach becomes an alert; `cause` in the configuration.
  package var causes = Set(TargetCause.Kind.allCases)
  /// How long the alert goes on firing after it was last breached. In seconds.
  package var keepFiringFor = 0.0
  /// How long a pending or firing alert stays as it is while there is no data to judge by. In seconds.
  package var noDataAfter = standardNoDataAfter
  /// The `severity` label; where the target has a critical limit and that is breached, there is another alert with `critical`.
  package var severity = "warning"
  /// Added to the alert's labels. They cannot replace calcmon's own.
  package var labels: [String: String] = [:]
  /// Templates, by name; see `AlertTemplate`. `summary`, `description` and `runbook_url` among them.
  package var annotations: [String: String]
  /// Whether it is evaluated at all.
  package var isEnabled = true

  /// A rule with the annotations that calcmon brings along.
  package init(_ name: AlertName, hold: Double, keepFiringFor: Double = 0, severity: String = "warning") {
    self.name = name
    self.hold = hold
    self.keepFiringFor = keepFiringFor
    self.severity = severity
    annotations = name.standardAnnotations
  }

  /// Without a configuration. Then it is two slots of what is run at least; see `AlertBook`.
  static let standardNoDataAfter = 3600.0

  /// The rules without a configuration, one a name. What ends with a good run and comes back with a bad one, in the next slot, goes on.
  package static let standard: [AlertRule] = AlertName.allCases.map { name in
    switch name {
    case .eventLoopLatencyHigh, .queueGrowing, .cpuOutOfBand, .memoryGrowing, .ioWaitHigh, .hostContended, .loopSaturated,
      .tasksGrowing, .executorBacklogGrowing:
      AlertRule(name, hold: 120, keepFiringFor: 360)
    case .runFailing: AlertRule(name, hold: 120, keepFiringFor: 360, severity: "critical")
    case .slotsMissed: AlertRule(name, hold: 600)
    // A supervisor starts it again meanwhile.
    case .appDown: AlertRule(name, hold: 30, severity: "critical")
    case .appStanding: AlertRule(name, hold: 0)
    }
  }
}
