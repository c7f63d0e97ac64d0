import Rendering
import Samples
import Thresholds

/// The targets of a report as a table, a group of rows for each mix, strategy and runtime. A narrow page shows each row as a card: for that
/// the cells carry their roles and names with them.
struct HTMLTargets {
  let report: Report

  var markup: Markup {
    let columns = ["Target", "Value", "Limit", "Verdict", "Over time", "Worst run", "Samples"]
    let head = columns.enumerated().map { column, name -> Markup in
      "<th scope=\"col\" role=\"columnheader\"\([1, 6].contains(column) ? " class=\"number\"" : "" as Markup)>\(name)</th>"
    }
    return """
      <table class="targets" role="table"><caption>Each target over all completed runs of the window, and what failed of all runs</caption>
      <thead role="rowgroup"><tr role="row">\(Markup.joined(head))</tr></thead>
      \(lines: report.identities.map(group))
      </table>
      """
  }

  private func group(_ identity: RunIdentity) -> Markup {
    let rows =
      report.rows.filter { $0.identity == identity }.map(row) + report.failed.filter { $0.identity == identity }.map(failure)
    return """
      <tbody role="rowgroup"><tr class="group" role="row"><th colspan="7" scope="rowgroup" role="rowheader">\(identity.markup)</th></tr>
      \(lines: rows)
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

  private func reason(_ row: Report.Row) -> Markup { row.unknownReason.map { "<small>\($0)</small>" } ?? .none }

  /// Who is at fault; the headline has the sentence.
  private func cause(_ row: Report.Row) -> Markup {
    row.judgement.cause.map { "<small>cause: \($0.kind.rawValue)</small>" } ?? .none
  }

  private func worst(_ row: Report.Row) -> Markup {
    guard let worst = row.worst else { return "-" }
    return "\(row.judgement.target.name.measure.text(worst.value)) <small>run \(String(worst.runID)), \(worst.at.markup)</small>"
  }
}
