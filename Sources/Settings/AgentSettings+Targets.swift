package import Alerting
package import Samples
package import Thresholds
import Workloads

extension AgentSettings {
  /// What of it matters to who looks at a history.
  ///
  /// - Parameter host: what this host is called.
  package func judgingPlan(host: String = "") -> JudgingPlan {
    let mixes = effectiveMixes.map { settings in
      JudgingPlan.Mix(
        name: settings.mix.name, targets: targets(for: settings), alertStrategies: settings.alertStrategies,
        every: settings.every ?? every)
    }
    return JudgingPlan(
      mixes: mixes, apps: apps, targets: targets, rules: alerting.rules, window: window, every: every,
      externalLabels: alertLabels(host: host))
  }

  /// What runs of a mix are judged by, also of one that is not configured (any more): then by its kind.
  package func targets(of identity: RunIdentity, _ kind: MixKind) -> [Target] { judgingPlan().targets(of: identity, kind) }

  /// Between two slots of a mix, also of one that is not configured (any more), in seconds.
  package func every(of identity: RunIdentity) -> Double { judgingPlan().every(of: identity) }

  /// The labels that every alert has, unless its rule says otherwise.
  ///
  /// - Parameter host: what this host is called.
  package func alertLabels(host: String) -> [String: String] {
    ["instance": host].merging(externalLabels) { $1 }.filter { !$0.value.isEmpty }
  }

  /// Whether breaches become alerts: baselines are judged only.
  package func alerts(on identity: RunIdentity) -> Bool { judgingPlan().alerts(on: identity) }
}
