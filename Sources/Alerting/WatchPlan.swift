package import Samples
package import Thresholds

/// What is watched: whose runs, by which targets, and what becomes of a breach.
package struct WatchPlan: Hashable, Sendable {
  /// A mix with a strategy and a runtime.
  package struct Canary: Hashable, Sendable {
    /// What is run.
    package var identity: RunIdentity
    /// What it is judged by.
    package var targets: [Target]
    /// Whether a breach becomes an alert: baselines are judged only.
    package var alerts: Bool

    /// Joins the three.
    package init(identity: RunIdentity, targets: [Target], alerts: Bool) {
      self.identity = identity
      self.targets = targets
      self.alerts = alerts
    }
  }

  /// Each identity once.
  package var canaries: [Canary]
  /// One a name.
  package var rules: [AlertRule]
  /// Of targets without one of their own, in seconds.
  package var window: Double
  /// Active alerts of one rule at the most.
  package var limit: Int
  /// Where people find this agent, without a slash at the end.
  package var externalURL: String

  /// Joins the parts.
  package init(
    canaries: [Canary], rules: [AlertRule] = AlertRule.standard, window: Double = 900, limit: Int = 1000, externalURL: String = ""
  ) {
    self.canaries = canaries
    self.rules = rules
    self.window = window
    self.limit = limit
    self.externalURL = externalURL
  }
}
