import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// What the cells of the matrix lead to: for each mix its targets, each with what was judged, why it is breached, and a plot of single runs.
struct StatusDetails {
  let snapshot: AgentSnapshot
  let root: String
  private let excerpt: HistoryExcerpt?
  private let places: MixPlaces
  /// Of the runs that completed in the window.
  let figures: [RunIdentity: [RunFigures]]

  init(_ snapshot: AgentSnapshot, _ excerpt: HistoryExcerpt?, root: String) {
    self.snapshot = snapshot
    self.excerpt = excerpt
    self.root = root
    places = MixPlaces(snapshot)
    figures = Dictionary(grouping: excerpt?.runs ?? [], by: \.identity).mapValues { $0.compactMap(RunFigures.init) }
  }

  var markup: Markup {
    places.mixes.isEmpty ? .none : .lines(places.mixes.map(mix))
  }

  private func mix(_ name: String) -> Markup {
    let canaries = snapshot.canaries.filter { $0.identity.mix == name }
    let shown = self.targets(of: name)
    let targets = TargetName.allCases.filter(shown.contains)
    let id = places.id(of: name)
    let judged: Markup = "<div class=\"judged\">\n\(lines: targets.map { target($0, canaries, id) })\n</div>"
    return """
      <div class="mix" id="\(id)"><h3><b><bdi>\(name)</bdi></b> <span class="how">\(kind(canaries))</span></h3>
      \(lines: [targets.isEmpty ? .none : legend(canaries), failures(canaries)])
      \(targets.isEmpty ? "<p class=\"none\">Not judged yet.</p>" : Fold("\(id)-fold", "Its targets and plots", judged).markup)
      </div>
      """
  }

  /// Those of a mix of which there is more to say than that they are not judged yet.
  func targets(of mix: String) -> Set<TargetName> {
    let canaries = snapshot.canaries.filter { $0.identity.mix == mix }
    return Set(
      canaries.flatMap { canary in
        canary.judgements.filter { $0.verdict != .unknown || figures[canary.identity]?.isEmpty == false }.map(\.target.name)
      })
  }

  private func kind(_ canaries: [AgentSnapshot.Canary]) -> String {
    guard let first = canaries.first else { return "" }
    return "\(first.kind.rawValue), every \(PageWords.span(first.everySeconds))"
  }

  /// What each line of the plots is, where there are several.
  private func legend(_ canaries: [AgentSnapshot.Canary]) -> Markup {
    guard canaries.count > 1 else { return .none }
    let items = canaries.enumerated().map { style, canary -> Markup in
      """
      <li><svg class="key" viewBox="0 0 30 8" aria-hidden="true"><g class="s\(style % 8)">\
      <path class="line" d="M0,4H30"/></g></svg>\(canary.identity.strategy.rawValue), \(canary.identity.runtime.rawValue)\
      \(canary.alerts ? "" : ", baseline")</li>
      """
    }
    return "<ul class=\"legend\">\(Markup.joined(items))</ul>"
  }

  private func failures(_ canaries: [AgentSnapshot.Canary]) -> Markup {
    let failed = canaries.filter(\.failures.isPresent).map { canary -> Markup in
      "<li>\(who(canary))\(canary.failures.account), limit \(Failures.limitText)</li>"
    }
    return failed.isEmpty ? .none : "<ul class=\"verdicts\">\(Markup.joined(failed))</ul>"
  }

  private func who(_ canary: AgentSnapshot.Canary) -> Markup {
    "<span class=\"how\">\(canary.identity.strategy.rawValue), \(canary.identity.runtime.rawValue)</span> "
  }

  // MARK: A target

  private typealias Judged = (style: Int, canary: AgentSnapshot.Canary, judgement: Judgement)

  private func target(_ name: TargetName, _ canaries: [AgentSnapshot.Canary], _ id: String) -> Markup {
    let judged = canaries.enumerated().flatMap { style, canary in
      canary.judgements.filter { $0.target.name == name }.map { Judged(style, canary, $0) }
    }
    let title = "\(id)-\(name.rawValue)"
    let limits = Set(judged.map(\.judgement.target.limitWords))
    let limit = limits.count == 1 ? limits.first : nil
    let limitText: Markup = limit.map { " <span class=\"how\">\($0)</span>" } ?? .none
    return """
      <article id="\(title)" aria-labelledby="\(title)-title"><h4 id="\(title)-title">\(name.title)\(limitText)</h4>
      <ul class="verdicts">
      \(lines: judged.map { verdict($0, hasLimit: limit == nil) })
      </ul>
      \(plot(name, judged))
      </article>
      """
  }

  private func verdict(_ judged: Judged, hasLimit: Bool) -> Markup {
    let judgement = judged.judgement
    let samples = "\(PageWords.count(judgement.samples, "sample"))\(judgement.isCritical ? ", critical" : "")"
    let cause = judgement.cause.map { "<p class=\"why\"><b>\($0.kind.rawValue).</b> \($0.text)</p>" as Markup } ?? .none
    return """
      <li><span class="\(judgement.verdict.rawValue)"><span aria-hidden="true">\(judgement.verdict.sign)</span>\
      <span class="hidden">\(judgement.verdict.rawValue)</span></span> \(who(judged.canary))\
      <b>\(hasLimit ? judgement.accountText : judgement.stateText)</b> <small>\(samples)</small>\(cause)</li>
      """
  }

  private func plot(_ name: TargetName, _ judged: [Judged]) -> Markup {
    guard let excerpt, let measure = name.measure else { return .none }
    let lines = judged.map { judged in
      TargetPlot.Line(
        style: judged.style % 8, name: judged.canary.identity.sentence, target: judged.judgement.target,
        points: TargetFigures(judged.judgement.target, figures[judged.canary.identity] ?? []).plot)
    }
    return TargetPlot(measure, lines, since: excerpt.since, until: excerpt.until, root: root).markup
  }
}

/// What a narrow page shows only when it is asked for. A wide one shows it at once, and has no need of the word.
struct Fold {
  private let id: String
  private let word: String
  private let content: Markup

  init(_ id: String, _ word: String, _ content: Markup) {
    (self.id, self.word, self.content) = (id, word, content)
  }

  var markup: Markup {
    """
    <details class="fold" id="\(id)"><summary>\(word)</summary>
    \(content)
    </details>
    """
  }
}
