import Rendering
import Samples
import Snapshots

/// For how long loops stood over time, stacked by cause. The host's causes are hatched.
struct AppStallBars {
  private let intervals: [AppInterval]
  private let frame: AppPlotFrame
  private let scale: PlotScale

  private static let columns = 96
  /// A bar is at least so wide, in percent.
  private static let narrowest = 0.4

  init(_ excerpt: AppExcerpt, _ frame: AppPlotFrame) {
    intervals = excerpt.intervals.stepped(to: Self.columns)
    self.frame = frame
    scale = PlotScale(.duration, intervals.map { $0.stoodAMinute })
  }

  var markup: Markup {
    var budget = StallBudget()
    var count = 0
    for interval in intervals {
      budget.add(interval.stalls.budget)
      count += interval.stalls.count
    }
    guard count > 0 else { return "<p class=\"none\">No loop stood still in this window.</p>" }
    let ticks = frame.ticks
    let total = DurationText.text(budget.totalSeconds)
    let panel = PlotPanel(
      title: "Time stood by cause, a minute", note: "hatched: the host's causes", figure: "\(total) in all",
      description: "\(PageWords.count(count, "stall")), \(total): \(budget.text). \(frame.markText)",
      ticks: scale.ticks.map { ($0, DurationText.text($0)) }, scale: scale, xTicks: ticks, background: .none,
      content: "\(Markup.joined(intervals.map(column)))\(frame.marks)")
    return """
      \(panel.markup)\(PlotPanel.axis(ticks))
      \(BudgetBar(budget: budget, fullSeconds: budget.totalSeconds, title: "Stalls by cause").legend)
      """
  }

  private func column(_ interval: AppInterval) -> Markup {
    let x = frame.x(interval.startedAt)
    let width = max(Self.narrowest, frame.x(interval.endedAt) - x)
    var below = 0.0
    let parts = StallCause.allCases.filter { interval.stalls.budget[$0] > 0 }.map { cause -> Markup in
      let begin = below
      below += interval.stalls.budget[cause] * interval.perMinute
      let (top, bottom) = (PlotPanel.y(below, scale), PlotPanel.y(begin, scale))
      let place: Markup = "x=\"\(at: x)%\" y=\"\(at: top)\" width=\"\(at: width)%\" height=\"\(at: bottom - top)\""
      let hatch: Markup = cause.isHost ? "<rect \(place) fill=\"url(#hatch)\"/>" : .none
      return "<rect class=\"cause-\(cause.rawValue)\" \(place)/>\(hatch)"
    }
    return .joined(parts)
  }
}

extension AppInterval {
  fileprivate var perMinute: Double { seconds > 0 ? 60 / seconds : 0 }
  fileprivate var stoodAMinute: Double { stalls.budget.totalSeconds * perMinute }
}
