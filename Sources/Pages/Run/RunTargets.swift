import Rendering
import Samples
import Snapshots
import Thresholds

/// What each target says of one run alone.
struct RunTargets {
  let judged: JudgedRun

  var section: Markup {
    guard !judged.judgements.isEmpty || judged.failures.isPresent else { return .none }
    return PageSection.markup("targets", "Targets", table)
  }

  private var table: Markup {
    CardTable(
      caption: "This run alone, by the targets as they were when it ended. An alert needs several bad runs",
      columns: [
        .init(name: "Target", isShort: true), .init(name: "Value", isNumber: true), .init(name: "Limit", isShort: true),
        .init(name: "Verdict", isShort: true), .init(name: "Why", isWide: true),
      ], rows: judged.judgements.map(row) + (judged.failures.isPresent ? [failures] : [])
    ).markup
  }

  private func row(_ judgement: Judgement) -> [Markup] {
    let critical = judgement.isCritical ? ", critical" : ""
    return [
      "\(judgement.target.name.title)", "\(value(judgement))", "\(judgement.target.limitText)",
      "\(judgement.verdict.markup)\(critical)", why(judgement),
    ]
  }

  private func value(_ judgement: Judgement) -> String { says(judgement) ? judgement.valueText : "–" }

  /// Whether the value tells something: the slope of a queue that was full from the start does not.
  private func says(_ judgement: Judgement) -> Bool {
    !(judged.isBatch && judgement.target.name == .queueDepth && judgement.verdict == .met)
  }

  private func why(_ judgement: Judgement) -> Markup {
    if let cause = judgement.cause { return "<b>\(cause.kind.rawValue)</b>: \(cause.text)" }
    if !says(judgement) { return "<span class=\"none\">All items came at once: a queue that is worked off says nothing.</span>" }
    return judgement.unknownReason(judged.detail).map { "<span class=\"none\">\($0)</span>" } ?? .none
  }

  private var failures: [Markup] {
    let failures = judged.failures
    return [
      "Failures", "\(failures.valueText)", "\(Failures.limitText)", failures.verdict.markup, "\(failures.account)",
    ]
  }
}
