package import Samples

/// What is known of a run that predictions begin from.
package struct MeasuredRun: Sendable {
  /// By which the history knows it.
  package let id: Int64
  /// What was run.
  package let identity: RunIdentity
  /// Decides which targets are judged.
  package let kind: MixKind
  /// Items whose steps were done, however they ended.
  package let items: Int
  /// Available to the run, at least one.
  package let cores: Int
  /// What was asked for; `nil`: that was not kept.
  package let parameters: RunParameters?
  /// From the first item's arrival to the last's; `nil`: all arrived at once.
  package var arrivalSeconds: Double?
  /// CPU time of all CPU steps; `nil`: that was not kept.
  package var cpuStepSeconds: Double?
  /// Those that are still kept.
  package var distributions: [RunDistribution: LatencyHistogram] = [:]
  /// What it took to send items to workers, if that was measured.
  package var transfer: TransferCost?
  /// Whether the interpreter had its lock; `nil`: that was not kept.
  package var hasLock: Bool?

  /// A run of which no more is known yet.
  package init(id: Int64, identity: RunIdentity, kind: MixKind, items: Int, cores: Int, parameters: RunParameters?) {
    self.id = id
    self.identity = identity
    self.kind = kind
    self.items = items
    self.cores = cores
    self.parameters = parameters
  }
}
