/// What becomes of breached targets.
package struct AlertingSettings: Hashable, Sendable {
  /// One a name.
  package var rules = AlertRule.standard
  /// Who is told.
  package var notifiers: [NotifierSettings] = [.log]
  /// When nobody is.
  package var maintenance: [MaintenanceWindow] = []
  /// Alerts of one rule at the most; what is beyond is not made, and counted.
  package var limit = 1000

  /// Without a configuration: calcmon's rules, and the log.
  package init() {}
}
