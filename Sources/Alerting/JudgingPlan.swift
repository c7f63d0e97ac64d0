package import Samples
package import Thresholds

/// The part of a configuration that runs of a history are judged by: targets, windows, and the rules by which a breach becomes an alert.
package struct JudgingPlan: Hashable, Sendable {
  /// One mix's part.
  package struct Mix: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// In the order of `TargetName`; empty: it is not judged.
    package var targets: [Target]
    /// The strategies whose breaches become alerts; the others are judged only.
    package var alertStrategies: [Strategy]
    /// Between two slots, in seconds.
    package var every: Double

    /// Joins the parts.
    package init(
      name: String, targets: [Target], alertStrategies: [Strategy] = standardAlertStrategies, every: Double = standardEvery
    ) {
      self.name = name
      self.targets = targets
      self.alertStrategies = alertStrategies
      self.every = every
    }
  }

  /// Without a configuration: baselines are judged only.
  package static let standardAlertStrategies: [Strategy] = [.async, .hybrid]
  /// Without a configuration, in seconds.
  package static let standardEvery = 300.0
  /// Without a configuration, in seconds.
  package static let standardWindow = 900.0

  /// Those that are named, each once.
  package var mixes: [Mix]
  /// By what applications are judged; the first that fits one holds for it.
  package var apps: [WatchPlan.App]
  /// What all others are judged by, instead of the standard targets of their kind.
  package var targets: [TargetName: Target]
  /// One a name.
  package var rules: [AlertRule]
  /// Of targets without one of their own, in seconds.
  package var window: Double
  /// Between two slots of a mix that is not named, in seconds.
  package var every: Double
  /// In every alert.
  package var externalLabels: [String: String]

  /// Joins the parts.
  package init(
    mixes: [Mix] = [], apps: [WatchPlan.App] = [], targets: [TargetName: Target] = [:], rules: [AlertRule] = AlertRule.standard,
    window: Double = standardWindow,
    every: Double = standardEvery, externalLabels: [String: String] = [:]
  ) {
    self.mixes = mixes
    self.apps = apps
    self.targets = targets
    self.rules = rules
    self.window = window
    self.every = every
    self.externalLabels = externalLabels
  }

  /// Without a configuration.
  package static let standard = JudgingPlan()

  /// What runs of a mix are judged by, also of one that is not named: then by its kind.
  package func targets(of identity: RunIdentity, _ kind: MixKind) -> [Target] {
    mix(identity)?.targets ?? Target.standard(for: kind).map { targets[$0.name] ?? $0 }
  }

  /// Whether breaches become alerts.
  package func alerts(on identity: RunIdentity) -> Bool {
    (mix(identity)?.alertStrategies ?? Self.standardAlertStrategies).contains(identity.strategy)
  }

  /// Between two slots of a mix, also of one that is not named, in seconds.
  package func every(of identity: RunIdentity) -> Double { mix(identity)?.every ?? every }

  /// By what an application is judged.
  package func app(_ name: String) -> WatchPlan.App { apps.first { $0.fits(name) } ?? WatchPlan.App(pattern: name) }

  private func mix(_ identity: RunIdentity) -> Mix? { mixes.first { $0.name == identity.mix } }
}
