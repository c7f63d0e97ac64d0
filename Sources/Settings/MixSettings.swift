package import Samples
package import Thresholds
package import Workloads

/// A mix, and how the agent runs and judges it.
package struct MixSettings: Hashable, Sendable {
  /// What is run, with its strategies.
  package var mix: Mix
  /// `nil`: every runtime that there is and can run the mix.
  package var runtimes: [Runtime]?
  /// Between two slots, in seconds; `nil`: as `AgentSettings.every` says.
  package var every: Double?
  /// What it is judged by instead of, or beside, what all mixes are.
  package var targets: [TargetName: Target] = [:]
  /// What it is not judged by.
  package var targetsOff: Set<TargetName> = []
  /// The strategies whose breaches become alerts; the others are judged only.
  package var alertStrategies: [Strategy] = [.async, .hybrid]

  /// A mix as calcmon runs it without a configuration.
  package init(_ mix: Mix) {
    self.mix = mix
  }

  /// The runtimes that it is bound to, by what it says or by the functions that its steps call; `nil`: any will do.
  package var boundRuntimes: [Runtime]? {
    if let runtimes { return runtimes }
    let possible = mix.possibleRuntimes
    return possible.count < Runtime.allCases.count ? possible : nil
  }

  /// What the agent runs without a configuration.
  package static let standard = Mix.standard.map(MixSettings.init)
}
