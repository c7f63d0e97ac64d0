import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// The targets as a matrix: a row for each mix, strategy and runtime, a column for each target. So the same target of all
/// canaries is compared down a column, and a limit that all of them share is told once, in its head.
///
/// A narrow page shows each row as a card: for that the cells carry their roles and names with them.
struct StatusTargets {
  let snapshot: AgentSnapshot
  let root: String
  private let plots: StatusPlots?
  private let columns: [TargetName]
  private let commonLimits: [TargetName: String]

  init(snapshot: AgentSnapshot, excerpt: HistoryExcerpt?, root: String) {
    self.snapshot = snapshot
    self.root = root
    plots = excerpt.map { StatusPlots($0, today: snapshot.at, root: root) }
    let targets = snapshot.canaries.flatMap { $0.judgements.map(\.target) }
    let limits = Dictionary(grouping: targets, by: \.name).mapValues { Set($0.map(\.limitText)) }
    columns = TargetName.allCases.filter { limits[$0] != nil }
    commonLimits = limits.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  var markup: Markup {
    guard !columns.isEmpty else { return "<p>No target is judged.</p>" }
    return """
      <table class="targets cards" role="table"><caption>Each target over its window, as judged last; plots: a figure a run, the \
      limit dashed, a click leads to the worst run</caption>
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Canary</th>\
      \(Markup.joined(columns.map(head)))</tr></thead>
      \(lines: groups.map(group))
      </table>
      """
  }

  /// Canaries with their places, by mix, in the order of their first appearance.
  private var groups: [[(offset: Int, element: AgentSnapshot.Canary)]] {
    var order: [String] = []
    var members: [String: [(offset: Int, element: AgentSnapshot.Canary)]] = [:]
    for entry in snapshot.canaries.enumerated() {
      let mix = entry.element.identity.mix
      if members[mix] == nil { order.append(mix) }
      members[mix, default: []].append(entry)
    }
    return order.compactMap { members[$0] }
  }

  private func head(_ name: TargetName) -> Markup {
    let limit = commonLimits[name].map { "<small>\($0)</small>" as Markup } ?? .none
    return "<th scope=\"col\" role=\"columnheader\">\(name.title)\(limit)</th>"
  }

  private func group(_ canaries: [(offset: Int, element: AgentSnapshot.Canary)]) -> Markup {
    guard let first = canaries.first?.element else { return .none }
    return """
      <tbody role="rowgroup"><tr class="group" role="row"><th colspan="\(columns.count + 1)" scope="rowgroup" role="rowheader">\
      \(first.identity.name) <span class="how">\(first.kind.rawValue)</span></th></tr>
      \(lines: canaries.map { row($0.element, place: $0.offset) })
      </tbody>
      """
  }

  private func row(_ canary: AgentSnapshot.Canary, place: Int) -> Markup {
    let verdict = canary.verdict
    let failures: Markup = canary.failures.isPresent ? "<small>\(canary.failures.sentence)</small>" : .none
    return """
      <tr id="canary-\(place)" class="is-\(verdict.rawValue)" role="row"><th scope="row" role="rowheader">\
      <span class="who">\(canary.identity.strategy.rawValue), \(canary.identity.runtime.rawValue)</span>\
      <small>every \(PageWords.span(canary.everySeconds))\(canary.alerts ? "" : ", baseline")</small>\(failures)</th>\
      \(Markup.joined(columns.map { cell($0, canary) }))</tr>\(causes(canary))
      """
  }

  /// Why targets of a canary are breached, in a row of its own below it: each sentence once, with the targets that it explains.
  private func causes(_ canary: AgentSnapshot.Canary) -> Markup {
    let found = canary.judgements.compactMap { judgement in judgement.cause.map { (judgement.target.name.title, $0) } }
    guard !found.isEmpty else { return .none }
    var order: [TargetCause] = []
    for (_, cause) in found where !order.contains(cause) { order.append(cause) }
    let lines = order.map { cause -> Markup in
      let names = found.filter { $0.1 == cause }.map(\.0)
      return "<p><b>\(WordList.text(names)): \(cause.kind.rawValue).</b> \(cause.text)</p>"
    }
    return """

      <tr class="is-breached why" role="row"><td colspan="\(columns.count + 1)" role="cell">\(Markup.joined(lines))</td></tr>
      """
  }

  private func cell(_ name: TargetName, _ canary: AgentSnapshot.Canary) -> Markup {
    let judgements = canary.judgements.filter { $0.target.name == name }
    guard !judgements.isEmpty else { return "<td role=\"cell\" class=\"blank\"><span class=\"hidden\">not judged</span></td>" }
    let entries = judgements.map { entry($0, canary.identity) }
    return "<td role=\"cell\" data-name=\"\(name.title)\">\(Markup.joined(entries))</td>"
  }

  private func entry(_ judgement: Judgement, _ identity: RunIdentity) -> Markup {
    let target = judgement.target
    let style: Markup = commonLimits[target.name] == nil ? "" : " class=\"common\""
    return """
      <div class="value"><b>\(judgement.valueText)</b> \(judgement.verdict.markup)</div>\
      \(plots?.spark(target, judgement.verdict, of: identity) ?? .none)\
      <small\(style)>limit \(target.limitText)</small>\
      <small>\(PageWords.count(judgement.samples, "sample"))\(judgement.isCritical ? ", critical" : "")</small>
      """
  }
}

/// The small plots of the targets, over the runs of an excerpt.
struct StatusPlots {
  private let since: Timestamp
  private let until: Timestamp
  private let today: Timestamp
  private let root: String
  private let figures: [RunIdentity: [RunFigures]]

  /// Enough for the width of a plot.
  private static let points = 72

  init(_ excerpt: HistoryExcerpt, today: Timestamp, root: String) {
    since = excerpt.since
    until = excerpt.until
    self.today = today
    self.root = root
    figures = Dictionary(grouping: excerpt.runs, by: \.identity).mapValues { $0.compactMap(RunFigures.init) }
  }

  func spark(_ target: Target, _ verdict: Verdict, of identity: RunIdentity) -> Markup {
    let plot = TargetFigures(target, figures[identity] ?? [], points: Self.points).plot
    guard let worst = plot.worst(by: target.limit), let last = plot.last else {
      return "<span class=\"none empty\">no runs in the window</span>"
    }
    let measure = target.name.measure
    let frame = PlotFrame(
      left: 3, top: 3, width: 144, height: 26, since: since, until: until,
      scale: PlotScale(measure, plot.map(\.value) + target.drawnBounds))
    let style: Markup = verdict == .breached && target.isDrawn ? "peak" : "worst"
    return """
      <a class="plot" href="\(root)/runs/\(String(worst.runID))"><svg class="spark" viewBox="0 0 150 32" role="img">\
      <title>\(target.name.title) of \(identity.sentence): worst run \(measure.text(worst.value)) at \(worst.at.iso8601)</title>\
      <desc>\(measure.title), from \(since.iso8601) to \(until.iso8601); last \(measure.text(last.value)).</desc>\
      \(frame.limit(target))\(frame.line(PlotSeries(name: "", style: 0, points: plot)))\
      <g class="\(style)">\(frame.dot(worst, radius: 2.5))</g></svg></a>
      """
  }
}

extension RunFigures {
  /// Those that plots need of a run; `nil` where it did not complete.
  fileprivate init?(_ run: StoredRun) {
    guard let figures = run.figures, let cpuUtilization = figures.cpuUtilization, let ioWaitRatio = figures.ioWaitRatio else {
      return nil
    }
    self.init(
      runID: run.id, endedAt: run.endedAt, latencyP99: figures.latencyP99Seconds, latencyMax: figures.latencyMaxSeconds,
      queuePeak: Double(figures.queuePeak), cpuUtilization: cpuUtilization, ioWaitRatio: ioWaitRatio,
      memoryPeak: figures.memoryPeakBytes, idealRatio: figures.idealRatio)
  }
}
