import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

extension RunOddity {
  /// Few words for a table: `3.03 times as long as usual (3.01 s)`.
  var text: String {
    switch self {
    case .duration(let times, let usual): "\(Self.ratio(times)) as long as usual (\(DurationText.text(usual.seconds)))"
    case .stalls(let summary):
      "\(PageWords.count(summary.count, "stall")), \(DurationText.text(summary.budget.totalSeconds))\(Self.leading(summary))"
    case .failedItems(let failures): failures.sentence
    case .farFromIdeal(let times): "\(Digits.text(times)) times the ideal time"
    }
  }

  private static func ratio(_ times: Double) -> String {
    times < 1 ? "only \(Digits.text(times)) times" : "\(Digits.text(times)) times"
  }

  private static func leading(_ summary: StallSummary) -> String {
    summary.budget.leading.map { ": \($0.rawValue)" } ?? ""
  }
}

extension JudgedRun {
  /// Whether something of the run is judged at all, or has failed.
  var isJudged: Bool { !judgements.isEmpty || failures.verdict == .breached }

  /// `2 of 5 targets breached`, `all of 5 targets met`
  var verdictText: String {
    let breached = judgements.count { $0.verdict == .breached }
    let unknown = judgements.count { $0.verdict == .unknown }
    let all = PageWords.count(judgements.count, "target")
    if breached > 0 { return "\(breached) of \(all) breached" }
    if failures.verdict == .breached { return detail.run.outcome == .completed ? failures.sentence : "it did not complete" }
    if judgements.isEmpty { return "not judged" }
    return unknown > 0 ? "\(unknown) of \(all) not known" : "all of \(all) met"
  }

  /// Mark and word, in the verdict's colour; what is not judged has none.
  var badge: Markup { isJudged ? verdict.markup : "<span class=\"none\">not judged</span>" }
}

extension Judgement {
  /// Why one run alone gives no verdict; `nil` where it does.
  func unknownReason(_ detail: RunDetail) -> String? {
    guard verdict == .unknown else { return nil }
    if let shortage {
      let isDropped = target.name == .eventLoopLatency && shortage.found == 0 && detail.run.figures?.latencyMaxSeconds != nil
      if isDropped { return "The latency of each tick is not kept any more." }
      return "Too short to judge alone: \(shortage.text). Several runs together are judged on the status page."
    }
    return samples == 0 ? "Nothing was sampled." : "One run alone does not tell."
  }
}
