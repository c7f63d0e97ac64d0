import Applications
import Rendering
package import Samples
package import Snapshots
import Thresholds

/// The applications that are watched, and those of which something is kept.
package enum AppListPage {
  /// The whole document.
  ///
  /// - Parameters:
  ///   - hour: what each did in the last hour, those with them that are gone; `nil`: the history cannot be read now.
  ///   - root: the route's prefix, with which every link begins: empty, or `/calcmon`.
  ///   - revision: of the snapshot, as `LiveEvent` tells it.
  package static func html(
    _ snapshot: AgentSnapshot, hour: [String: AppInterval]?, root: String, revision: Int? = nil
  ) -> String {
    let names = Set(snapshot.appNames + (hour?.keys.map { $0 } ?? [])).sorted()
    let frame = PageFrame(
      title: "Applications - calcmon", root: root, place: .apps, version: snapshot.version,
      state: LiveEvent.state(snapshot, revision: revision))
    let unreadable: Markup =
      hour == nil
      ? "<p class=\"note\"><span class=\"unknown\">The history cannot be read now</span>: stalls of the last hour are not known.</p>"
      : .none
    return frame.html(
      """
      <header class="list-head"><h1>Applications</h1></header>
      <section class="card" aria-label="List of applications">
      \(names.isEmpty ? NoApplication.line : table(names, snapshot, hour, PageLinks(root: root)))
      \(unreadable)
      </section>
      """)
  }

  private static func table(
    _ names: [String], _ snapshot: AgentSnapshot, _ hour: [String: AppInterval]?, _ links: PageLinks
  ) -> Markup {
    CardTable(
      caption: "Latency and busy share are of the last minute or two, stalls of the last hour",
      columns: [
        .init(name: "Application", isShort: true), .init(name: "Verdict", isShort: true), .init(name: "Up", isShort: true),
        .init(name: "Processes", isNumber: true), .init(name: "p99", isNumber: true), .init(name: "Busy", isNumber: true),
        .init(name: "Stalls by cause", isWide: true), .init(name: "How it is", isWide: true),
      ], rows: names.map { row($0, snapshot, hour?[$0], links) }
    ).markup
  }

  private static func row(
    _ name: String, _ snapshot: AgentSnapshot, _ hour: AppInterval?, _ links: PageLinks
  ) -> [Markup] {
    let texts = AppFigureTexts(snapshot.view(ofApp: name), at: snapshot.at)
    let sentence = AppSentence(name, snapshot)
    let live = { (figure: String) -> Markup in "<span data-app=\"\(name)\">\(texts.markup(figure))</span>" }
    return [
      "<a href=\"\(links.app(name))\"><bdi>\(name)</bdi></a>",
      sentence.verdict?.markup ?? "<span class=\"none\">not judged</span>", live("up"), live("processes"), live("p99"),
      live("busy"),
      stalls(hour?.stalls), "<div data-app=\"\(name)\">\(AppStandingLine.markup(texts))</div>\(sentence.text)",
    ]
  }

  private static func stalls(_ summary: StallSummary?) -> Markup {
    guard let summary else { return "–" }
    guard summary.count > 0 else { return "<span class=\"none\">none</span>" }
    return "\(PageWords.count(summary.count)), \(DurationText.text(summary.budget.totalSeconds)): \(summary.budget.text)"
  }
}

/// How to watch an application, if none is watched.
enum NoApplication {
  static let line: Markup = """
    <p class="note">No application is watched. This watches one: <code>calcmon exec -- python app.py</code></p>
    """
}
