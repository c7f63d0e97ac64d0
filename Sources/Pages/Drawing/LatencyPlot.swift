import Rendering
import Samples

/// How often the loop was how late, as steps, with its quantiles. Counts are drawn by decades too, since what matters is rare.
struct LatencyPlot {
  private let latency: LatencyHistogram
  private let columns: LatencyColumns

  private static let top = 58.0
  private static let bottom = 168.0
  /// The standard limit, in seconds.
  private static let limit = 0.1

  init(_ latency: LatencyHistogram) {
    self.latency = latency
    columns = LatencyColumns(latency)
  }

  var markup: Markup {
    guard let p50 = latency.quantile(0.5), let p99 = latency.quantile(0.99), let most = latency.maxSeconds else {
      return "<p class=\"none\">No tick of the loop was recorded.</p>"
    }
    let all = PageWords.count(Int(clamping: latency.count))
    let late = PageWords.count(Int(clamping: LatencyColumns.later(latency, than: Self.limit)))
    let marks = [("p50", p50), ("p99", p99), ("max", most)]
    let quantiles = marks.map { "\($0.0) \(DurationText.text($0.1))" }.joined(separator: ", ")
    return """
      <figure class="panel is-tall"><figcaption><b>\(all) ticks by how late they were</b> \
      <span class="note">both axes by decades</span> <span class="figure">\(late) later than 100 ms</span></figcaption>
      <div class="plot-row"><svg class="scale" width="64" height="190" aria-hidden="true">\(Markup.joined(labels))</svg>\
      <svg class="area" width="100%" height="190" role="img"><title>Distribution of the event loop's latency</title>\
      <desc>\(all) ticks: \(quantiles); \(late) later than 100 ms.</desc>\
      \(Markup.joined(grid))\(steps)\(limitLine)\(lines(marks))</svg></div></figure>
      """
  }

  // MARK: Axes

  /// Percent of the width.
  private func x(_ seconds: Double) -> Double { columns.place(seconds) * 100 }

  /// Pixels from the top.
  private func y(_ count: UInt64) -> Double { Self.bottom - (Self.bottom - Self.top) * columns.height(count) }

  private var countTicks: [(y: Double, text: String)] {
    stride(from: 0, through: columns.countDecades, by: 1 + columns.countDecades / 5).map { exponent in
      let count = UInt64(exactly: Decade.power(exponent).rounded()) ?? 0
      return (y(count), exponent >= 6 ? "10^\(exponent)" : PageWords.count(Int(clamping: count)))
    }
  }

  private var labels: [Markup] {
    countTicks.map { "<text x=\"100%\" dx=\"-8\" y=\"\(at: $0.y + 4)\">\($0.text)</text>" }
  }

  private var grid: [Markup] {
    let counts = countTicks.map { tick -> Markup in
      "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(at: tick.y)\" y2=\"\(at: tick.y)\"/>"
    }
    return counts + columns.decades.map(decade)
  }

  /// Every other text is left out where it is narrow.
  private func decade(_ exponent: Int) -> Markup {
    let x = x(Decade.power(exponent))
    let anchor = x < 3 ? "start" : x > 97 ? "end" : "middle"
    let style: Markup = (columns.decades.upperBound - exponent) % 2 == 1 ? " class=\"is-extra\"" : .none
    return """
      <line class="grid" x1="\(at: x)%" x2="\(at: x)%" y1="58" y2="168"/>\
      <text\(style) x="\(at: x)%" y="184" text-anchor="\(anchor)">\(DurationText.text(Decade.power(exponent)))</text>
      """
  }

  // MARK: Data

  private var steps: Markup {
    let width = 1000 / Double(columns.counts.count)
    let path = columns.counts.enumerated().map { index, count -> Markup in
      let (left, right) = (Double(index) * width, Double(index + 1) * width)
      return "L\(at: left),\(at: y(count))L\(at: right),\(at: y(count))"
    }
    return """
      <svg viewBox="0 0 1000 190" width="100%" height="190" preserveAspectRatio="none">\
      <path class="steps" vector-effect="non-scaling-stroke" d="M0,168\(Markup.joined(path))L1000,168"/></svg>
      """
  }

  private var limitLine: Markup {
    "<line class=\"limit\" x1=\"\(at: x(Self.limit))%\" x2=\"\(at: x(Self.limit))%\" y1=\"50\" y2=\"168\"/>"
  }

  /// A line each, with its text above the data, each in a row of its own: they may stand close together. All texts come after all lines, so that
  /// no line crosses one.
  private func lines(_ marks: [(name: String, seconds: Double)]) -> Markup {
    let rows = marks.enumerated().map { row, mark in (x: x(mark.seconds), y: 13 + 16 * row, mark: mark) }
    let lines = rows.map { row -> Markup in
      "<line class=\"mark\" x1=\"\(at: row.x)%\" x2=\"\(at: row.x)%\" y1=\"\(row.y - 9)\" y2=\"168\"/>"
    }
    let texts = rows.map { row -> Markup in
      let (anchor, shift) = row.x > 60 ? ("end", -5) : ("start", 5)
      return """
        <text class="mark-text" x="\(at: row.x)%" dx="\(shift)" y="\(row.y)" text-anchor="\(anchor)">\
        \(row.mark.name) \(DurationText.text(row.mark.seconds))</text>
        """
    }
    return .joined(lines + texts)
  }
}
