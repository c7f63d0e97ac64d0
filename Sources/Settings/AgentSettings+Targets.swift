package import Samples
package import Thresholds
import Workloads

extension AgentSettings {
  /// What runs of a mix are judged by, also of one that is not configured (any more): then by its kind.
  package func targets(of identity: RunIdentity, _ kind: MixKind) -> [Target] {
    effectiveMixes.first { $0.mix.name == identity.mix }.map(targets(for:))
      ?? Target.standard(for: kind).map { targets[$0.name] ?? $0 }
  }

  /// Between two slots of a mix, also of one that is not configured (any more), in seconds.
  package func every(of identity: RunIdentity) -> Double {
    effectiveMixes.first { $0.mix.name == identity.mix }?.every ?? every
  }

  /// The labels that every alert has, unless its rule says otherwise.
  ///
  /// - Parameter host: what this host is called.
  package func alertLabels(host: String) -> [String: String] {
    ["instance": host].merging(externalLabels) { $1 }.filter { !$0.value.isEmpty }
  }

  /// Whether breaches become alerts: baselines are judged only.
  package func alerts(on identity: RunIdentity) -> Bool {
    let strategies = effectiveMixes.first { $0.mix.name == identity.mix }?.alertStrategies ?? [.async, .hybrid]
    return strategies.contains(identity.strategy)
  }
}
