import Alerting
import Applications
import Rendering
import Samples
import Snapshots
import Thresholds

/// The head of an application's page: how it is in a sentence, what stands now, and its figures.
struct AppHeader {
  let name: String
  let snapshot: AgentSnapshot
  let links: PageLinks

  private var view: AppView? { snapshot.view(ofApp: name) }

  var markup: Markup {
    let sentence = AppSentence(name, snapshot)
    let texts = AppFigureTexts(view, at: snapshot.at)
    let mark: Markup =
      sentence.verdict.map { "<span class=\"\($0.rawValue)\" aria-hidden=\"true\">\($0.mark)</span> " } ?? .none
    return """
      <header class="detail-head app-head\(sentence.verdict.map { " is-\($0.rawValue)" as Markup } ?? .none)" data-app="\(name)">
      <p class="path"><a href="\(links.apps)">Applications</a> <span aria-hidden="true">/</span> <span><bdi>\(name)</bdi></span></p>
      <h1><bdi>\(name)</bdi></h1>
      <p class="lead">\(mark)\(sentence.text)</p>
      \(AppStandingLine.markup(texts))
      \(lines: causes + alerts)
      \(figures(texts))
      <p class="links"><a href="\(links.appJSON(name))">This application as JSON</a></p>
      </header>
      """
  }

  /// Why, once a cause.
  private var causes: [Markup] {
    let breached = snapshot.judged(app: name)?.counted.filter { $0.verdict == .breached } ?? []
    var seen: Set<String> = []
    return breached.compactMap(\.cause).filter { seen.insert($0.text).inserted }.prefix(2).map { cause in
      "<p class=\"reason\"><b>\(cause.kind.rawValue).</b> \(cause.text)</p>"
    }
  }

  private var alerts: [Markup] {
    snapshot.alerts(onApp: name).filter { $0.alert.state != .inactive && !$0.isCovered }.map { active in
      let alert = active.alert
      return """
        <p class="news">\(AlertStanding(state: alert.state, hasFired: alert.firedAt != nil, isMuted: active.isMuted).markup) \
        <a href="\(links.alert(alert.id))"><bdi>\(alert.annotations["summary"] ?? alert.subject.name.rawValue)</bdi></a></p>
        """
    }
  }

  private func figures(_ texts: AppFigureTexts) -> Markup {
    guard let view else { return .none }
    let shown: [(name: String, figure: String, beside: String?)] = [
      ("Processes", "processes", nil), ("Latency p99", "p99", "of the last minute or two"), ("Latency max", "max", nil),
      ("Busy", "busy", "of its busiest process, in the last second"), ("Tasks", "tasks", nil),
      ("Ready callbacks", "ready", "in one loop"),
      ("Executor backlog", "backlog", nil), ("Executor threads", "threads", nil), ("Memory", "memory", nil),
      ("CPU time", "cpu", "since it is watched"), ("GC time", "gc", "since it is watched"),
      ("Stalls", "stalls", "since it is watched"),
    ]
    let items = shown.filter { view.isUp || texts[$0.figure] != "-" }.map { entry -> Markup in
      """
      <div><dt>\(entry.name)</dt><dd>\(texts.markup(entry.figure))\(entry.beside.map { "<small>\($0)</small>" as Markup } ?? .none)</dd></div>
      """
    }
    return "<dl class=\"figures\">\n\(lines: items)\n</dl>"
  }
}

/// What stands now. It has its place if nothing does as well, so that the script can say it there.
enum AppStandingLine {
  static func markup(_ texts: AppFigureTexts) -> Markup {
    let text = texts["standing"]
    let isHidden: Markup = text.isEmpty ? " hidden" : .none
    return "<p class=\"standing\"\(isHidden)><b>Stands now.</b> \(texts.markup("standing"))</p>"
  }
}
