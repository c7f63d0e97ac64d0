import Alerting
import Rendering
import Samples
import Snapshots
import Storage
import Thresholds

/// The runs that explain an alert: their values over time, then each with its stalls.
struct AlertEvidenceList {
  let story: AlertStory
  /// By which it was judged when it fired; `nil`: that is not known.
  var target: Target?
  /// Ascending in the time of their end.
  let runs: [JudgedRun]
  let links: PageLinks

  var markup: Markup {
    guard !runs.isEmpty else { return "<p class=\"none\">No run is kept that explains it.</p>" }
    let longest = runs.map { StallSummary($0.detail.stalls.map(\.stall)).budget.totalSeconds }.max() ?? 0
    let rows = runs.reversed().map { row($0, longest: longest) }
    return """
      \(plot)
      <ol class="evidence">
      \(lines: rows)
      </ol>
      """
  }

  // MARK: Plot

  private var plot: Markup {
    guard let measure = story.measure else { return .none }
    let figures = runs.compactMap { run in
      run.detail.run.figures.flatMap(measure.value).flatMap { $0.isFinite ? (at: run.detail.run.endedAt, value: $0) : nil }
    }
    guard let most = figures.map(\.value).max(), let least = figures.map(\.value).min() else { return .none }
    let bounds = story.bounds(of: target)
    let scale = PlotScale(measure, figures.map(\.value) + bounds)
    let points = figures.map { PlotPanel.Point(x: x($0.at), y: PlotPanel.y($0.value, scale)) }
    let ticks = TimeAxis(from: begin, to: end).ticks.map { PlotPanel.Tick(x: x($0.at), text: $0.text) }
    let limit = bounds.isEmpty ? "" : "; dashed: the limit"
    let panel = PlotPanel(
      title: measure.title, note: "shaded: pending, then firing\(limit)", figure: "most \(measure.text(most))",
      description: "\(PageWords.count(figures.count, "run")), from \(measure.text(least)) to \(measure.text(most)).",
      ticks: scale.ticks.map { ($0, measure.axisText($0)) }, scale: scale, xTicks: ticks, background: shades,
      content: .joined([PlotPanel.limits(bounds, scale), "<g class=\"series\">\(PlotPanel.line(points))</g>"]))
    return """
      <div class="timeline">
      \(panel.markup)
      \(PlotPanel.axis(ticks))
      </div>
      """
  }

  /// A little more than the runs, so that none lies on the edge.
  private var begin: Timestamp { (runs.first?.detail.run.endedAt ?? story.now).advanced(bySeconds: -padding) }
  private var end: Timestamp { (runs.last?.detail.run.endedAt ?? story.now).advanced(bySeconds: padding) }

  private var padding: Double {
    guard let first = runs.first?.detail.run.endedAt, let last = runs.last?.detail.run.endedAt else { return 60 }
    return max(30, Double(last.milliseconds - first.milliseconds) / 1000 * 0.03)
  }

  private func x(_ at: Timestamp) -> Double {
    let span = Double(max(1, end.milliseconds - begin.milliseconds))
    return min(100, max(0, Double(at.milliseconds - begin.milliseconds) / span * 100))
  }

  private var shades: Markup {
    let over = story.endedAt ?? story.now
    let pending = story.pendingAt.map { shade("pending", $0, story.firedAt ?? over) } ?? .none
    return .joined([pending, story.firedAt.map { shade("firing", $0, over) } ?? .none])
  }

  private func shade(_ style: String, _ from: Timestamp, _ to: Timestamp) -> Markup {
    "<rect class=\"shade-\(style)\" x=\"\(at: x(from))%\" y=\"0\" width=\"\(at: max(0, x(to) - x(from)))%\" height=\"100%\"/>"
  }

  // MARK: Runs

  private func row(_ judged: JudgedRun, longest: Double) -> Markup {
    let detail = judged.detail
    let run = detail.run
    let summary = StallSummary(detail.stalls.map(\.stall))
    let stack = summary.longest?.stack ?? []
    let value = story.measure.flatMap { measure in run.figures.flatMap(measure.value).map(measure.text) }
    return """
      <li><p class="when"><a href="\(links.run(run.id))">Run \(String(run.id))</a> \(run.endedAt.markup)</p>
      <p class="run-value">\(value.map { "<b>\($0)</b> " as Markup } ?? .none)\(verdict(judged))</p>
      \(stalls(summary, of: run, longest))\(host(run))\(run.reason.map { "<p class=\"why\"><code>\($0)</code></p>" } ?? .none)\
      \(StackDetails.markup(stack, title: "\(StackDetails.word(for: stack)) of the longest stall"))</li>
      """
  }

  /// Of the target that the alert is of, or of all of them; how the run ended, if that is not known.
  private func verdict(_ judged: JudgedRun) -> Markup {
    guard judged.detail.run.outcome == .completed else { return judged.detail.run.outcome.badge }
    guard let target = story.target else { return judged.badge }
    let verdict = judged.judgements.first { $0.target.name == target }?.verdict ?? .unknown
    return verdict == .unknown ? judged.detail.run.outcome.badge : verdict.markup
  }

  /// What limited the run, and who had the cores.
  private func host(_ run: StoredRun) -> Markup {
    let limit = RunPage.limitSentence(run) ?? run.host?.othersText
    return limit.map { "<p class=\"why host\">\($0)</p>" } ?? .none
  }

  private func stalls(_ summary: StallSummary, of run: StoredRun, _ longest: Double) -> Markup {
    guard let leading = summary.budget.leading, let stall = summary.longest else {
      return "<p class=\"why none\">\(StallList.noneText(run))</p>"
    }
    let channel = stall.waitChannel.map { " in <code>\($0)</code>" as Markup } ?? .none
    let bar = BudgetBar(budget: summary.budget, fullSeconds: longest, title: "Stalls by cause")
    return """
      <div class="detail-bar">\(bar.markup)</div>
      <p class="why"><b>\(leading.rawValue)</b> leads: \(PageWords.count(summary.count, "stall")), \
      \(DurationText.text(summary.budget.totalSeconds)) (\(summary.budget.text)); \
      longest \(DurationText.text(stall.seconds))\(channel)</p>

      """
  }
}

extension AlertStory {
  /// What is plotted and told of each run: what the rule judges, or, where it judges a trend, what that is a trend of.
  var measure: RunMeasure? { target?.measure }

  /// Limits in the unit of the measure; a trend has none.
  func bounds(of target: Target?) -> [Double] {
    guard let target, target.isDrawn else { return [] }
    let limit = labels["severity"] == "critical" ? target.critical.first?.limit : target.limit
    return (limit ?? target.limit).bounds.map(\.value)
  }
}

extension RunMeasure {
  /// Of a run as the history keeps it; `nil` where it has none.
  func value(of figures: StoredRun.Figures) -> Double? {
    switch self {
    case .eventLoopLatencyP99: figures.latencyP99Seconds
    case .queuePeak: Double(figures.queuePeak)
    case .cpuUtilization: figures.cpuUtilization
    case .memoryPeak: figures.memoryPeakBytes
    case .ioWait: figures.ioWaitRatio
    case .idealRatio: figures.idealRatio
    }
  }
}
