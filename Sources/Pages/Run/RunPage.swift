import Rendering
import Samples
package import Snapshots
import Storage
import Thresholds

/// The page of one run: what it came to, and what happened while it lasted.
package enum RunPage {
  /// A whole document; ends with a line feed.
  ///
  /// - Parameters:
  ///   - beside: the runs before and after it, and its alerts.
  ///   - root: the route prefix, such as `""` or `/calcmon`; all links begin with it.
  ///   - version: of the agent.
  package static func html(_ judged: JudgedRun, beside: RunBeside = RunBeside(), root: String, version: String) -> String {
    let detail = judged.detail
    let header = RunHeader(judged: judged, beside: beside, links: PageLinks(root: root)).markup
    let parts = detail.run.figures.map { whole(judged, $0) } ?? broken(judged)
    return PageFrame(
      title: "Run \(detail.run.id): \(detail.run.identity.sentence) - calcmon", root: root, version: version, icon: icon(judged)
    ).html(.lines([header, Hatching.definition] + parts))
  }

  private static func icon(_ judged: JudgedRun) -> PageIcon { judged.isJudged ? .verdict(judged.verdict) : .plain }

  private static func whole(_ judged: JudgedRun, _ figures: StoredRun.Figures) -> [Markup] {
    let detail = judged.detail
    let hasStalls = !detail.stalls.isEmpty
    return [
      RunTargets(judged: judged).section,
      section("figures", "Figures", RunFigureList(judged: judged, run: figures).markup),
      surroundings(detail.run),
      RunParameterList(detail.run)?.section ?? .none,
      OwnStepList(detail.run)?.section ?? .none,
      hasStalls ? "<div class=\"pair is-even\">" : .none,
      hasStalls ? section("budget", "Stalls by cause", budget(detail)) : .none,
      section("distribution", "Latency distribution", distribution(detail)),
      hasStalls ? "</div>" : .none,
      section("timeline", "Timeline of the run", RunTimeline(judged).markup),
      stalls(detail),
    ]
  }

  /// A run that did not complete has no figures; what was seen of it until then may be kept.
  private static func broken(_ judged: JudgedRun) -> [Markup] {
    let detail = judged.detail
    let version = detail.version.map { " Version of the runtime: \($0)." } ?? ""
    let isEmpty = detail.stalls.isEmpty && detail.samples.isEmpty
    let kept =
      isEmpty
      ? "No figures, no samples and no stalls: nothing more is kept of it." : "No figures: a run has them when it completes."
    return [
      section("kept", "What is kept", "<p>\(kept)\(version)</p>"),
      surroundings(detail.run),
      RunParameterList(detail.run)?.section ?? .none,
      detail.stalls.isEmpty ? .none : section("budget", "Stalls by cause", budget(detail)),
      detail.latency == nil ? .none : section("distribution", "Latency distribution", distribution(detail)),
      isEmpty ? .none : section("timeline", "Timeline of the run", RunTimeline(judged).markup),
      stalls(detail),
    ]
  }

  private static func surroundings(_ run: StoredRun) -> Markup {
    guard run.account != nil || run.host != nil else { return .none }
    return section(
      "surroundings", "Where the time went",
      """
      \(SurroundingsBars(account: run.account, host: run.host).markup)
      <p class="note">Hatched: the host did it, or others had it.</p>
      """)
  }

  private static func stalls(_ detail: RunDetail) -> Markup {
    guard !detail.stalls.isEmpty else { return .none }
    return section("stalls", "\(PageWords.count(detail.stalls.count, "stall"))", StallList(detail: detail).markup)
  }

  /// What was in the way, and who had the host; `nil` if nothing tells.
  static func limitSentence(_ run: StoredRun) -> String? {
    let evidence = Evidence(
      account: run.account, host: run.host, bottleneck: run.bottleneck, wallSeconds: run.figures?.seconds ?? 0)
    guard let limit = evidence.limitText else { return nil }
    let others = evidence.isLimitedByHost ? nil : run.host?.othersText
    return "Limited by \(limit)\(others.map { ". \($0)" } ?? "")"
  }

  private static func budget(_ detail: RunDetail) -> Markup {
    let summary = StallSummary(detail.stalls.map(\.stall))
    let bar = BudgetBar(budget: summary.budget, fullSeconds: summary.budget.totalSeconds, title: "Stalls by cause")
    let host = summary.hostCaused == 0 ? "" : " \(hostCaused(summary))"
    return """
      <p class="lead">The loop stood still \(times(summary.count)), for <b>\(DurationText.text(summary.budget.totalSeconds))</b>\
      \(of(detail.run)).\(host)</p>
      <div class="detail-bar is-large">\(bar.markup)</div>
      \(bar.legend)
      <p class="note">Hatched: the host did it. Plain: the program did, or nothing accounts for it.</p>
      """
  }

  private static func hostCaused(_ summary: StallSummary) -> String {
    let part = summary.hostCaused == summary.count ? "All" : "\(summary.hostCaused)"
    return summary.count == 1
      ? "The host did it." : "\(part) of them \(Plural.word(summary.hostCaused, "was", "were")) the host's doing."
  }

  private static func of(_ run: StoredRun) -> String {
    run.figures.map { " of \(DurationText.text($0.seconds))" } ?? ""
  }

  /// `once`, `5 times`
  static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

  private static func distribution(_ detail: RunDetail) -> Markup {
    guard let latency = detail.latency else {
      let none: Markup = detail.stalls.isEmpty ? "<p>\(StallList.noneText(detail.run))</p>" : .none
      return .lines([
        none, "<p class=\"none\">The latency of each tick is not kept any more; p99 and max are among the figures above.</p>",
      ])
    }
    let none: Markup = detail.stalls.isEmpty ? "<p class=\"lead\">\(StallList.noneText(detail.run))</p>" : .none
    return .lines([none, LatencyPlot(latency).markup])
  }

  private static func section(_ id: String, _ title: String, _ content: Markup) -> Markup {
    PageSection.markup(id, title, content)
  }
}

/// A part of a page with its heading.
enum PageSection {
  static func markup(_ id: String, _ title: String, _ content: Markup, style: Markup = "") -> Markup {
    "<section class=\"card\(style)\" aria-labelledby=\"\(id)\"><h2 id=\"\(id)\">\(title)</h2>\n\(content)\n</section>"
  }
}

extension RunOutcome {
  /// The class of its colour.
  var style: String {
    switch self {
    case .completed: "met"
    case .failed, .timeout, .crashed: "breached"
    case .cancelled: "unknown"
    }
  }
}
