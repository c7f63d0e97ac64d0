import Samples

/// Why an event loop was late, by the budgets of the intervals in which it did not turn.
enum LoopCause {
  static func find(_ evidence: Evidence) -> TargetCause {
    let stalls = evidence.stalls
    guard let leading = stalls.budget.leading else {
      return TargetCause(.unexplained, "No stall was seen that explains it. \(HostLoss(evidence).text)")
    }
    let total = stalls.budget.totalSeconds
    let share = Digits.text(100 * stalls.budget[leading] / total)
    let often = stalls.count == 1 ? "once" : "\(stalls.count) times"
    let stood = "The loop stood still \(often), for \(DurationText.text(total)) in all: \(share) % of it \(leading.rawValue)."
    guard stalls.isHostCaused else { return TargetCause(.program, stood) }
    return TargetCause(.host, "\(stood) The host held it, not the program. \(HostLoss(evidence).text)")
  }
}
