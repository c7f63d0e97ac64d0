package import Alerting
package import HTTPServer
package import Storage
package import Thresholds
package import Workloads

/// What a configuration file says. Without one, everything is as `init()` makes it.
package struct AgentSettings: Hashable, Sendable {
  /// Where to listen; `nil`: as the command line says.
  package var listenAddresses: [ListenAddress]?
  /// Where people find the agent's pages; `nil`: where it listens.
  package var externalURL: String?
  /// The database; `nil`: as the command line says. Relative paths of the file are already relative to its directory.
  package var storagePath: String?
  /// How long what is kept.
  package var retention = Retention.standard
  /// How runs are observed.
  package var sampling = RunPlan.Sampling.standard
  /// Share of the host's capacity that canaries may cost on average, above 0 and at most 1.
  package var cpuBudget = 0.05
  /// How many cores their runs may take, each time others.
  package var canaryCores = CoreChoice.few
  /// How far their runs give way to what else is done on the host.
  package var canaryPriority = RunPriority.low
  /// Between two slots of a mix that does not say otherwise. In seconds.
  package var every = 300.0
  /// Of runs that a target without a window is judged by. In seconds.
  package var window = 900.0
  /// `nil`: the standard ones.
  package var mixes: [MixSettings]?
  /// What every mix whose kind has the target is judged by, instead of the standard one.
  package var targets: [TargetName: Target] = [:]
  /// In every alert. `instance` is the host's name where it is not among them; one without a value is in no alert.
  package var externalLabels: [String: String] = [:]
  /// Whether and where applications report.
  package var watch = WatchSettings()
  /// By what applications are judged; the first that fits one holds for it. All others are judged by the standard targets of applications.
  package var apps: [WatchPlan.App] = []
  /// What becomes of breached targets.
  package var alerting = AlertingSettings()

  /// Without a configuration.
  package init() {}

  /// What the agent runs: the file's mixes, or the standard ones.
  package var effectiveMixes: [MixSettings] { mixes ?? MixSettings.standard }

  /// What a mix is judged by: the standard targets of its kind, replaced by the file's, then by its own, which may add to them and switch
  /// them off. In the order of `TargetName`.
  package func targets(for mix: MixSettings) -> [Target] {
    let standard = Dictionary(uniqueKeysWithValues: Target.standard(for: mix.mix.kind).map { ($0.name, targets[$0.name] ?? $0) })
    return TargetName.ofRuns.compactMap { name in
      mix.targetsOff.contains(name) ? nil : mix.targets[name] ?? standard[name]
    }
  }
}
