import Calculator
import Prediction
import Rendering
import Samples
import Thresholds

/// Predictions side by side, and which strategy wins. The script fills the same rows and says the same sentence (`simulator-results.js`).
struct SimulatorFigures {
  let rows: [CalculatorResult.Row]

  /// Times that differ by less are as good as the same.
  private static let margin = 1.01

  /// Which strategy is the fastest, by how much, what limits it, and whether its loop answers in time.
  var sentence: String {
    guard let best, let least = rows.map(\.prediction.seconds).min() else { return "" }
    let found = best.prediction
    let times = found.strategy == .sync ? "" : ", \(Digits.text(best.speedup)) times as fast as sync"
    let equals = rows.filter { $0.name != best.name && $0.prediction.seconds <= least * Self.margin }.map(\.name)
    let others =
      equals.isEmpty ? "" : " \(WordList.text(equals)) \(Plural.word(equals.count, "is", "are")) as fast, within 1 %."
    return """
      \(best.name) is the fastest: \(DurationText.text(found.seconds))\(times), \(Digits.text(found.idealRatio)) times the ideal time.\
      \(others) It is limited by \(found.bottleneck.text).\(lateness(best))
      """
  }

  /// Of those that are about the fastest, the one whose loop is the least late.
  private var best: CalculatorResult.Row? {
    guard let least = rows.map(\.prediction.seconds).min() else { return nil }
    return rows.filter { $0.prediction.seconds <= least * Self.margin }.min {
      $0.prediction.latency.p99 < $1.prediction.latency.p99
    }
  }

  private func lateness(_ row: CalculatorResult.Row) -> String {
    guard row.latencyVerdict == .breached else { return "" }
    let inTime = rows.filter { $0.latencyVerdict == .met }.min { $0.prediction.seconds < $1.prediction.seconds }
    let other = inTime.map { "; \($0.name) would answer in time, and take \(DurationText.text($0.prediction.seconds))" } ?? ""
    return
      " But its event loop would be late: p99 \(DurationText.text(row.prediction.latency.p99)), the target is 100 ms\(other)."
  }

  var table: Markup {
    let columns = ["Strategy", "Time, ideal time marked", "Time", "Speed-up", "Loop latency p99", "Queue", "CPU", "I/O wait"]
    let head = columns.enumerated().map { column, name -> Markup in
      "<th scope=\"col\" role=\"columnheader\"\(column > 1 ? " class=\"number\"" : "" as Markup)>\(name)</th>"
    }
    let longest = rows.map { max($0.prediction.seconds, $0.prediction.idealSeconds) }.max() ?? 0
    return """
      <table class="strategies predictions" role="table"\(rows.isEmpty ? " hidden" : .none as Markup)>\
      <caption>Predicted, nothing was run. The latency's target is p99 below 100 ms.</caption>
      <thead role="rowgroup"><tr role="row">\(Markup.joined(head))</tr></thead>
      <tbody role="rowgroup">
      \(lines: rows.map { Self.row($0, longest: longest, isBest: $0.name == best?.name) })
      </tbody></table>
      <template id="prediction">\(Self.row(nil, longest: 1, isBest: false))</template>
      """
  }

  /// - Parameter row: `nil`: the script fills it in.
  private static func row(_ row: CalculatorResult.Row?, longest: Double, isBest: Bool) -> Markup {
    let found = row?.prediction
    let verdict = row?.latencyVerdict ?? .unknown
    let number = { (name: String, figure: String, text: String?) -> Markup in
      "<td role=\"cell\" class=\"number\" data-name=\"\(name)\"><span data-figure=\"\(figure)\">\(text ?? "")</span></td>"
    }
    return """
      <tr role="row"\(isBest ? " class=\"is-best\"" : .none as Markup)><th scope="row" role="rowheader">\
      <b data-figure="strategy">\(found?.strategy.rawValue ?? "")</b> \
      <span class="how" data-figure="runtime">\(found?.runtime.rawValue ?? "")</span> \
      <span class="tag" data-figure="best"\(isBest ? .none : " hidden" as Markup)>fastest</span>\
      <small>Limit: <span data-figure="reason">\(found?.bottleneck.text ?? "")</span></small></th>\
      <td role="cell" class="graph">\(bar(found, longest))</td>\
      \(number("Time", "seconds", found.map { DurationText.text($0.seconds) }))\
      \(number("Speed-up", "speedup", row.map { "\(Digits.text($0.speedup)) ×" }))\
      <td role="cell" class="number latency" data-name="Loop latency p99"><span data-figure="latency">\
      \(found.map { DurationText.text($0.latency.p99) } ?? "")</span> <b class="\(verdict.rawValue)" data-figure="verdict">\
      <span aria-hidden="true">\(verdict.sign)</span> \(verdict.rawValue)</b></td>\
      \(number("Queue", "queue", found.map { PageWords.count($0.queuePeak) }))\
      \(number("CPU", "cpu", found.map { Percent.text($0.cpuUtilization) }))\
      \(number("I/O wait", "io", found.map { Percent.text($0.ioWaitRatio) }))</tr>
      """
  }

  /// 600 units are the longest; what the work must take is solid, what comes on top is pale.
  private static func bar(_ found: Prediction?, _ longest: Double) -> Markup {
    let length = { (seconds: Double) in longest > 0 ? 600 * seconds / longest : 0 }
    let (time, ideal) = (length(found?.seconds ?? 0), length(found?.idealSeconds ?? 0))
    return """
      <svg class="bar" viewBox="0 0 600 20" preserveAspectRatio="none" aria-hidden="true">\
      <g class="st-\(found?.strategy.rawValue ?? "")">\
      <rect class="over" x="0" y="3" width="\(at: time)" height="14"/>\
      <rect class="needed" x="0" y="3" width="\(at: min(time, ideal))" height="14"/></g>\
      <line class="ideal" x1="\(at: ideal)" x2="\(at: ideal)" y1="0" y2="20"/></svg>
      """
  }
}

extension CalculatorResult.Row {
  /// `hybrid in swift`
  fileprivate var name: String { "\(prediction.strategy.rawValue) in \(prediction.runtime.rawValue)" }

  fileprivate var latencyVerdict: Verdict {
    judgements.first { $0.target.name == .eventLoopLatency }?.verdict ?? .unknown
  }
}
