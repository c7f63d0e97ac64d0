import Applications
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// The targets of mixes, and of applications, as a matrix each.
struct StatusMatrix {
  let snapshot: AgentSnapshot
  let excerpt: HistoryExcerpt?
  let details: StatusDetails
  let root: String

  var markup: Markup { .lines([mixes, applications]) }

  // MARK: Mixes

  private var mixes: Markup {
    let places = MixPlaces(snapshot)
    let rows = snapshot.canaries.enumerated().map { place, canary in row(canary, place, id: places.id(of: canary.identity.mix)) }
    let table = TargetMatrix(head: "Mix<small>strategy, runtime</small>", rows: rows).markup
    return table.text.isEmpty && snapshot.judgedApps.isEmpty ? "<p>No target is judged.</p>" : table
  }

  private func row(_ canary: AgentSnapshot.Canary, _ place: Int, id: String) -> TargetMatrix.Row {
    let baseline: Markup = canary.alerts ? .none : ", baseline"
    let failures: Markup =
      canary.failures.verdict == .breached ? " <span class=\"breached\">\(canary.failures.sentence)</span>" : .none
    let figures = details.figures[canary.identity] ?? []
    return TargetMatrix.Row(
      id: "canary-\(place)", detail: "#\(id)", details: details.targets(of: canary.identity.mix), name: canary.identity.name,
      note:
        "<span class=\"how\">\(canary.identity.strategy.rawValue), \(canary.identity.runtime.rawValue)\(baseline)\(failures)</span>",
      verdict: canary.judgements.isEmpty ? nil : canary.verdict, judgements: canary.judgements
    ) { judgement in excerpt.map { Sparkline(judgement, figures, since: $0.since, until: $0.until) } }
  }

  // MARK: Applications

  private var applications: Markup {
    let names = snapshot.appNames
    guard !names.isEmpty else { return NoApplication.line }
    let links = PageLinks(root: root)
    let table = TargetMatrix(head: "Application", rows: names.enumerated().map { row($1, $0, links) }).markup
    let unjudged: Markup =
      table.text.isEmpty ? "<p class=\"note\">\(Markup.joined(names.map { name($0, links) })): not judged yet.</p>" : .none
    return """
      <h3 class="apps-title"><a href="\(links.apps)">Applications</a></h3>
      \(lines: [table, unjudged])
      """
  }

  private func name(_ app: String, _ links: PageLinks) -> Markup { "<a href=\"\(links.app(app))\"><b><bdi>\(app)</bdi></b></a> " }

  private func row(_ app: String, _ place: Int, _ links: PageLinks) -> TargetMatrix.Row {
    let (view, judged) = (snapshot.view(ofApp: app), snapshot.judged(app: app))
    let counted = judged?.counted ?? []
    let baseline: Markup = judged?.alerts == false ? ", no alerts" : .none
    let processes = view.map { PageWords.count($0.processes.count, "process", "processes") } ?? "gone"
    let intervals = excerpt?.apps[app] ?? []
    return TargetMatrix.Row(
      id: "app-\(place)", detail: "\(links.app(app))#target", details: Set(counted.map(\.target.name)), name: name(app, links),
      note: "<span class=\"how\">\(view?.isUp == false ? "gone" : processes)\(baseline)</span>",
      verdict: judged?.verdict, judgements: counted
    ) { judgement in excerpt.map { Sparkline(judgement, intervals, since: $0.since, until: $0.until) } }
  }
}
