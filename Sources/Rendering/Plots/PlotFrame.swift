package import Samples
package import Thresholds

/// The rectangle in which values are drawn over time, and what is drawn in it.
package struct PlotFrame {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let since: Timestamp
  let until: Timestamp
  let scale: PlotScale

  /// A rectangle in the picture's own units, from one instant to another.
  package init(
    left: Double, top: Double, width: Double, height: Double, since: Timestamp, until: Timestamp, scale: PlotScale
  ) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
    self.since = since
    self.until = until
    self.scale = scale
  }

  /// Where an instant is; on the edge where it is outside.
  package func x(_ at: Timestamp) -> Double {
    let span = Double(max(1, until.milliseconds - since.milliseconds))
    return left + width * min(1, max(0, Double(at.milliseconds - since.milliseconds) / span))
  }

  /// Where a value is; on the edge where it is outside.
  package func y(_ value: Double) -> Double { top + height * (1 - scale.height(value)) }

  /// A line; it is interrupted where no runs were made for five times as long as usual. What stands alone is a dot.
  package func line(_ series: PlotSeries) -> Markup {
    let pieces = series.points.pieces
    let paths = pieces.filter { $0.count > 1 }.map { piece in
      let places = piece.map { "\(at: x($0.at)),\(at: y($0.value))" as Markup }
      return Markup.joined(places.enumerated().map { $0.offset == 0 ? "M\($0.element)" : "L\($0.element)" })
    }
    let dots = pieces.filter { $0.count == 1 || series.points.count <= 30 }.flatMap(\.self).map { dot($0, radius: 1.8) }
    let path: Markup = paths.isEmpty ? .none : "<path class=\"line\" d=\"\(Markup.joined(paths))\"/>"
    return "<g class=\"s\(series.style)\">\(path)\(Markup.joined(dots))</g>"
  }

  /// A run alone.
  package func dot(_ moment: RunPoint, radius: Double) -> Markup {
    "<circle cx=\"\(at: x(moment.at))\" cy=\"\(at: y(moment.value))\" r=\"\(at: radius)\"/>"
  }

  /// A line where the limit is, or two with the band between them. A trend's limit is no place in a plot of figures.
  package func limit(_ target: Target) -> Markup {
    guard target.isDrawn else { return .none }
    let bounds = target.limit.bounds.map(\.value)
    let lines = bounds.map { bound -> Markup in
      "<line class=\"limit\" x1=\"\(at: left)\" x2=\"\(at: left + width)\" y1=\"\(at: y(bound))\" y2=\"\(at: y(bound))\"/>"
    }
    guard case .within(let band) = target.limit else { return Markup.joined(lines) }
    let (upper, lower) = (y(band.upperBound), y(band.lowerBound))
    let area: Markup =
      "<rect class=\"band\" x=\"\(at: left)\" y=\"\(at: upper)\" width=\"\(at: width)\" height=\"\(at: lower - upper)\"/>"
    return "\(area)\(Markup.joined(lines))"
  }
}
