import Rendering
import Samples
import Thresholds

/// The targets of a report as a table, a group of rows for each mix, strategy and runtime. A narrow page shows each row as a card: for that
/// the cells carry their roles and names with them.
struct HTMLTargets {
  let report: Report

  /// What is not met first; what is met is folded away below it.
  var markup: Markup {
    let lines = report.rows.map { Line(identity: $0.identity, verdict: $0.judgement.verdict, markup: row($0)) }
    let failed = report.failed.map { Line(identity: $0.identity, verdict: $0.failures.verdict, markup: failure($0)) }
    let (met, others) = ((lines + failed).filter { $0.verdict == .met }, (lines + failed).filter { $0.verdict != .met })
    let caption = "Each target over all completed runs of the window, and what failed of all runs"
    return .lines([others.isEmpty ? .none : table(others, caption: caption), folded(met, isAll: others.isEmpty)])
  }

  /// A row of the table.
  private struct Line {
    let identity: RunIdentity
    let verdict: Verdict
    let markup: Markup
  }

  private func folded(_ met: [Line], isAll: Bool) -> Markup {
    guard !met.isEmpty else { return .none }
    let count = Plural.text(met.count, "target")
    return """
      <details class="met-targets"><summary><span class="met"><span aria-hidden="true">\(Verdict.met.mark)</span> \
      \(isAll ? "All of \(count)" : "\(count) more") \(isAll || met.count > 1 ? "are" : "is") met</span></summary>
      \(table(met, caption: "What is met, over all completed runs of the window"))
      </details>
      """
  }

  private func table(_ lines: [Line], caption: String) -> Markup {
    let columns = ["Target", "Value", "Limit", "Verdict", "Over time", "Worst run", "Samples"]
    let head = columns.enumerated().map { column, name -> Markup in
      "<th scope=\"col\" role=\"columnheader\"\([1, 6].contains(column) ? " class=\"number\"" : "" as Markup)>\(name)</th>"
    }
    return """
      <table class="targets" role="table"><caption>\(caption)</caption>
      <thead role="rowgroup"><tr role="row">\(Markup.joined(head))</tr></thead>
      \(lines: identities(lines).map { identity in group(identity, lines.filter { $0.identity == identity }) })
      </table>
      """
  }

  /// Those with a breach first.
  private func identities(_ lines: [Line]) -> [RunIdentity] {
    let breached = Set(lines.filter { $0.verdict == .breached }.map(\.identity))
    let all = report.identities.filter { identity in lines.contains { $0.identity == identity } }
    return all.filter(breached.contains) + all.filter { !breached.contains($0) }
  }

  private func group(_ identity: RunIdentity, _ lines: [Line]) -> Markup {
    let sorted = lines.filter { $0.verdict == .breached } + lines.filter { $0.verdict != .breached }
    return """
      <tbody role="rowgroup"><tr class="group" role="row"><th colspan="7" scope="rowgroup" role="rowheader">\(identity.markup)</th></tr>
      \(lines: sorted.map(\.markup))
      </tbody>
      """
  }

  private func row(_ row: Report.Row) -> Markup {
    let judgement = row.judgement
    return """
      <tr class="is-\(judgement.verdict.rawValue)" role="row">\
      <th scope="row" role="rowheader">\(judgement.target.name.title)</th>\
      <td role="cell" class="number" data-name="Value">\(judgement.valueText)</td>\
      <td role="cell" data-name="Limit">\(judgement.target.limitText)</td>\
      <td role="cell">\(judgement.verdict.markup)\(reason(row))\(cause(row))</td>\
      <td role="cell">\(HTMLPlots(report: report).small(row))</td>\
      <td role="cell" data-name="Worst run">\(worst(row))</td>\
      <td role="cell" class="number" data-name="Samples">\(judgement.samples)</td></tr>
      """
  }

  private func failure(_ row: Report.FailureRow) -> Markup {
    let (line, verdict) = (JudgedLine(row), row.failures.verdict)
    return """
      <tr class="is-\(verdict.rawValue)" role="row"><th scope="row" role="rowheader">Failures</th>\
      <td role="cell" class="number" data-name="Value">\(line.value)</td>\
      <td role="cell" data-name="Limit">\(line.limit)</td>\
      <td role="cell">\(verdict.markup)</td>\
      <td role="cell" colspan="2"><small>\(row.account)</small></td>\
      <td role="cell" class="number" data-name="Samples">\(line.samples)</td></tr>
      """
  }

  private func reason(_ row: Report.Row) -> Markup { row.unknownReason.map { " <small>\($0)</small>" } ?? .none }

  /// Who is at fault; the headline has the sentence.
  private func cause(_ row: Report.Row) -> Markup {
    row.judgement.cause.map { " <small>cause: \($0.kind.rawValue)</small>" } ?? .none
  }

  private func worst(_ row: Report.Row) -> Markup {
    guard let worst = row.worst else { return "-" }
    return
      "\(row.text(of: worst)) <small>\(report.runLink(worst.runID)), \(worst.at.markup)</small>"
  }
}
