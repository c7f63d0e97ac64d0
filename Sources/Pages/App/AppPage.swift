import Applications
import Rendering
import Samples
package import Snapshots
import Thresholds

/// The page of a watched application: how it is, what its targets say, and which code costs its loops most.
package enum AppPage {
  /// Of the heat map.
  private static let columns = 96

  /// The whole document.
  ///
  /// - Parameters:
  ///   - excerpt: what the window holds; `nil`: the history cannot be read now, which the page says.
  ///   - window: that of the excerpt; `nil` if none was asked for, and what there is cannot be read.
  ///   - root: the route's prefix, with which every link begins: empty, or `/calcmon`.
  ///   - revision: of the snapshot, as `LiveEvent` tells it.
  package static func html(
    _ name: String, _ snapshot: AgentSnapshot, _ excerpt: AppExcerpt?, window: PageWindow?, root: String, revision: Int? = nil
  ) -> String {
    let verdict = AppSentence(name, snapshot).verdict
    let frame = PageFrame(
      title: "\(verdict?.rawValue ?? "application") - \(name) - calcmon", root: root, version: snapshot.version,
      state: LiveEvent.state(snapshot, revision: revision), icon: verdict.map(PageIcon.verdict) ?? .plain)
    return frame.html(main(name, snapshot, excerpt, window, PageLinks(root: root)))
  }

  private static func main(
    _ name: String, _ snapshot: AgentSnapshot, _ excerpt: AppExcerpt?, _ window: PageWindow?, _ links: PageLinks
  ) -> Markup {
    let frame = excerpt.map(AppPlotFrame.init)
    let judged = snapshot.judged(app: name)
    let view = snapshot.view(ofApp: name)
    let targets = AppTargets(judged: judged, excerpt: excerpt, frame: frame, isSeenFromOutside: view?.isSeenFromOutside ?? false)
    let choice = WindowChoice(window: window, choices: PageWindow.allCases, path: links.app(name), text: windowText(excerpt))
    return .lines([
      AppHeader(name: name, snapshot: snapshot, links: links).markup, Hatching.definition,
      """
      <section id="targets" class="card" aria-labelledby="targets-title">
      <div class="targets-head"><h2 id="targets-title">Targets</h2>\(choice.markup)</div>
      \(targets.markup)
      </section>
      """,
      excerpt.map { costs($0, view, judged) } ?? .none, over(view, judged, excerpt, frame),
      PageSection.markup("processes", "Processes", AppProcessTable(view: view).markup),
      excerpt.map { PageSection.markup("events", "Events", AppEventList(occurrences: $0.occurrences).markup) } ?? .none,
    ])
  }

  private static func windowText(_ excerpt: AppExcerpt?) -> Markup {
    guard let excerpt else {
      return """
        <span class="unknown"><span aria-hidden="true">?</span> The history cannot be read now</span>: what it would show is \
        left out. Verdicts and figures are of the agent's memory.
        """
    }
    return "from \(excerpt.since.shortMarkup(on: excerpt.until)) to \(excerpt.until.shortMarkup(on: excerpt.until))"
  }

  // MARK: What costs most

  private static func costs(_ excerpt: AppExcerpt, _ view: AppView?, _ judged: JudgedAppNow?) -> Markup {
    let total = excerpt.whole?.stalls.budget.totalSeconds ?? 0
    let places = AppPlaceList(places: excerpt.places, totalSeconds: total, until: excerpt.until)
    let count = excerpt.places.count
    let title = count > 1 ? "The \(count == 10 ? "ten" : "\(count)") places that cost most" : "What costs most"
    let frame = AppPlotFrame(excerpt)
    return .lines([
      PageSection.markup("places", title, places.markup),
      "<div class=\"pair is-even\">",
      PageSection.markup("stalls", "Stalls by cause", AppStallBars(excerpt, frame).markup),
      PageSection.markup("latency", "Event-loop latency over time", heat(excerpt, view, judged)), "</div>",
      PageSection.markup(
        "newest", "Newest stalls", AppStallList(stalls: excerpt.stalls, excerpt: excerpt, until: excerpt.until).markup),
    ])
  }

  private static func heat(_ excerpt: AppExcerpt, _ view: AppView?, _ judged: JudgedAppNow?) -> Markup {
    let grid = HeatGrid(excerpt.heat(columns: columns), since: excerpt.since, until: excerpt.until)
    guard !grid.isEmpty else {
      let isOutside = view?.isSeenFromOutside ?? false
      let reason: Markup =
        isOutside
        ? "It is watched from outside: how late its loops are cannot be seen there." : "No loop has ticked in this window."
      return "<p class=\"none\">\(reason)</p>"
    }
    let limit = judged?.judgements.latencyLimit
    let map = HeatMap(
      name: "<b><bdi>\(excerpt.app)</bdi></b>", sentence: excerpt.app, grid: grid,
      span: HeatSpan(of: [grid], limits: [limit].compactMap(\.self)), limit: limit)
    return .lines([HeatLegend.markup, "<div class=\"heats\">\(map.markup)</div>"])
  }

  // MARK: Levels

  private static func over(
    _ view: AppView?, _ judged: JudgedAppNow?, _ excerpt: AppExcerpt?, _ frame: AppPlotFrame?
  ) -> Markup {
    let plotted = Set(judged?.counted.map { $0.target.name.appMeasure(queue: $0.queue) } ?? [])
    let levels: Markup =
      if let excerpt, let frame { AppLevelPlots(excerpt: excerpt, frame: frame, others: plotted).markup } else { .none }
    let queues = AppQueueTable(view: view, excerpt: excerpt).markup
    return .lines([
      queues.map { PageSection.markup("queues", "Queues", $0) } ?? .none,
      levels.text.isEmpty ? .none : PageSection.markup("levels", "Tasks, executor, memory, CPU", levels),
    ])
  }
}
