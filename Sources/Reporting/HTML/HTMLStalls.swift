import Rendering
import Samples

/// The stalls of a report: a bar for each mix, strategy and runtime, divided by cause, with the seconds and the worst of them.
///
/// The host's causes are hatched, the program's are plain: the question of the page is which of the two it was.
struct HTMLStalls {
  let report: Report

  var markup: Markup {
    guard !report.stalls.isEmpty else { return "<p>The loops never stood still for longer than the limit.</p>" }
    return """
      <p>How long loops stood still, by cause. Hatched: the host did it. Plain: the program did.</p>
      \(HTMLFold(shown: 4, entries: longestFirst.map(entry), noun: "loop") { "<div class=\"stalls\">\n\(lines: $0)\n</div>" }.markup)
      """
  }

  private var longestFirst: [Report.Stalls] {
    report.stalls.sorted { ($1.summary.budget.totalSeconds, $0.identity) < ($0.summary.budget.totalSeconds, $1.identity) }
  }

  private var longestTotal: Double { report.stalls.map(\.summary.budget.totalSeconds).max() ?? 0 }

  private func entry(_ entry: Report.Stalls) -> Markup {
    let budget = entry.summary.budget
    let causes = budget.ranked.map { cause, seconds -> Markup in
      let share = Int((seconds / budget.totalSeconds * 100).rounded())
      return """
        <li><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">\(rectangle(cause, x: 0, width: 12))</svg>\
        \(cause.rawValue) <b>\(DurationText.text(seconds))</b> <small>\(share) %</small></li>
        """
    }
    return """
      <article><h3>\(entry.identity.markup)</h3>
      <p class="sum">\(counts(entry.summary))</p>
      \(bar(entry))
      <ul class="causes">\(Markup.joined(causes))</ul>
      \(longest(entry.summary))
      </article>
      """
  }

  private func counts(_ summary: StallSummary) -> String {
    let stalls = "\(Plural.text(summary.count, "stall")), \(DurationText.text(summary.budget.totalSeconds))"
    let host = summary.hostCaused > 0 ? ", \(summary.hostCaused) by the host" : ""
    return stalls + host + (summary.controlLate > 0 ? ", \(summary.controlLate) with the idle loop late as well" : "")
  }

  private func bar(_ entry: Report.Stalls) -> Markup {
    let scale = longestTotal > 0 ? 600 / longestTotal : 0
    var x = 0.0
    let parts = entry.summary.budget.ranked.map { cause, seconds -> Markup in
      defer { x += seconds * scale }
      return rectangle(cause, x: x, width: seconds * scale)
    }
    let text = entry.summary.budget.ranked.map { "\($0.cause.rawValue) \(DurationText.text($0.seconds))" }
    return """
      <svg class="bar" viewBox="0 0 600 16" preserveAspectRatio="none" role="img"><title>Stalls by cause</title>\
      <desc>\(text.joined(separator: ", "))</desc>\(Markup.joined(parts))</svg>
      """
  }

  private func rectangle(_ cause: StallCause, x: Double, width: Double) -> Markup {
    let place: Markup = "x=\"\(at: x)\" y=\"0\" width=\"\(at: width)\" height=\"16\""
    let hatch: Markup = cause.isHost ? "<rect \(place) fill=\"url(#hatch)\"/>" : .none
    return "<rect class=\"cause-\(cause.rawValue)\" \(place)/>\(hatch)"
  }

  private func longest(_ summary: StallSummary) -> Markup {
    guard let stall = summary.longest, let leading = summary.longest?.budget.leading else { return .none }
    let stopped = stall.wasStopped ? ", the process was stopped" : ""
    let channel = stall.waitChannel.map { ", asleep in \($0)" } ?? ""
    let frames = stall.stack.map { "<li><code>\($0)</code></li>" as Markup }
    let stack: Markup = frames.isEmpty ? .none : "<ol class=\"stack\">\(Markup.joined(frames))</ol>"
    return "<p>Longest: <b>\(DurationText.text(stall.seconds))</b>, \(leading.rawValue)\(stopped)\(channel)</p>\(stack)"
  }
}
