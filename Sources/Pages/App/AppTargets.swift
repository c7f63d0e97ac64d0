import Alerting
import Rendering
import Samples
import Snapshots
import Thresholds

/// The targets of an application, each with what was judged, why it is breached, and a plot over the window.
struct AppTargets {
  let judged: JudgedAppNow?
  let excerpt: AppExcerpt?
  let frame: AppPlotFrame?
  /// Whether there is a probe in none of its processes.
  let isSeenFromOutside: Bool

  var markup: Markup {
    guard let judged, !judged.judgements.isEmpty else {
      return "<p class=\"none\">It is judged when its first interval has ended.</p>"
    }
    let counted = judged.counted
    let rest = judged.judgements.filter { judgement in !counted.contains { $0.target == judgement.target } }
    let articles = counted.map(article)
    return .lines([
      articles.isEmpty ? .none : "<div class=\"judged\">\n\(lines: articles)\n</div>", unmeasured(rest), marks,
    ])
  }

  /// What the lines across the plots are.
  private var marks: Markup {
    guard frame?.occurrences.isEmpty == false else { return .none }
    return """
      <p class="note">Across the plots: dashed, a start or a deployment; dotted, a process that came or ended; red, one that died or stood.</p>
      """
  }

  /// Those of which there is nothing.
  private func unmeasured(_ judgements: [Judgement]) -> Markup {
    guard !judgements.isEmpty else { return .none }
    let names = judgements.map { judgement -> Markup in
      let reason = isSeenFromOutside ? "it is watched from outside, where that cannot be seen" : judgement.target.name.missingText
      return "<li id=\"target-\(judgement.target.name.rawValue)\">\(judgement.target.name.title): \(reason)</li>"
    }
    return "<ul class=\"unmeasured note\">\(Markup.joined(names))</ul>"
  }

  private func article(_ judgement: Judgement) -> Markup {
    let name = judgement.target.name
    let id = "target-\(name.rawValue)"
    return """
      <article id="\(id)" aria-labelledby="\(id)-title"><h3 id="\(id)-title">\(name.title) \
      <span class="how">\(judgement.target.limitWords)</span></h3>
      <p class="verdicts"><span class="\(judgement.verdict.rawValue)"><span aria-hidden="true">\(judgement.verdict.sign)</span> \
      \(judgement.verdict.rawValue)</span> <b>\(judgement.stateText)</b>\(queue(judgement)) <small>\(facts(judgement))</small></p>
      \(judgement.cause.map { "<p class=\"why\"><b>\($0.kind.rawValue).</b> \($0.text)</p>" as Markup } ?? .none)
      \(plot(judgement))
      </article>
      """
  }

  private func queue(_ judgement: Judgement) -> Markup { judgement.queue.map { " of <bdi>\($0)</bdi>" } ?? .none }

  private func facts(_ judgement: Judgement) -> String {
    let bad = judged?.badIntervals[judgement.target.name].map {
      $0.bad > 0 ? ["\($0.bad) of the last \($0.known) intervals broke it"] : []
    }
    return ([PageWords.count(judgement.samples, "sample")] + (judgement.isCritical ? ["critical"] : []) + (bad ?? []))
      .joined(separator: ", ")
  }

  private func plot(_ judgement: Judgement) -> Markup {
    guard let excerpt, let frame else { return .none }
    let measure = judgement.target.name.appMeasure(queue: judgement.queue)
    return AppPlot(measure, measure.points(of: excerpt.intervals), bounds: judgement.target.drawnBounds, frame).markup
  }
}

extension TargetName {
  /// Why an application may have nothing that could be judged.
  fileprivate var missingText: String {
    switch self {
    case .queueDepth: "no queue is known; calcmon_probe.watch(queue, \"name\") makes one known"
    case .ioWait: "no waiting was timed; calcmon_probe.timed times it"
    case .saturation: "its loop does not show its turns"
    case .executorBacklog: "it has no default executor"
    case .eventLoopLatency, .cpuUtilization, .memory, .tasks: "nothing is known of it yet"
    }
  }
}
