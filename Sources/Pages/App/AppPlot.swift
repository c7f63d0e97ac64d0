import Rendering
import Samples
import Snapshots
import Thresholds

/// A figure of an application over time, with its limit and what happened to the application meanwhile.
struct AppPlot {
  private let measure: AppMeasure
  private let points: [AppPoint]
  private let bounds: [Double]
  private let frame: AppPlotFrame
  private let scale: PlotScale

  init(_ measure: AppMeasure, _ points: [AppPoint], bounds: [Double] = [], _ frame: AppPlotFrame) {
    self.measure = measure
    self.points = points
    self.bounds = bounds
    self.frame = frame
    scale = PlotScale(measure.quantity, points.map(\.value) + bounds)
  }

  var markup: Markup {
    guard let last = points.last, let least = points.map(\.value).min(), let most = points.map(\.value).max() else {
      return .none
    }
    let ticks = frame.ticks
    let text = { (value: Double) in measure.text(value) }
    let panel = PlotPanel(
      title: measure.title, note: "", figure: text(last.value),
      description: "From \(text(least)) to \(text(most)), \(text(last.value)) at the end. \(frame.markText)",
      ticks: scale.ticks.map { ($0, measure.quantity.axisText($0)) }, scale: scale, xTicks: ticks,
      background: PlotPanel.limits(bounds, scale), content: "\(frame.marks)<g class=\"series\">\(line)</g>")
    return "\(panel.markup)\(PlotPanel.axis(ticks))"
  }

  private var line: Markup {
    .joined(
      points.pieces.map { piece in
        PlotPanel.line(piece.map { PlotPanel.Point(x: frame.x($0.at), y: PlotPanel.y($0.value, scale)) })
      })
  }
}

/// The stretch of time that all plots of a page show, and what happened in it.
struct AppPlotFrame {
  let since: Timestamp
  let until: Timestamp
  let occurrences: [AppOccurrence]

  /// More of them would hide what is drawn.
  private static let mostMarks = 40

  init(_ excerpt: AppExcerpt) {
    (since, until) = (excerpt.since, excerpt.until)
    let all = excerpt.occurrences
    let notable = all.count <= Self.mostMarks ? all : all.filter(\.isNotable)
    occurrences = Array(notable.suffix(Self.mostMarks))
  }

  /// Percent of the width.
  func x(_ at: Timestamp) -> Double {
    let span = max(1, since.seconds(until: until))
    return 100 * min(1, max(0, since.seconds(until: at) / span))
  }

  var ticks: [PlotPanel.Tick] {
    let all = TimeAxis(from: since, to: until).ticks
    return all.enumerated().filter { $0.offset % (1 + all.count / 5) == 0 }.map {
      PlotPanel.Tick(x: x($0.element.at), text: $0.element.text)
    }
  }

  /// A line at each of them.
  var marks: Markup {
    .joined(
      occurrences.map { each in
        let x = x(each.at)
        return """
          <line class="event \(each.isTrouble ? "is-bad" : each.beginsLife ? "is-life" : "is-process")" \
          x1="\(at: x)%" x2="\(at: x)%" y1="0" y2="100%"><title>\(each.shortText)</title></line>
          """
      })
  }

  /// The same, to be read out.
  var markText: String {
    occurrences.filter(\.isNotable).suffix(3).map { "\($0.shortText) at \($0.at.iso8601)." }.joined(separator: " ")
  }
}
