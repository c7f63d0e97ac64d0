package import Samples
package import Thresholds

/// Who was reported for a target that a run of the self-test breached, beside who it was.
package struct SelftestCause: Hashable, Sendable {
  /// What was breached.
  package let target: TargetName
  /// What was done.
  package let disturbance: Disturbance
  /// In which runtime.
  package let runtime: Runtime
  /// Who was reported.
  package let reported: TargetCause.Kind
  /// The sentence that was reported.
  package let text: String
  /// Whether others had so much of the host, though nothing of that was injected, that they may be at fault as well.
  package let isDisturbed: Bool

  package init(
    target: TargetName, disturbance: Disturbance, runtime: Runtime, reported: TargetCause.Kind, text: String = "",
    isDisturbed: Bool = false
  ) {
    self.target = target
    self.disturbance = disturbance
    self.runtime = runtime
    self.reported = reported
    self.text = text
    self.isDisturbed = isDisturbed
  }

  /// Whether it is who had to be reported; `nil` if nobody can tell: the host was reported, and others really disturbed it.
  package var isRight: Bool? {
    if isDisturbed, reported == .host { return nil }
    return reported == disturbance.blame?.kind
  }

  /// Whether others, a quota or the hypervisor had a tenth of the host or more while a run worked.
  static func isDisturbed(_ record: RunRecord) -> Bool {
    let seconds = record.host?.seconds ?? 0
    let taken = (record.account?.throttledSeconds ?? 0) + (record.account?.stolenSeconds ?? 0)
    return (record.host?.othersShare ?? 0) >= HostUse.notableShare || taken >= HostUse.notableShare * seconds && taken > 0
  }
}
