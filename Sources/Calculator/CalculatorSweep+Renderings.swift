import Prediction
import Samples

extension CalculatorSweep {
  private var runtimes: [Runtime] { results.first?.request.runtimes ?? [] }

  /// The time of each strategy, a drawing for each runtime.
  private func curves(_ runtime: Runtime) -> Curves {
    let strategies = results.first?.request.strategies ?? []
    return Curves(
      title: "Time in \(runtime.rawValue), by \(parameter)", places: places,
      curves: strategies.map { strategy in
        Curves.Curve(
          name: strategy.rawValue, mark: strategy.rawValue.first ?? "?",
          values: results.map { result in
            result.rows.first { $0.prediction.strategy == strategy && $0.prediction.runtime == runtime }?.prediction.seconds ?? 0
          })
      })
  }

  /// Curves for people, and where each strategy is fastest.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    runtimes.map { curves($0).text(width: width) + "\n" + leastWords($0) }.joined(separator: "\n")
  }

  private func leastWords(_ runtime: Runtime) -> String {
    let strategies = results.first?.request.strategies ?? []
    return strategies.compactMap { strategy -> String? in
      let all = results.enumerated().compactMap { index, result in
        result.rows.first { $0.prediction.strategy == strategy && $0.prediction.runtime == runtime }
          .map { (place: places[index], seconds: $0.prediction.seconds) }
      }
      // The first place that is as good as the best, but for a fiftieth.
      guard let best = all.map(\.seconds).min(), let least = all.first(where: { $0.seconds <= best * 1.02 }) else { return nil }
      return "\(strategy.rawValue) takes \(DurationText.text(least.seconds)) at least, from \(parameter) \(least.place) on\n"
    }.joined()
  }

  /// As `CalculatorResult.csv`, with the moving parameter in front.
  package var csv: String {
    var lines: [String] = []
    for (place, result) in zip(places, results) {
      let own = result.csv.split(separator: "\n")
      if lines.isEmpty, let header = own.first { lines.append("\(parameter),\(header)") }
      lines += own.dropFirst().map { "\(place),\($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `{"parameter", "places": [{"value", "strategies": [...]}]}`, the strategies as in `CalculatorResult.json`.
  package func json() throws -> String {
    try JSONSweep(
      parameter: parameter,
      places: zip(places, results).map { .init(value: $0, strategies: $1.rows.map(JSONRow.init)) }
    ).text(isPretty: true)
  }

  /// Curves, one drawing below the other.
  package var svg: String {
    let (left, height) = (70.0, 300.0)
    var drawing = SVGDrawing(width: 800, height: height * Double(runtimes.count))
    for (index, runtime) in runtimes.enumerated() {
      let (curves, top) = (curves(runtime), height * Double(index) + 40)
      let (width, tall) = (drawing.width - left - 90, height - 90)
      drawing.text(curves.title, x: 12, y: top - 16, #"font-weight="600""#)
      for step in 0...4 {
        let y = top + tall * (1 - Double(step) / 4)
        drawing.line(x1: left, y1: y, x2: left + width, y2: y, ##"stroke="#d0d7de""##)
        let label = DurationText.text(curves.value(atHeight: Double(step) / 4))
        drawing.text(label, x: left - 6, y: y + 4, #"text-anchor="end" font-size="11""#)
      }
      for curve in curves.curves {
        let colour = Strategy(rawValue: curve.name).map(SVGDrawing.colour) ?? "#1b1f24"
        let points = curve.values.enumerated().map { place, value in
          (
            x: left + width * Double(place) / Double(max(1, places.count - 1)),
            y: top + tall * (1 - max(0, min(1, curves.height(value))))
          )
        }
        drawing.polyline(points, #"stroke="\#(colour)" stroke-width="2""#)
        if let last = points.last { drawing.text(curve.name, x: last.x + 6, y: last.y + 4, #"fill="\#(colour)""#) }
      }
      drawing.text(places.first ?? "", x: left, y: top + tall + 18)
      drawing.text(places.last ?? "", x: left + width, y: top + tall + 18, #"text-anchor="end""#)
    }
    return drawing.document(title: "Time by \(parameter)")
  }
}
