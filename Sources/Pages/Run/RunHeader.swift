import Alerting
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// The head of a run's page: what was run, how it went, and where to go from here.
struct RunHeader {
  let judged: JudgedRun
  let beside: RunBeside
  let links: PageLinks

  private var run: StoredRun { judged.detail.run }

  var markup: Markup {
    """
    <header class="detail-head is-\(style)">
    <p class="path"><a href="\(links.runs)">Runs</a> <span aria-hidden="true">/</span> <span>\(String(run.id))</span></p>
    <h1><bdi>\(run.identity.mix)</bdi> \(run.identity.how)</h1>
    <p class="detail-state">\(state)</p>
    \(lines: notes)
    <p class="window">\(run.startedAt.markup) to \(run.endedAt.markup)</p>
    \(lines: alerts)
    <p class="links">\(Markup.joined(ways))</p>
    </header>
    """
  }

  private var style: String {
    run.outcome == .completed ? (judged.isJudged ? judged.verdict.rawValue : run.outcome.style) : run.outcome.style
  }

  /// The verdict before the outcome: a run that completes may be far from good.
  private var state: Markup {
    guard run.outcome == .completed, judged.isJudged else { return run.outcome.badge }
    let verdict = judged.verdict
    return """
      <span class="\(verdict.rawValue)"><span aria-hidden="true">\(verdict.mark)</span> \(judged.verdictText)</span> \
      <span class="how">\(run.outcome.rawValue) in \(run.figures.map { DurationText.text($0.seconds) } ?? "–")</span>
      """
  }

  private var notes: [Markup] {
    let reasons: [String?] = [run.outcome.sentence.map { $0 }]
    let texts = reasons.compactMap(\.self).map { "<p class=\"reason\">\($0)</p>" as Markup }
    let why = run.reason.map { "<p class=\"reason\">Its reason: <code>\($0)</code></p>" as Markup }
    let odd = judged.oddities.map(\.sentence)
    let stands: Markup = odd.isEmpty ? .none : "<p class=\"stands-out\"><b>Stands out:</b> \(odd.joined(separator: " "))</p>"
    return texts + [why ?? .none, stands, RunPage.limitSentence(run).map { "<p class=\"limit\">\($0)</p>" } ?? .none]
  }

  // MARK: Alerts

  private var alerts: [Markup] {
    let described = beside.alerts.map { episode in (episode, role(episode)) }
    return described.sorted { $0.1.rawValue < $1.1.rawValue }.prefix(5).map { episode, role in
      """
      <p class="run-alert">\(role.text) <a href="\(links.alert(episode.id))"><bdi>\
      \(episode.annotations["summary"] ?? episode.label("alertname"))</bdi></a>, \(standing(episode))</p>
      """
    }
  }

  /// What the run has to do with an alert, the most first.
  private enum Role: Int {
    case began, explains, beside

    var text: String {
      switch self {
      case .began: "With this run began the alert"
      case .explains: "It is one of the runs that explain the alert"
      case .beside: "It is kept for comparison with the alert"
      }
    }
  }

  private func role(_ episode: AlertTimeline.Episode) -> Role {
    if episode.pendingAt == run.endedAt { return .began }
    let name = AlertName(rawValue: episode.label("alertname"))
    let breaks = judged.judgements.contains { $0.verdict == .breached && AlertName($0.target.name) == name }
    let fails = name == .runFailing && judged.failures.verdict == .breached
    let isOfHost = name == .hostContended && judged.judgements.contains { $0.cause?.kind == .host }
    return breaks || fails || isOfHost ? .explains : .beside
  }

  private func standing(_ episode: AlertTimeline.Episode) -> Markup {
    if let ended = episode.endedAt { return episode.firedAt == nil ? "which never fired" : "over since \(ended.markup)" }
    if let fired = episode.firedAt { return "firing since \(fired.markup)" }
    return "pending"
  }

  // MARK: Ways from here

  private var ways: [Markup] {
    let (previous, next) = (beside.neighbours.previous, beside.neighbours.next)
    return [
      previous.map { "<a rel=\"prev\" href=\"\(links.run($0.id))\">← Run \(String($0.id)) of this mix before</a> " } ?? .none,
      next.map { "<a rel=\"next\" href=\"\(links.run($0.id))\">Run \(String($0.id)) of this mix after →</a> " } ?? .none,
      "<a href=\"\(links.runs(of: run.identity))\">All runs of this mix</a> ",
      "<a href=\"\(links.runJSON(run.id))\">This run as JSON</a>",
    ]
  }
}

extension RunOddity {
  /// In full: `It took 9.13 s, 3.03 times as long as usual: 3.01 s in the median of 48 runs.`
  fileprivate var sentence: String {
    switch self {
    case .duration(let times, let usual):
      """
      It took \(DurationText.text(times * usual.seconds)), \(Digits.text(times)) times as long as usual: \
      \(DurationText.text(usual.seconds)) in the median of \(PageWords.count(usual.runs, "run")).
      """
    case .stalls(let summary):
      "The loop stood still \(RunPage.times(summary.count)), for \(DurationText.text(summary.budget.totalSeconds))."
    case .failedItems(let failures): "\(failures.itemSentence ?? failures.sentence)."
    case .farFromIdeal(let times): "It took \(Digits.text(times)) times as long as the work had to take."
    }
  }
}
