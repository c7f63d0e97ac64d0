import Rendering
package import Snapshots
import Thresholds

/// The page at `/`: what is well and what is not at one glance, and below it why.
package enum StatusPage {
  /// The whole document.
  ///
  /// - Parameters:
  ///   - excerpt: what the window holds; `nil`: the history cannot be read now, which the page says.
  ///   - root: the route's prefix, with which every link begins: empty, or `/calcmon`.
  ///   - revision: of the snapshot, as `LiveEvent` tells it: so that the page knows when it is out of date.
  package static func html(
    _ snapshot: AgentSnapshot, _ excerpt: HistoryExcerpt?, window: PageWindow, root: String, revision: Int? = nil
  ) -> String {
    let headline = StatusHeadline(snapshot: snapshot)
    let frame = PageFrame(
      title: "\(snapshot.verdict.rawValue) - calcmon \(headline.host)", root: root, place: .status, version: snapshot.version,
      state: LiveEvent.state(snapshot, revision: revision), icon: .verdict(snapshot.verdict))
    return frame.html(
      .lines([
        headline.markup,
        section("alerts", "Alerts", StatusAlerts(snapshot: snapshot, root: root).markup),
        StatusWindow(window: window, excerpt: excerpt, root: root).markup,
        section("targets", "Targets", StatusTargets(snapshot: snapshot, excerpt: excerpt, root: root).markup),
        excerpt.map { section("strategies", "Strategies side by side", StatusStrategies($0, root: root).markup) } ?? .none,
        excerpt.map { section("latency", "Event-loop latency over time", StatusHeat(snapshot, $0).markup) } ?? .none,
        """
        <div class="pair">
        \(section("runs", "Newest runs", StatusRuns(snapshot: snapshot, root: root).markup))
        \(section("agent", "The agent itself", StatusAgent(snapshot: snapshot, root: root).markup))
        </div>
        """,
      ]))
  }

  private static func section(_ id: String, _ title: String, _ content: Markup) -> Markup {
    """
    <section id="\(id)" class="card" aria-labelledby="\(id)-title"><h2 id="\(id)-title">\(title)</h2>
    \(content)
    </section>
    """
  }
}

/// The choice of the window that plots show.
struct StatusWindow {
  let window: PageWindow
  let excerpt: HistoryExcerpt?
  let root: String

  var markup: Markup {
    let links = PageWindow.allCases.map { choice -> Markup in
      let current: Markup = choice == window ? " aria-current=\"true\"" : .none
      return
        "<a href=\"\(root)/?window=\(choice.rawValue)\"\(current) aria-label=\"The last \(choice.name)\">\(choice.rawValue)</a>"
    }
    return """
      <div class="windows"><nav aria-label="Window of the plots">\(Markup.joined(links))</nav>
      <p class="note">\(text)</p></div>
      """
  }

  private var text: Markup {
    guard let excerpt else {
      return """
        <span class="unknown"><span aria-hidden="true">?</span> The history cannot be read now</span>: what it would show is \
        left out. Verdicts, alerts and the newest runs are of the agent's memory.
        """
    }
    let runs = PageWords.count(excerpt.runs.count, "run")
    return "Plots show \(runs), from \(excerpt.since.markup) to \(excerpt.until.markup)."
  }
}
