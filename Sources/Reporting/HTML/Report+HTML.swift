import Rendering
import Samples
import Thresholds

extension Report {
  /// One page with everything in it: no request, no script; light or dark as the reader's system is, and fit to be printed. Instants are
  /// in UTC. Ends with a line feed.
  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>calcmon report: \(verdict.rawValue)</title>
    <style>
    \(HTMLStyle.css)
    </style>
    </head>
    <body>
    <main>
    \(body.text)
    </main>
    <footer>Report of calcmon. All times are UTC.</footer>
    </body>
    </html>

    """
  }

  private var body: Markup {
    let sections = HTMLSections(report: self)
    return .lines([
      headline, stalls.isEmpty && surroundings.isEmpty ? .none : Hatching.definition,
      comparison.map { section("comparison", "Compared with before", sections.comparison($0)) } ?? .none,
      judgedLines.isEmpty ? .none : section("targets", "Targets", HTMLTargets(report: self).markup),
      apps.isEmpty ? .none : section("applications", "Applications", HTMLApps(report: self).markup),
      identities.isEmpty ? .none : section("stalls", "Stalls", HTMLStalls(report: self).markup),
      surroundings.isEmpty ? .none : section("surroundings", "Where the time went", sections.surroundings), plots,
      runs.isEmpty ? .none : section("runs", "Runs", sections.runs),
      drifts.isEmpty ? .none : section("drift", "Speed of the host", sections.drift),
    ])
  }

  private var plots: Markup {
    let mixes = Set(rows.map(\.identity.mix)).sorted()
    let plots = mixes.map(HTMLPlots(report: self).section).filter { !$0.text.isEmpty }
    return plots.isEmpty ? .none : section("plots", "Over time", .lines(plots))
  }

  private func section(_ id: String, _ title: String, _ content: Markup) -> Markup {
    "<section id=\"\(id)\" aria-labelledby=\"\(id)-title\"><h2 id=\"\(id)-title\">\(title)</h2>\n\(content)\n</section>"
  }

  private var headline: Markup {
    let word = verdict.rawValue.prefix(1).uppercased() + verdict.rawValue.dropFirst()
    let breaches =
      failures.filter { $0.failures.verdict == .breached }.map(failure)
      + rows.filter { $0.judgement.verdict == .breached }.map(breach) + apps.flatMap(breaches)
    let list = HTMLFold(shown: 6, entries: breaches, noun: "breach", plural: "breaches") {
      "<ul class=\"breaches\">\n\(lines: $0)\n</ul>"
    }.markup
    return """
      <header class="is-\(verdict.rawValue)"><p class="product">calcmon report</p>
      <h1><span class="\(verdict.rawValue)"><span aria-hidden="true">\(verdict.mark)</span> \(word)</span> \
      <span class="sum">\(summary)</span></h1>
      \(HTMLFacts(report: self).markup)
      \(lines: notes.map { "<p class=\"note\">\($0)</p>" })
      \(list)
      </header>
      """
  }

  private func failure(_ row: FailureRow) -> Markup {
    "<li>\(row.identity.markup): <b>\(row.account)</b>, limit \(Failures.limitText); \(row.advice)</li>"
  }

  private func breach(_ row: Row) -> Markup {
    let cause = row.judgement.cause.map { "<br>Cause: <b>\($0.kind.rawValue)</b>. \($0.text)" as Markup } ?? .none
    let worst =
      row.worst.map { worst -> Markup in
        "; worst \(row.text(of: worst)) at \(worst.at.iso8601) (\(runLink(worst.runID)))"
      } ?? .none
    return """
      <li>\(row.identity.markup): \(row.judgement.target.name.title) \
      <b>\(row.judgement.valueText)</b>, limit \(row.judgement.target.limitText)\(worst)\(cause)</li>
      """
  }

  private func breaches(_ app: App) -> [Markup] {
    app.judgements.filter { $0.verdict == .breached }.map { judgement in
      let cause = judgement.cause.map { "<br>Cause: <b>\($0.kind.rawValue)</b>. \($0.text)" as Markup } ?? .none
      return """
        <li><b>\(app.app)</b>: \(judgement.target.name.title) <b>\(judgement.valueText)</b>, limit \(judgement.target.limitText)\(cause)</li>
        """
    }
  }

  /// `run 12`, which leads to its page if the agent's address is known.
  func runLink(_ id: Int64) -> Markup {
    guard let pages, ["http://", "https://"].contains(where: pages.hasPrefix) else { return "run \(String(id))" }
    return "<a href=\"\(pages)/runs/\(String(id))\">run \(String(id))</a>"
  }
}
