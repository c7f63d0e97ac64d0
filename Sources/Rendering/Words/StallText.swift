package import Samples

/// Stalls as people read them. The one place for it, so that `run`, report and page say the same.
extension StallSummary {
  /// `3 stalls, 450 ms: callback 80 %, runqueue 20 %`; `nil` where there are none.
  package var text: String? {
    guard count > 0 else { return nil }
    var text = "\(Plural.text(count, "stall")), \(DurationText.text(budget.totalSeconds)): \(budget.text)"
    if controlLate > 0 {
      text += "; an idle loop beside it was late as well in \(controlLate == count ? "all" : "\(controlLate)"): the host"
    }
    return text
  }

  /// `longest 310 ms, callback: work.py:12:parse, called by work.py:40:serve`; `nil` where there are none.
  package var longestText: String? {
    guard let longest, let leading = longest.budget.leading else { return nil }
    var text = "longest \(DurationText.text(longest.seconds)), \(leading.rawValue)"
    if longest.wasStopped { text += " (the process was stopped)" }
    if let channel = longest.waitChannel { text += " in \(channel)" }
    if !longest.stack.isEmpty { text += ": " + longest.stack.prefix(3).joined(separator: ", called by ") }
    return text
  }
}

extension StallBudget {
  /// `callback 80 %, runqueue 20 %`, the greatest first; what rounds to nothing is left out.
  package var text: String {
    let shares = ranked.map { (cause: $0.cause, percent: Int(($0.seconds / totalSeconds * 100).rounded())) }
    return shares.filter { $0.percent > 0 }.map { "\($0.cause.rawValue) \($0.percent) %" }.joined(separator: ", ")
  }
}
