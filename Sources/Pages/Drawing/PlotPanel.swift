import Rendering
import Samples

/// A plot that is as wide as there is room, with its texts at their own size: places across are percentages, heights are pixels.
struct PlotPanel {
  /// A mark below a plot.
  struct Tick {
    /// Percent of the width.
    let x: Double
    let text: String
  }

  /// Where something was measured.
  struct Point {
    /// Percent of the width.
    let x: Double
    /// Pixels from the top.
    let y: Double
  }

  static let height = 84.0
  /// Room above and below the values, so that lines and dots at the edge are whole.
  static let margin = 6.0

  let title: String
  /// Beside the title: what is drawn.
  let note: String
  /// At the end of the title's line: the figure to remember.
  let figure: String
  /// Read out in place of the picture.
  let description: String
  let ticks: [(value: Double, text: String)]
  let scale: PlotScale
  /// Across all panels of a figure.
  let xTicks: [Tick]
  /// Below the data.
  let background: Markup
  /// The data.
  let content: Markup

  /// Pixels from the top.
  static func y(_ value: Double, _ scale: PlotScale) -> Double {
    margin + (height - 2 * margin) * (1 - scale.height(value))
  }

  var markup: Markup {
    """
    <figure class="panel"><figcaption><b>\(title)</b> <span class="note">\(note)</span> \
    <span class="figure">\(figure)</span></figcaption>
    <div class="plot-row"><svg class="scale" width="64" height="84" aria-hidden="true">\(Markup.joined(labels))</svg>\
    <svg class="area" width="100%" height="84" role="img"><title>\(title)</title><desc>\(description)</desc>\
    \(background)\(Markup.joined(grid))\(content)</svg></div></figure>
    """
  }

  private var shownTicks: [(value: Double, text: String)] {
    ticks.enumerated().filter { $0.offset % (1 + (ticks.count - 1) / 4) == 0 }.map(\.element)
  }

  private var labels: [Markup] {
    shownTicks.map { "<text x=\"100%\" dx=\"-8\" y=\"\(at: Self.y($0.value, scale) + 4)\">\($0.text)</text>" }
  }

  private var grid: [Markup] {
    shownTicks.map { tick in
      let y = Self.y(tick.value, scale)
      return "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(at: y)\" y2=\"\(at: y)\"/>"
    } + xTicks.map { "<line class=\"grid\" x1=\"\(at: $0.x)%\" x2=\"\(at: $0.x)%\" y1=\"0\" y2=\"100%\"/>" }
  }

  /// The ticks' texts, below the last panel.
  static func axis(_ ticks: [Tick]) -> Markup {
    let texts = ticks.map { tick -> Markup in
      let anchor = tick.x < 3 ? "start" : tick.x > 97 ? "end" : "middle"
      return "<text x=\"\(at: tick.x)%\" y=\"14\" text-anchor=\"\(anchor)\">\(tick.text)</text>"
    }
    return """
      <div class="plot-row axis" aria-hidden="true"><span></span>\
      <svg class="area" width="100%" height="20">\(Markup.joined(texts))</svg></div>
      """
  }

  /// A line through the points; dots where there are few.
  static func line(_ points: [Point]) -> Markup {
    let dots = points.count > 60 ? [] : points.map { dot($0) }
    guard points.count > 1 else { return .joined(dots) }
    let steps = points.enumerated().map { index, point -> Markup in
      "\(index == 0 ? "M" : "L" as Markup)\(at: point.x * 10),\(at: point.y)"
    }
    return """
      <svg viewBox="0 0 1000 84" width="100%" height="84" preserveAspectRatio="none">\
      <path class="line" vector-effect="non-scaling-stroke" d="\(Markup.joined(steps))"/></svg>\(Markup.joined(dots))
      """
  }

  static func dot(_ point: Point) -> Markup {
    "<circle class=\"dot\" cx=\"\(at: point.x)%\" cy=\"\(at: point.y)\" r=\"2\"/>"
  }

  /// Limits that lie inside of the scale, and the band between two.
  static func limits(_ bounds: [Double], _ scale: PlotScale) -> Markup {
    let heights = bounds.map { y($0, scale) }
    let lines = heights.map { y -> Markup in
      "<line class=\"limit\" x1=\"0\" x2=\"100%\" y1=\"\(at: y)\" y2=\"\(at: y)\"/>"
    }
    guard heights.count == 2, let top = heights.min(), let bottom = heights.max() else { return .joined(lines) }
    return """
      <rect class="band" x="0" width="100%" y="\(at: top)" height="\(at: bottom - top)"/>\(Markup.joined(lines))
      """
  }
}
