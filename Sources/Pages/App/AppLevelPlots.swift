import Rendering
import Samples
import Snapshots

/// What else is known of an application over time: what is not plotted beside its target.
struct AppLevelPlots {
  let excerpt: AppExcerpt
  let frame: AppPlotFrame
  /// Plotted already.
  let others: Set<AppMeasure>

  private static let all: [AppMeasure] = [
    .cpu, .memory, .tasks, .executorBacklog, .readyCallbacks, .gc, .saturation, .processes,
  ]

  var markup: Markup {
    let plots = Self.all.filter { !others.contains($0) }.map { measure in
      AppPlot(measure, measure.points(of: excerpt.intervals), frame).markup
    }.filter { !$0.text.isEmpty }
    guard !plots.isEmpty else { return "<p class=\"none\">Nothing is kept of this window.</p>" }
    return "<div class=\"judged\">\n\(lines: plots.map { "<div>\($0)</div>" })\n</div>"
  }
}
