import Rendering
import Samples
import Thresholds

/// The smaller tables of a report: how runs ended, the host's speed, what has changed.
struct HTMLSections {
  let report: Report

  var runs: Markup {
    let outcomes = RunOutcome.allCases.filter { outcome in
      outcome == .completed || report.runs.contains { $0.outcome == outcome }
    }
    return HTMLTable(
      caption: "Runs by how they ended", header: ["Mix"] + outcomes.map(\.rawValue), numbers: Set(1...outcomes.count),
      rows: report.identities.map { identity in
        [identity.markup]
          + outcomes.map { outcome -> Markup in
            let count = report.runs.first { $0.identity == identity && $0.outcome == outcome }?.count ?? 0
            return count > 0 && outcome != .completed ? "<b>\(count)</b>" : "\(count)"
          }
      }
    ).markup
  }

  /// Where the time of all completed runs of a mix, strategy and runtime went, and who had the host meanwhile: those first that the host limited,
  /// or of which a target is breached.
  var surroundings: Markup {
    let breached = Set(report.rows.filter { $0.judgement.verdict == .breached }.map(\.identity))
    let isNotable = { (entry: Report.Surroundings) in entry.isLimitedByHost || breached.contains(entry.identity) }
    let notable = report.surroundings.filter(isNotable)
    let entries = notable + report.surroundings.filter { !isNotable($0) }
    return .lines([
      "<p>Of all completed runs together. Hatched: the host did it, or others had it.</p>",
      HTMLFold(shown: min(4, notable.count), entries: entries.map(article), noun: "strategy", plural: "strategies") {
        "<div class=\"stalls\">\n\(lines: $0)\n</div>"
      }.markup,
    ])
  }

  private func article(_ entry: Report.Surroundings) -> Markup {
    let limit = entry.limitText.map { "<p class=\"sum\">Limited by \($0)</p>" as Markup } ?? .none
    return """
      <article><h3>\(entry.identity.markup)</h3>
      \(limit)
      \(SurroundingsBars(account: entry.account, host: entry.host).markup)</article>
      """
  }

  var drift: Markup {
    HTMLTable(
      caption: "Speed of the host over its speed at calibration; 1 is unchanged, less is slower",
      header: ["Runtime and kernel", "Now", "Lowest", "Highest", "Checks"], numbers: [1, 2, 3, 4],
      rows: report.drifts.map { drift in
        ["<b>\(drift.runtime.rawValue)</b> <span class=\"how\">\(drift.kernel)</span>"] + drift.texts.map { "\($0)" }
          + ["\(drift.checks)"]
      }
    ).markup
  }

  func comparison(_ comparison: Comparison) -> Markup {
    let table = HTMLTable(
      caption: "What has changed, by the medians of the runs",
      header: ["Mix", "Measure", "Outcome", "Before", "Now", "Change", "p", "Runs"], numbers: [3, 4, 5, 6, 7],
      rows: comparison.ordered.map { change in
        [change.identity.markup, "\(change.measure)", change.outcome.markup(change.outcomeText)] + change.figures.map { "\($0)" }
      })
    return """
      <p>Compared with \(comparison.baseline). \(comparison.summary)</p>
      \(comparison.ordered.isEmpty ? .none : table.markup)
      <p class="note">\(Comparison.rule)</p>
      """
  }
}

extension Change.Outcome {
  func markup(_ text: String) -> Markup {
    switch self {
    case .worse: "<span class=\"breached\"><span aria-hidden=\"true\">▲</span> \(text)</span>"
    case .better: "<span class=\"met\"><span aria-hidden=\"true\">▼</span> \(text)</span>"
    case .changed: "<span class=\"unknown\"><span aria-hidden=\"true\">◆</span> \(text)</span>"
    case .same, .unknown: "\(text)"
    }
  }
}
