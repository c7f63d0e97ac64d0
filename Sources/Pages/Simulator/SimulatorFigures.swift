import Calculator
import Prediction
import Rendering
import Samples
import Thresholds

/// Predictions side by side. The script fills the same rows (`simulator-results.js`).
struct SimulatorFigures {
  /// `nil`: nothing is predicted.
  let result: CalculatorResult?

  private var rows: [CalculatorResult.Row] { result?.rows ?? [] }

  /// What the bars show: of a service how long its items take.
  private static func bar(_ row: CalculatorResult.Row) -> (seconds: Double, ideal: Double) {
    row.service.map { (row.prediction.itemSeconds.p99, $0.leastItemSeconds) }
      ?? (row.prediction.seconds, row.prediction.idealSeconds)
  }

  var table: Markup {
    let columns = [
      "Strategy", "Against the ideal", "Time", "Gain or most", "Item p50", "Item p99",
      "Loop p99", "Queue", "CPU", "I/O wait", "Verdict",
    ]
    let head = columns.enumerated().map { column, name -> Markup in
      let isNumber = column > 1 && name != "Verdict"
      return "<th scope=\"col\" role=\"columnheader\"\(isNumber ? " class=\"number\"" : "" as Markup)>\(name)</th>"
    }
    let longest = rows.map(Self.bar).map { max($0.seconds, $0.ideal) }.max() ?? 0
    return """
      <table class="strategies predictions" role="table"\(rows.isEmpty ? " hidden" : .none as Markup)>\
      <caption>Predicted, nothing was run. The verdict is that of all targets of such work.</caption>
      <thead role="rowgroup"><tr role="row">\(Markup.joined(head))</tr></thead>
      <tbody role="rowgroup">
      \(lines: rows.map { Self.row($0, longest: longest, isBest: $0.name == result?.best?.name) })
      </tbody></table>
      <template id="prediction">\(Self.row(nil, longest: 1, isBest: false))</template>
      """
  }

  /// - Parameter row: `nil`: the script fills it in.
  private static func row(_ row: CalculatorResult.Row?, longest: Double, isBest: Bool) -> Markup {
    let found = row?.prediction
    let verdict = row?.verdict ?? .unknown
    let number = { (name: String, figure: String, text: String?) -> Markup in
      "<td role=\"cell\" class=\"number\" data-name=\"\(name)\"><span data-figure=\"\(figure)\">\(text ?? "")</span></td>"
    }
    return """
      <tr role="row"\(isBest ? " class=\"is-best\"" : .none as Markup)><th scope="row" role="rowheader">\
      <b data-figure="strategy">\(found?.strategy.rawValue ?? "")</b> \
      <span class="how" data-figure="runtime">\(found?.runtime.rawValue ?? "")</span> \
      <span class="tag" data-figure="best"\(isBest ? .none : " hidden" as Markup)>best</span>\
      <small>Limit: <span data-figure="reason">\(found?.bottleneck.text ?? "")</span></small></th>\
      <td role="cell" class="graph">\(drawing(row, longest))</td>\
      \(number("Time", "seconds", found.map { DurationText.text($0.seconds) }))\
      \(number("Gain or most", "speedup", row.map(gain)))\
      \(number("Item p50", "item-p50", found.map { DurationText.text($0.itemSeconds.p50) }))\
      \(number("Item p99", "item-p99", found.map { DurationText.text($0.itemSeconds.p99) }))\
      \(number("Loop p99", "latency", found.map { DurationText.text($0.latency.p99) }))\
      \(number("Queue", "queue", found.map { PageWords.count($0.queuePeak) }))\
      \(number("CPU", "cpu", found.map { Percent.text($0.cpuUtilization) }))\
      \(number("I/O wait", "io", found.map { Percent.text($0.ioWaitRatio) }))\
      <td role="cell" class="judged"><b class="\(verdict.rawValue)" data-figure="verdict">\
      <span aria-hidden="true">\(verdict.sign)</span> \(verdict.rawValue)</b> \
      <small data-figure="breaches">\(row.map { WordList.text($0.breaches) } ?? "")</small></td></tr>
      """
  }

  private static func gain(_ row: CalculatorResult.Row) -> String {
    row.service.map { "\(Digits.text($0.capacity))/s" } ?? "\(Digits.text(row.speedup)) ×"
  }

  /// 600 units are the longest; what the work must take is solid, what comes on top is pale.
  private static func drawing(_ row: CalculatorResult.Row?, _ longest: Double) -> Markup {
    let length = { (seconds: Double) in longest > 0 ? 600 * seconds / longest : 0 }
    let figures = row.map(bar) ?? (seconds: 0, ideal: 0)
    let (time, ideal) = (length(figures.seconds), length(figures.ideal))
    return """
      <svg class="bar" viewBox="0 0 600 20" preserveAspectRatio="none" aria-hidden="true">\
      <g class="st-\(row?.prediction.strategy.rawValue ?? "")">\
      <rect class="over" x="0" y="3" width="\(at: time)" height="14"/>\
      <rect class="needed" x="0" y="3" width="\(at: min(time, ideal))" height="14"/></g>\
      <line class="ideal" x1="\(at: ideal)" x2="\(at: ideal)" y1="0" y2="20"/></svg>
      """
  }
}
