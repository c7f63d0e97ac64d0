import Rendering
package import Samples
package import Storage

/// The runs that are kept, a page of them.
package enum RunListPage {
  /// A whole document; ends with a line feed.
  ///
  /// - Parameters:
  ///   - runs: the newest first.
  ///   - next: the query of the next page, such as `before=120`; `nil` where there are no older ones.
  ///   - filter: what the runs were chosen by; `nil` chooses all.
  ///   - root: the route prefix, such as `""` or `/calcmon`; all links begin with it.
  ///   - version: of the agent.
  package static func html(
    _ runs: [StoredRun], next: String?, filter: (mix: String?, strategy: Strategy?, runtime: Runtime?), root: String,
    version: String
  ) -> String {
    let links = PageLinks(root: root)
    let words = [filter.mix, filter.strategy?.rawValue, filter.runtime?.rawValue].compactMap { $0 }
    let older: Markup = next.map { "<a rel=\"next\" href=\"\(links.runs)?\($0)\">Older runs</a>" } ?? .none
    return PageFrame(title: "Runs - calcmon", root: root, place: .runs, version: version).html(
      """
      <header class="list-head"><h1>Runs</h1>
      \(words.isEmpty ? .none : chosen(words, links))</header>
      <section class="card" aria-label="List of runs">
      \(table(runs, links, isChosen: !words.isEmpty))
      </section>
      \(next == nil ? .none : "<nav class=\"more\" aria-label=\"More runs\">\(older)</nav>")
      """)
  }

  private static func chosen(_ words: [String], _ links: PageLinks) -> Markup {
    "<p>Only <b><bdi>\(words.joined(separator: ", "))</bdi></b>. <a href=\"\(links.runs)\">All runs</a></p>"
  }

  private static func table(_ runs: [StoredRun], _ links: PageLinks, isChosen: Bool) -> Markup {
    guard !runs.isEmpty else {
      return "<p class=\"none\">\(isChosen ? "No run of these is kept." : "No run is kept yet.")</p>"
    }
    return CardTable(
      caption: "The newest first; times are UTC, of the end of the run",
      columns: [
        .init(name: "Run", isShort: true), .init(name: "Mix", isWide: true), .init(name: "Ended", isWide: true),
        .init(name: "Outcome", isWide: true),
        .init(name: "Duration", isNumber: true), .init(name: "p99", isNumber: true), .init(name: "Max", isNumber: true),
        .init(name: "CPU", isNumber: true), .init(name: "I/O wait", isNumber: true), .init(name: "Memory", isNumber: true),
        .init(name: "Queue", isNumber: true),
      ], rows: runs.map { row($0, links) }
    ).markup
  }

  private static func row(_ run: StoredRun, _ links: PageLinks) -> [Markup] {
    let figures = run.figures
    let texts = [
      figures.map { DurationText.text($0.seconds) }, figures?.latencyP99Seconds.map(DurationText.text),
      figures?.latencyMaxSeconds.map(DurationText.text),
      figures.flatMap { RunMeasure.cpuUtilization.value(of: $0) }.map(RunMeasure.cpuUtilization.text),
      figures.flatMap { RunMeasure.ioWait.value(of: $0) }.map(RunMeasure.ioWait.text),
      figures?.memoryPeakBytes.map(Digits.bytes), figures.map { PageWords.count($0.queuePeak) },
    ]
    return [
      "<a href=\"\(links.run(run.id))\">\(String(run.id))</a>", run.identity.whole, run.endedAt.rowMarkup,
      "\(run.outcome.badge)\(run.reason.map { "<small>\($0)</small>" } ?? .none)",
    ] + texts.map { "\($0 ?? "–")" }
  }
}
