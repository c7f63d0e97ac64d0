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
    /// Between two of its slots, in seconds.
    package var every: Double

    /// Joins the parts.
    package init(identity: RunIdentity, targets: [Target], alerts: Bool, every: Double = 300) {
      self.identity = identity
      self.targets = targets
      self.alerts = alerts
      self.every = every
    }
  }

  /// By what a watched application is judged.
  package struct App: Hashable, Sendable {
    /// A name, or a pattern in which `*` stands for any characters.
    package var pattern: String
    /// Instead of the standard targets of applications.
    package var targets: [Target]
    /// Of single queues, by their names, instead of the one in `targets`.
    package var queues: [String: Target]
    /// Whether a breach becomes an alert.
    package var alerts: Bool
    /// In each of its alerts.
    package var labels: [String: String]

    package init(
      pattern: String, targets: [Target] = Target.ofApplications, queues: [String: Target] = [:], alerts: Bool = true,
      labels: [String: String] = [:]
    ) {
      self.pattern = pattern
      self.targets = targets
      self.queues = queues
      self.alerts = alerts
      self.labels = labels
    }
  }

  /// Each identity once.
  package var canaries: [Canary]
  /// The first that fits an application holds for it; if none does, it is judged by the standard targets.
  package var apps: [App] = []
  /// One a name.
  package var rules: [AlertRule]
  /// Of targets without one of their own, in seconds.
  package var window: Double
  /// Active alerts of one rule at the most.
  package var limit: Int
  /// Where people find this agent, without a slash at the end.
  package var externalURL: String
  /// In every alert, unless its rule says otherwise: which host it is of, for one.
  package var externalLabels: [String: String]
  /// How a command of calcmon names the history, with a space in front: ` --storage.path /var/lib/calcmon/calcmon.db`. Empty: no command
  /// needs it.
  package var storage: String

  /// Joins the parts.
  package init(
    canaries: [Canary], rules: [AlertRule] = AlertRule.standard, window: Double = 900, limit: Int = 1000,
    externalURL: String = "",
    externalLabels: [String: String] = [:], storage: String = ""
  ) {
    self.canaries = canaries
    self.rules = rules
    self.window = window
    self.limit = limit
    self.externalURL = externalURL
    self.externalLabels = externalLabels
    self.storage = storage
  }

  /// How long before now the runs ended that still matter to alerts, in seconds.
  package var reachSeconds: Double {
    let windows = canaries.flatMap { $0.targets.compactMap(\.window) }.reduce(window, max)
    let reaches = rules.flatMap { rule in canaries.map { BadRunTally.reach(rule.badRuns, every: $0.every) } }
    // Of the newest run that counts, of those beside it, and of what the first of these was judged by.
    return windows + 2 * reaches.reduce(0, max)
  }

  /// How long before now the intervals of applications ended that still matter to alerts, in seconds.
  package var appReachSeconds: Double {
    let targets = Target.ofApplications + apps.flatMap { $0.targets + Array($0.queues.values) }
    let reaches = rules.map { AppWindow.reach($0.badRuns) }
    return targets.compactMap(\.window).reduce(window, max) + 2 * reaches.reduce(0, max)
  }

  /// By what an application is judged.
  func app(_ name: String) -> App { apps.first { $0.fits(name) } ?? App(pattern: name) }

  /// How many bad runs make an alert of this name.
  func badRuns(_ name: AlertName) -> BadRunRule { rules.first { $0.name == name }?.badRuns ?? .standard }
}

extension WatchPlan.App {
  /// Whether the pattern is of an application of this name.
  package func fits(_ name: String) -> Bool { Wildcard.matches(name, pattern) }
}
