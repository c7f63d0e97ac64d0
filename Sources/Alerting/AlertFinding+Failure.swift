import Samples
import Thresholds

extension AlertFinding {
  /// What became of the newest run: breached if it failed by its own fault, or if more of its items failed than `Failures` lets pass. `nil`
  /// if it was cancelled, which says nothing.
  init?(newestRun outcome: RunOutcome, reason: String?, items: ItemCounts?) {
    guard outcome != .cancelled else { return nil }
    var failures = Failures()
    failures.add(outcome, reason: reason, items: items)
    guard failures.verdict == .breached else {
      self = .met
      return
    }
    let hasCompleted = outcome == .completed
    let facts = [
      "value": hasCompleted ? failures.valueText : outcome.rawValue, "measure": "the newest run",
      "limit": hasCompleted ? Failures.limitText : "completed",
      "reason": hasCompleted ? failures.sentence : reason ?? outcome.rawValue,
      "cause": "Runs that end badly are not judged by their figures: the reason is all that is known.",
    ]
    self = .breached([AlertResult(labels: .unexplained, value: nil, facts: facts)])
  }
}

extension Labels {
  /// Of what no figure explains.
  static let unexplained = Labels([("cause", TargetCause.Kind.unexplained.rawValue)])
}
