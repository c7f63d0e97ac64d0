import Alerting
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// What was so when an alert fired, beside what is so now.
struct AlertThenNow {
  let story: AlertStory
  /// By which it was judged then; `nil`: that is not known.
  let target: Target?
  /// That explain it, ascending in the time of their end.
  let runs: [JudgedRun]
  /// What the application did around it; `nil`: it is about none, or that is not kept.
  var app: AppExcerpt?
  let links: PageLinks

  var section: Markup {
    let rows = rows
    guard !rows.isEmpty else { return .none }
    return PageSection.markup("then-now", "Then and now", table(rows))
  }

  private func table(_ rows: [(name: String, then: Markup, now: Markup)]) -> Markup {
    CardTable(
      caption: "\(caption)",
      columns: [.init(name: "What", isShort: true), .init(name: thenTitle, isWide: true), .init(name: "Now", isWide: true)],
      rows: rows.map { ["\($0.name)", $0.then, $0.now] }
    ).markup
  }

  private var thenTitle: String { story.firedAt == nil ? "When it began" : "When it fired" }

  private var caption: String {
    let then = story.beginning.map { "\(thenTitle.lowercased()), at \($0.at.iso8601)" } ?? "when it began"
    return "\(then.prefix(1).uppercased())\(then.dropFirst()), and now, at \(story.now.iso8601)"
  }

  private var rows: [(name: String, then: Markup, now: Markup)] {
    story.target == nil ? failureRows : targetRows
  }

  private var targetRows: [(name: String, then: Markup, now: Markup)] {
    let now = story.current.judgement
    return [
      ("Value", "\(story.beginning?.value.map(story.text) ?? "–")", "\(now?.valueText ?? "–")"),
      ("Limit", "\(limit(target))", "\(limit(now?.target))"),
      ("Verdict", Verdict.breached.markup, now?.verdict.markup ?? "not judged any more"),
      (story.app == nil ? "Runs" : "Intervals", evidence, "\(story.current.badRuns.map { "\(story.text($0)) broke it" } ?? "–")"),
      ("Cause", "\(story.labels["cause"] ?? "–")", "\(cause(now))"),
    ]
  }

  private var evidence: Markup { story.app == nil ? runLinks(runs.filter(isBefore)) : appThen }

  /// What the application did in the interval before.
  private var appThen: Markup {
    guard let app,
      let interval = app.intervals.last(where: { interval in story.beginning.map { interval.endedAt <= $0.at } ?? true })
    else {
      return "none is kept"
    }
    return "\(AppIntervalWords.text(interval))"
  }

  private var failureRows: [(name: String, then: Markup, now: Markup)] {
    guard let failures = story.current.failures else { return [] }
    let now = failures.isPresent ? failures.account : "no run of the window failed"
    return [
      ("Failures", runLinks(runs.filter(isBefore)), "\(now)"), ("Verdict", Verdict.breached.markup, failures.verdict.markup),
    ]
  }

  private func cause(_ judgement: Judgement?) -> String {
    guard let judgement else { return "–" }
    guard let cause = judgement.cause else { return judgement.verdict == .met ? "none: the target is met" : "–" }
    return "\(cause.kind.rawValue): \(cause.text)"
  }

  /// The limit of its severity.
  private func limit(_ target: Target?) -> String {
    guard let target else { return "–" }
    guard story.labels["severity"] == "critical", !target.critical.isEmpty else { return target.limitText }
    return target.critical.map { $0.text(for: target.name) }.joined(separator: " and ")
  }

  private func isBefore(_ run: JudgedRun) -> Bool {
    guard let begun = story.beginning?.at else { return true }
    return run.detail.run.endedAt <= begun
  }

  private func runLinks(_ runs: [JudgedRun]) -> Markup {
    guard !runs.isEmpty else { return "none is kept" }
    let texts = runs.map { run -> Markup in
      let verdict = story.target.flatMap { name in
        run.judgements.first { $0.target.name == name && $0.verdict != .unknown }?.verdict
      }
      let mark: Markup = verdict.map { " <span class=\"\($0.rawValue)\">\($0.rawValue)</span>" } ?? .none
      return "<a href=\"\(links.run(run.detail.run.id))\">\(String(run.detail.run.id))</a>\(mark)"
    }
    return .joined(texts.enumerated().map { $0.offset == 0 ? $0.element : ", \($0.element)" })
  }
}
