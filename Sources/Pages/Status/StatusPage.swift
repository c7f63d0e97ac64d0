import Alerting
import Rendering
package import Snapshots
import Thresholds

/// The page at `/`: on its first screen what host this is, how it is, and every target; below it why.
package enum StatusPage {
  /// The whole document.
  ///
  /// - Parameters:
  ///   - excerpt: what the window holds; `nil`: the history cannot be read now, which the page says.
  ///   - window: that of the excerpt; `nil` if none was asked for, and what there is cannot be read.
  ///   - root: the route's prefix, with which every link begins: empty, or `/calcmon`.
  ///   - revision: of the snapshot, as `LiveEvent` tells it: so that the page knows when it is out of date.
  package static func html(
    _ snapshot: AgentSnapshot, _ excerpt: HistoryExcerpt?, window: PageWindow?, root: String, revision: Int? = nil
  ) -> String {
    let headline = StatusHeadline(snapshot: snapshot)
    let details = StatusDetails(snapshot, excerpt, root: root)
    let frame = PageFrame(
      title: headline.title, root: root, place: .status, version: snapshot.version,
      state: LiveEvent.state(snapshot, revision: revision), icon: headline.sentence.verdict.map(PageIcon.verdict) ?? .plain)
    return frame.html(
      .lines([
        headline.markup,
        alerts(snapshot, root),
        """
        <section id="targets" class="card" aria-labelledby="targets-title">
        <div class="targets-head"><h2 id="targets-title">Targets</h2>\(StatusWindow(window: window, excerpt: excerpt, root: root).markup)</div>
        \(StatusMatrix(snapshot: snapshot, excerpt: excerpt, details: details, root: root).markup)
        </section>
        """,
        snapshot.canaries.isEmpty
          ? .none : section("details", "Each mix", details.markup),
        excerpt.map { folded("latency", "Event-loop latency over time", "Heat maps", StatusHeat(snapshot, $0).markup) } ?? .none,
        excerpt.map { folded("strategies", "Strategies side by side", "Times", StatusStrategies($0, root: root).markup) }
          ?? .none,
        """
        <div class="pair">
        \(section("runs", "Newest runs", StatusRuns(snapshot: snapshot, root: root).markup))
        \(folded("agent", "The agent itself", "Cost and runbooks", StatusAgent(snapshot: snapshot, root: root).markup))
        </div>
        """,
      ]))
  }

  /// A line where none is active.
  private static func alerts(_ snapshot: AgentSnapshot, _ root: String) -> Markup {
    let isQuiet = !snapshot.alerts.contains { $0.alert.state != .inactive }
    return """
      <section id="alerts" class="card\(isQuiet ? " is-quiet" : "")" aria-labelledby="alerts-title"><h2 id="alerts-title">Alerts</h2>
      \(StatusAlerts(snapshot: snapshot, root: root).markup)
      </section>
      """
  }

  private static func folded(_ id: String, _ title: String, _ word: String, _ content: Markup) -> Markup {
    section(id, title, Fold("\(id)-fold", word, content).markup)
  }

  private static func section(_ id: String, _ title: String, _ content: Markup) -> Markup {
    """
    <section id="\(id)" class="card" aria-labelledby="\(id)-title"><h2 id="\(id)-title">\(title)</h2>
    \(content)
    </section>
    """
  }
}
