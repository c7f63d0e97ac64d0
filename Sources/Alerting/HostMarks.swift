import Thresholds

/// Targets that the host broke, or left too little for, as they were last known.
struct HostMarks: Sendable {
  private(set) var names: Set<TargetName> = []

  /// An alert is not over if nothing is known, nor if its target is met and not clear.
  mutating func note(_ judgement: Judgement) {
    switch judgement.verdict {
    case .breached where judgement.cause?.kind == .host, .unknown where judgement.cause?.kind == .host:
      names.insert(judgement.target.name)
    case .breached: names.remove(judgement.target.name)
    case .met where judgement.isClear: names.remove(judgement.target.name)
    case .met, .unknown: break
    }
  }
}
