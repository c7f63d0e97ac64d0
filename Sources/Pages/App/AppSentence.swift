import Applications
import Rendering
import Samples
package import Snapshots
package import Thresholds

/// How an application is, in one sentence.
package struct AppSentence: Sendable {
  /// With its full stop.
  package let text: String
  /// `nil`: it is not judged yet, and that is no trouble.
  package let verdict: Verdict?

  /// So many breaches are named.
  private static let named = 2

  /// Of one that an agent knows, or that the history alone does.
  package init(_ name: String, _ snapshot: AgentSnapshot) {
    let (view, judged) = (snapshot.view(ofApp: name), snapshot.judged(app: name))
    let breached = judged?.counted.filter { $0.verdict == .breached } ?? []
    let count = judged?.counted.count ?? 0
    if !breached.isEmpty {
      verdict = .breached
      text = Self.text(breached, of: count)
    } else if view?.isUp != true {
      verdict = nil
      text = "No process of it is connected."
    } else if judged?.verdict == .met {
      verdict = .met
      text = count == 1 ? "Its target is met." : "All \(count) targets are met."
    } else {
      let open = judged?.counted.count { $0.verdict == .unknown } ?? 0
      verdict = nil
      text =
        count == 0
        ? "It is not judged yet." : "No target is breached; \(open) of \(count) \(Plural.word(open, "is", "are")) not judged yet."
    }
  }

  private static func text(_ breached: [Judgement], of count: Int) -> String {
    let words = breached.prefix(named).map { judgement in
      let queue = judgement.queue.map { " of \($0)" } ?? ""
      return "\(judgement.target.name.title)\(queue) \(judgement.accountText)"
    }
    let rest = breached.count - words.count
    let more = rest > 0 ? "; and \(rest) more" : ""
    return "\(breached.count) of \(PageWords.count(count, "target")) \(Plural.word(breached.count, "is", "are")) breached: "
      + words.joined(separator: "; ") + more + "."
  }
}
