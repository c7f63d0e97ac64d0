package import Samples

extension Target {
  /// The targets that runs of a mix, strategy and runtime are judged by; the mix is of a kind.
  package typealias Choice = (RunIdentity, MixKind) -> [Target]

  /// Without a configuration: the targets of the mix's kind.
  package static let standardChoice: @Sendable (RunIdentity, MixKind) -> [Target] = { standard(for: $1) }
}
