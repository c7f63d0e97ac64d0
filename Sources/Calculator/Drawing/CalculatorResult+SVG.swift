import Prediction
import Samples

extension CalculatorResult {
  /// A bar for the time of each strategy in each runtime, with a mark at the least that it could take; below, the first of what ran where, as
  /// far as it was kept.
  package var svg: String {
    let (left, right, rowHeight) = (150.0, 90.0, 26.0)
    let timelines = rows.map { Timeline($0.prediction) }.filter { !$0.lanes.isEmpty }
    let barsEnd = 68 + rowHeight * Double(rows.count)
    let height = barsEnd + timelines.reduce(20) { $0 + 46 + 14 * Double($1.lanes.count) }
    var drawing = SVGDrawing(width: 800, height: height)
    let longest = rows.map(\.prediction.seconds).max() ?? 0
    let scale = longest > 0 ? (drawing.width - left - right) / longest : 0
    drawing.text(title, x: 12, y: 24, #"font-weight="600""#)
    for (index, row) in rows.enumerated() {
      let (found, y) = (row.prediction, 44 + rowHeight * Double(index))
      drawing.text("\(found.strategy.rawValue) in \(found.runtime.rawValue)", x: left - 8, y: y + 13, #"text-anchor="end""#)
      drawing.rect(
        x: left, y: y, width: found.seconds * scale, height: 18, #"fill="\#(SVGDrawing.colour(found.strategy))""#)
      let ideal = left + found.idealSeconds * scale
      drawing.line(x1: ideal, y1: y - 2, x2: ideal, y2: y + 20, ##"stroke="#1b1f24" stroke-width="2""##)
      drawing.text(DurationText.text(found.seconds), x: left + found.seconds * scale + 6, y: y + 13)
    }
    let from = request.origin.map { " From \($0.words)." } ?? ""
    drawing.text("The mark is the least time that the work could take.\(from)", x: left, y: barsEnd - 10, #"font-size="11""#)
    var y = barsEnd + 24
    for timeline in timelines {
      drawing.text(timeline.title, x: 12, y: y, #"font-weight="600""#)
      y += 10
      timeline.draw(in: &drawing, left: left, width: drawing.width - left - right, y: y)
      y += 36 + 14 * Double(timeline.lanes.count)
    }
    return drawing.document(title: title + (request.origin.map { ", from \($0.words)" } ?? ""))
  }
}

extension Timeline {
  fileprivate func draw(in drawing: inout SVGDrawing, left: Double, width: Double, y: Double) {
    for (index, lane) in lanes.enumerated() {
      let top = y + 14 * Double(index)
      drawing.text(lane.name, x: left - 8, y: top + 10, #"text-anchor="end" font-size="11""#)
      for segment in lane.segments {
        let (start, end) = (segment.start / seconds, min(1, segment.end / seconds))
        let isIO = segment.kind == .io
        drawing.rect(
          x: left + width * start, y: isIO ? top + 5 : top + 1, width: max(0.5, width * (end - start)), height: isIO ? 2 : 10,
          isIO ? ##"fill="#d29922""## : ##"fill="#1f6feb""##)
      }
    }
  }
}
