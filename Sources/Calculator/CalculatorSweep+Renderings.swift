import Prediction
import Samples
import Thresholds

extension CalculatorSweep {
  private var runtimes: [Runtime] { results.first?.request.runtimes ?? [] }

  private var origin: RunOrigin? { results.first?.request.origin }

  private var isOfService: Bool { results.contains { $0.request.scenario.rate != nil } }

  /// The time of each strategy, or of a service's items, a drawing for each runtime.
  private func curves(_ runtime: Runtime) -> Curves {
    let strategies = results.first?.request.strategies ?? []
    let figure = isOfService ? "Item p99" : "Time"
    return Curves(
      title: "\(figure) in \(runtime.rawValue), by \(parameter)", places: places,
      curves: strategies.map { strategy in
        Curves.Curve(
          name: strategy.rawValue, mark: strategy.rawValue.first ?? "?",
          values: points(strategy, runtime).map { seconds($0.row) })
      })
  }

  private func points(_ strategy: Strategy, _ runtime: Runtime) -> [(place: String, row: CalculatorResult.Row)] {
    zip(places, results).compactMap { place, result in
      result.rows.first { $0.prediction.strategy == strategy && $0.prediction.runtime == runtime }.map { (place, $0) }
    }
  }

  private func seconds(_ row: CalculatorResult.Row) -> Double {
    isOfService ? row.prediction.itemSeconds.p99 : row.prediction.seconds
  }

  /// Curves for people, and what each strategy makes of the parameter.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    let begin = origin.map { "\($0.lines.joined(separator: "\n"))\n\n" } ?? ""
    return begin + runtimes.map { curves($0).text(width: width) + "\n" + words($0) }.joined(separator: "\n")
  }

  private func words(_ runtime: Runtime) -> String {
    let strategies = results.first?.request.strategies ?? []
    return strategies.compactMap { strategy in
      let points = points(strategy, runtime)
      return points.isEmpty ? nil : "\(strategy.rawValue) \(isOfService ? serviceWords(points) : batchWords(points))\n"
    }.joined()
  }

  /// The first place that is as good as the best, but for a fiftieth.
  private func batchWords(_ points: [(place: String, row: CalculatorResult.Row)]) -> String {
    let all = points.map { $0.row.prediction.seconds }
    guard let best = all.min(), let worst = all.max(),
      let least = points.first(where: { $0.row.prediction.seconds <= best * 1.02 })
    else { return "" }
    let time = DurationText.text(least.row.prediction.seconds)
    if worst <= best * 1.02 { return "takes \(time), whatever \(parameter) is" }
    return "takes \(time) at least, from \(parameter) \(least.place) on"
  }

  private func serviceWords(_ points: [(place: String, row: CalculatorResult.Row)]) -> String {
    if parameter == "rate" { return rateWords(points) }
    let times = points.map { $0.row.prediction.itemSeconds.p99 }
    let verdicts = Set(points.map { $0.row.verdict == .breached })
    if let best = times.min(), let worst = times.max(), worst <= best * 1.02, let first = points.first {
      let outcome = first.row.verdict == .breached ? "breaches a target" : "meets all targets"
      return "\(outcome), whatever \(parameter) is: item p99 \(DurationText.text(best))"
    }
    guard verdicts.contains(false) else { return "breaches a target, whatever \(parameter) is" }
    guard verdicts.contains(true) else { return "meets all targets, whatever \(parameter) is: item p99 \(range(times))" }
    let met = points.filter { $0.row.verdict != .breached }
    let span =
      met.count > 1 ? "from \(parameter) \(met[0].place) to \(met[met.count - 1].place)" : "at \(parameter) \(met[0].place)"
    return "meets all targets \(span): item p99 \(range(met.map { $0.row.prediction.itemSeconds.p99 }))"
  }

  private func rateWords(_ points: [(place: String, row: CalculatorResult.Row)]) -> String {
    let most = points.compactMap { $0.row.service?.capacity }.median ?? 0
    let kept = points.last { ($0.row.service?.isKeptUp ?? false) && $0.row.verdict != .breached }
    let last = kept.map { ": item p99 \(DurationText.text($0.row.prediction.itemSeconds.p99)) at \($0.place)/s" } ?? ""
    return "keeps up with \(Digits.text(most))/s at most\(last)"
  }

  private func range(_ times: [Double]) -> String {
    guard let least = times.min(), let most = times.max() else { return "-" }
    return (least...most).text
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

  /// `{"parameter", "places": [{"value", "strategies": [...]}], "from_run"}`, the strategies and the run as in `CalculatorResult.json`.
  package func json() throws -> String {
    try JSONSweep(
      parameter: parameter,
      places: zip(places, results).map { .init(value: $0, strategies: $1.rows.map(JSONRow.init)) },
      fromRun: origin.map(JSONOrigin.init)
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
    let from = origin.map { ", from \($0.words)" } ?? ""
    return drawing.document(title: "\(isOfService ? "Item p99" : "Time") by \(parameter)\(from)")
  }
}
