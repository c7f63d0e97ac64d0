import Rendering
import Samples
import Thresholds

/// The applications of a report's page.
struct HTMLApps {
  let report: Report

  var markup: Markup { .lines(report.apps.map(article)) }

  private func article(_ app: Report.App) -> Markup {
    let levels = app.levels.isEmpty ? Markup.none : "<ul>\n\(lines: app.levels.map { "<li>\($0)</li>" })\n</ul>"
    return .lines([
      "<article class=\"mix\"><h3><b>\(app.app)</b> \(app.verdict.markup)</h3>", targets(app), causes(app), comparison(app),
      places(app), levels, occurrences(app), "</article>",
    ])
  }

  private func targets(_ app: Report.App) -> Markup {
    let ordered = [Verdict.breached, .unknown, .met].flatMap { verdict in app.judgements.filter { $0.verdict == verdict } }
    return HTMLTable(
      caption: "Each target of \(app.name) over the window", header: ["Target", "Value", "Limit", "Verdict", "Samples"],
      numbers: [1, 4],
      rows: ordered.map { judgement in
        let queue = judgement.queue.map { " <small>\($0)</small>" as Markup } ?? .none
        return [
          "\(judgement.target.name.title)\(queue)", "\(judgement.valueText)", "\(judgement.target.limitText)",
          judgement.verdict.markup, "\(judgement.samples)",
        ]
      }
    ).markup
  }

  private func causes(_ app: Report.App) -> Markup {
    let causes = app.judgements.compactMap { judgement in
      judgement.causeSentence.map { "<li>\(judgement.target.name.title): \($0)</li>" as Markup }
    }
    return causes.isEmpty ? .none : "<ul class=\"breaches\">\n\(lines: causes)\n</ul>"
  }

  private func places(_ app: Report.App) -> Markup {
    guard !app.places.isEmpty else { return "<p>The loops never stood still for longer than the limit.</p>" }
    let table = HTMLTable(
      caption: "The places that cost the loops of \(app.name) most", header: ["Place", "Cause", "Seconds", "Count", "Worst"],
      numbers: [2, 3, 4], rows: app.places.map { place in ["<code>\(place.placeText)</code>"] + place.figures.map { "\($0)" } })
    return .lines([
      "<p class=\"sum\">\(app.stalls.text ?? "")</p>", table.markup,
      HTMLFold(shown: 0, entries: app.places.compactMap(stack), noun: "stack") { .lines($0) }.markup,
    ])
  }

  private func stack(_ place: AppPlaceCost) -> Markup? {
    let stack = place.worst.stall.stall.stack
    guard !stack.isEmpty else { return nil }
    return """
      <div><p><code>\(place.placeText)</code>, its worst stall</p>
      <ol class="stack">\(Markup.joined(stack.map { "<li><code>\($0)</code></li>" }))</ol></div>
      """
  }

  private func occurrences(_ app: Report.App) -> Markup {
    let entries = app.occurrences.map { "<li>\($0.at.markup): \($0.sentence)</li>" as Markup }
    return HTMLFold(shown: min(6, entries.count), entries: entries, noun: "event") { "<ul>\n\(lines: $0)\n</ul>" }.markup
  }

  private func comparison(_ app: Report.App) -> Markup {
    guard let comparison = app.comparison else { return .none }
    let measures = HTMLTable(
      caption: "What has changed in \(app.name), by the medians of the intervals",
      header: ["Measure", "Outcome", "Before", "Now", "p", "Intervals"], numbers: [2, 3, 4, 5],
      rows: comparison.changes.map { change in
        ["\(change.measure.rawValue)", change.outcome.markup(change.outcome.appWord)]
          + (change.values + change.counts).map { "\($0)" }
      })
    let places = HTMLTable(
      caption: "Places of \(app.name) that cost its loops more or less than before",
      header: ["Place", "Cause", "Outcome", "Before", "Now"], numbers: [3, 4],
      rows: comparison.places.map { place in
        ["<code>\(place.placeText)</code>", "\(place.cause.rawValue)", place.outcome.markup(place.outcomeText)]
          + place.values.map { "\($0)" }
      })
    return .lines([
      "<p>\(comparison.window), compared with \(comparison.baseline). <b>\(comparison.summary)</b></p>",
      comparison.places.isEmpty ? .none : places.markup, comparison.changes.isEmpty ? .none : measures.markup,
      "<p class=\"note\">\(AppComparison.rule)</p>",
    ])
  }
}
