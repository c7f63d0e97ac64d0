import Rendering
import Samples
import Snapshots
import Storage

/// The newest runs, each a line with a link to its page.
struct StatusRuns {
  let snapshot: AgentSnapshot
  let root: String

  /// The rest is on the page of all runs.
  private static let shown = 12

  var markup: Markup {
    guard !snapshot.newestRuns.isEmpty else { return "<p>No run has ended yet.</p>" }
    let columns = ["Ended", "What", "Outcome", "Time", "p99", "Stalls"]
    let head = columns.map { name -> Markup in
      "<th scope=\"col\" role=\"columnheader\"\(["Time", "p99"].contains(name) ? " class=\"number\"" : "" as Markup)>\(name)</th>"
    }
    return """
      <table class="runs cards" role="table"><caption>p99: of the lateness of the loop's ticks</caption>
      <thead role="rowgroup"><tr role="row">\(Markup.joined(head))</tr></thead>
      <tbody role="rowgroup">
      \(lines: snapshot.newestRuns.prefix(Self.shown).map(row))
      </tbody>
      </table>
      <p class="note"><a href="\(PageLinks(root: root).runs)">All runs</a></p>
      """
  }

  private func row(_ detail: RunDetail) -> Markup {
    let run = detail.run
    return """
      <tr role="row"><th scope="row" role="rowheader"><a href="\(root)/runs/\(String(run.id))">\
      \(run.endedAt.shortMarkup(on: snapshot.at))</a></th>\
      <td role="cell" class="what">\(run.identity.whole)</td>\
      <td role="cell">\(run.outcome.markup)\(run.reason.map { "<small><bdi>\($0)</bdi></small>" as Markup } ?? .none)</td>\
      <td role="cell" class="number" data-name="Time">\(text(run.figures?.seconds))</td>\
      <td role="cell" class="number" data-name="p99">\(text(run.figures?.latencyP99Seconds))</td>\
      <td role="cell" data-name="Stalls">\(stalls(detail))</td></tr>
      """
  }

  private func text(_ seconds: Double?) -> String { seconds.map(DurationText.text) ?? "-" }

  private func stalls(_ detail: RunDetail) -> Markup {
    let summary = StallSummary(detail.stalls.map(\.stall))
    guard let leading = summary.budget.leading else { return "<span class=\"none\">none</span>" }
    return "\(summary.count) <span class=\"how\">\(DurationText.text(summary.budget.totalSeconds)), \(leading.rawValue)</span>"
  }
}

extension RunOutcome {
  /// Mark and word; what is as it should be has no colour.
  fileprivate var markup: Markup {
    switch self {
    case .completed: "<span class=\"done\"><span class=\"met\" aria-hidden=\"true\">✓</span> \(rawValue)</span>"
    case .failed, .timeout, .crashed: "<span class=\"breached\"><span aria-hidden=\"true\">✗</span> \(rawValue)</span>"
    case .cancelled: "<span class=\"unknown\"><span aria-hidden=\"true\">?</span> \(rawValue)</span>"
    }
  }
}
