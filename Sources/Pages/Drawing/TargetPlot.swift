import Rendering
import Samples
import Thresholds

/// A figure of single runs over time, a line for each of those that do the same, with scale, limit and time. The worst run is a link.
struct TargetPlot {
  /// The runs of one strategy and runtime.
  struct Line {
    /// The number of its class.
    let style: Int
    let name: String
    let target: Target
    let points: [RunPoint]
  }

  private let measure: RunMeasure
  private let lines: [Line]
  private let since: Timestamp
  private let until: Timestamp
  private let root: String
  private let scale: PlotScale

  init(_ measure: RunMeasure, _ lines: [Line], since: Timestamp, until: Timestamp, root: String) {
    self.measure = measure
    self.lines = lines.filter { !$0.points.isEmpty }
    (self.since, self.until, self.root) = (since, until, root)
    scale = PlotScale(measure, lines.flatMap { $0.points.map(\.value) + $0.target.drawnBounds })
  }

  var markup: Markup {
    guard let worst else { return "<p class=\"none\">No run in this window.</p>" }
    let ticks = axis
    let panel = PlotPanel(
      title: measure.title, note: "", figure: "", description: description,
      ticks: scale.ticks.map { ($0, measure.axisText($0)) }, scale: scale, xTicks: ticks, background: limits,
      content: .joined(lines.map(line)))
    return """
      \(panel.markup)\(PlotPanel.axis(ticks))
      <p class="note">Worst run: <a href="\(PageLinks(root: root).run(worst.runID))">\(measure.text(worst.value))</a>, \
      \(worst.at.shortMarkup(on: until))</p>
      """
  }

  private var worst: RunPoint? {
    guard let limit = lines.first?.target.limit else { return nil }
    return lines.flatMap(\.points).worst(by: limit)
  }

  private var description: String {
    lines.map { line in
      let values = line.points.map(\.value)
      let (least, most) = (measure.text(values.min() ?? 0), measure.text(values.max() ?? 0))
      return "\(line.name): \(PageWords.count(values.count, "run")) from \(least) to \(most)."
    }.joined(separator: " ")
  }

  private var axis: [PlotPanel.Tick] {
    let all = TimeAxis(from: since, to: until).ticks
    return all.enumerated().filter { $0.offset % (1 + all.count / 5) == 0 }.map {
      PlotPanel.Tick(x: x($0.element.at), text: $0.element.text)
    }
  }

  /// Each limit once.
  private var limits: Markup {
    var seen: Set<[Double]> = []
    return .joined(
      lines.map(\.target.drawnBounds).filter { !$0.isEmpty && seen.insert($0).inserted }.map { PlotPanel.limits($0, scale) })
  }

  private func line(_ line: Line) -> Markup {
    let pieces = line.points.pieces.map { piece in
      PlotPanel.line(piece.map { PlotPanel.Point(x: x($0.at), y: PlotPanel.y($0.value, scale)) })
    }
    return "<g class=\"s\(line.style)\">\(Markup.joined(pieces))</g>"
  }

  /// Percent of the width.
  private func x(_ at: Timestamp) -> Double {
    let span = max(1, since.seconds(until: until))
    return 100 * min(1, max(0, since.seconds(until: at) / span))
  }
}
