import Rendering
package import Samples
package import Snapshots
import Storage
import Thresholds

/// The runs that are kept, a page of them.
package enum RunListPage {
  /// A whole document; ends with a line feed.
  ///
  /// - Parameters:
  ///   - runs: the newest first.
  ///   - next: the query of the next page, such as `before=120`; `nil` where there are no older ones.
  ///   - filter: what the runs were chosen by.
  ///   - mixes: that can be chosen.
  ///   - now: whose day needs not to be told.
  ///   - looked: how many runs were looked at before it was enough, where few of them are shown; else `nil`.
  ///   - root: the route prefix, such as `""` or `/calcmon`; all links begin with it.
  ///   - version: of the agent.
  package static func html(
    _ runs: [JudgedRun], next: String?, filter: RunFilter, mixes: [String] = [], now: Timestamp, looked: Int? = nil, root: String,
    version: String
  ) -> String {
    let links = PageLinks(root: root)
    let older: Markup = next.map { "<a rel=\"next\" href=\"\(links.runs)?\($0)\">Older runs</a>" } ?? .none
    return PageFrame(title: title(filter), root: root, place: .runs, version: version).html(
      """
      <header class="list-head"><h1>Runs</h1>
      \(RunFilterForm(filter: filter, mixes: mixes, links: links).markup)
      \(chosen(filter))</header>
      <section class="card" aria-label="List of runs">
      \(table(runs, now, links, isChosen: filter.isChoice))
      \(looked.map { "<p class=\"note\">Of \(PageWords.count($0, "run")) that were looked at; there are older ones.</p>" } ?? .none)
      </section>
      \(next == nil ? .none : "<nav class=\"more\" aria-label=\"More runs\">\(older)</nav>")
      """)
  }

  private static func title(_ filter: RunFilter) -> String {
    (["Runs"] + filter.words).joined(separator: ", ") + " - calcmon"
  }

  private static func chosen(_ filter: RunFilter) -> Markup {
    guard filter.isChoice else { return .none }
    return "<p class=\"chosen\">Only <b><bdi>\(filter.words.joined(separator: ", "))</bdi></b>.</p>"
  }

  private static func table(_ runs: [JudgedRun], _ now: Timestamp, _ links: PageLinks, isChosen: Bool) -> Markup {
    guard !runs.isEmpty else {
      return "<p class=\"none\">\(isChosen ? "No run of these is kept." : "No run is kept yet.")</p>"
    }
    return CardTable(
      caption: """
        The newest first; times are UTC, of the end of the run. Each run is judged alone by its targets. \
        Usual: the median of the newest runs of the same mix, strategy and runtime
        """,
      columns: [
        .init(name: "Run", isShort: true), .init(name: "Mix", isWide: true), .init(name: "Ended", isShort: true),
        .init(name: "Outcome"), .init(name: "Verdict", isWide: true), .init(name: "Stands out", isWide: true),
        .init(name: "Duration", isNumber: true), .init(name: "p99", isNumber: true), .init(name: "Max", isNumber: true),
        .init(name: "CPU", isNumber: true), .init(name: "Memory", isNumber: true), .init(name: "Queue", isNumber: true),
      ], rows: runs.map { row($0, now, links) }
    ).markup
  }

  private static func row(_ judged: JudgedRun, _ now: Timestamp, _ links: PageLinks) -> [Markup] {
    let run = judged.detail.run
    let figures = run.figures
    let texts = [
      figures.map { DurationText.text($0.seconds) }, figures?.latencyP99Seconds.map(DurationText.text),
      figures?.latencyMaxSeconds.map(DurationText.text),
      figures.flatMap { RunMeasure.cpuUtilization.value(of: $0) }.map(RunMeasure.cpuUtilization.text),
      figures?.memoryPeakBytes.map(Digits.bytes), figures.flatMap { queue($0, judged) },
    ]
    return [
      "<a href=\"\(links.run(run.id))\">\(String(run.id))</a>", run.identity.whole, run.endedAt.shortMarkup(on: now),
      "\(run.outcome.badge)\(run.reason.map { "<small>\($0)</small>" } ?? .none)",
      "\(judged.badge)\(breaches(judged))", oddities(judged),
    ] + texts.map { "\($0 ?? "–")" }
  }

  /// An idle loop has no items.
  private static func queue(_ figures: StoredRun.Figures, _ judged: JudgedRun) -> String? {
    if judged.isBatch { return "batch" }
    return judged.detail.run.kind == .idle ? nil : PageWords.count(figures.queuePeak)
  }

  private static func breaches(_ judged: JudgedRun) -> Markup {
    .joined(
      judged.judgements.compactMap { judgement in
        let name = judgement.target.name.title
        switch judgement.verdict {
        case .met: return nil
        case .breached: return "<small>\(name) \(judgement.valueText)</small>"
        case .unknown: return judgement.shortage.map { "<small>\(name): \($0.text)</small>" }
        }
      })
  }

  private static func oddities(_ judged: JudgedRun) -> Markup {
    .joined(judged.oddities.map { "<span class=\"odd\">\($0.text)</span>" })
  }
}
