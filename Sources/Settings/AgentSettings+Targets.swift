package import Samples
package import Thresholds
import Workloads

extension AgentSettings {
  /// What runs of a mix are judged by, also of one that is not configured (any more): then by its kind.
  package func targets(of identity: RunIdentity, _ kind: MixKind) -> [Target] {
    effectiveMixes.first { $0.mix.name == identity.mix }.map(targets(for:))
      ?? Target.standard(for: kind).map { targets[$0.name] ?? $0 }
  }

  /// Whether breaches become alerts: baselines are judged only.
  package func alerts(on identity: RunIdentity) -> Bool {
    let strategies = effectiveMixes.first { $0.mix.name == identity.mix }?.alertStrategies ?? [.async, .hybrid]
    return strategies.contains(identity.strategy)
  }
}
