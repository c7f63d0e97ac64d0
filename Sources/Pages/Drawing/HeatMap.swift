package import Rendering
package import Samples

/// Where a value stands between two others, by its logarithm.
enum HeatScale {
  static func share(_ value: Double, _ lower: Double, _ upper: Double) -> Double {
    let share = (Decade.log10(value) - Decade.log10(lower)) / (Decade.log10(upper) - Decade.log10(lower))
    return share.isFinite ? min(1, max(0, share)) : 1
  }
}

/// The lateness of one loop over time, as a picture.
package struct HeatMap {
  /// Above it.
  let name: Markup
  /// Whose loops.
  let sentence: String
  let grid: HeatGrid
  let span: HeatSpan
  /// In seconds.
  let limit: Double?

  /// - Parameter limit: in seconds; `nil`: none is drawn.
  package init(identity: RunIdentity, grid: HeatGrid, span: HeatSpan, limit: Double?) {
    self.init(name: identity.whole, sentence: identity.sentence, grid: grid, span: span, limit: limit)
  }

  init(name: Markup, sentence: String, grid: HeatGrid, span: HeatSpan, limit: Double?) {
    self.name = name
    self.sentence = sentence
    self.grid = grid
    self.span = span
    self.limit = limit
  }

  private static let (left, top, width, height) = (52.0, 6.0, 404.0, 112.0)

  /// As a figure.
  package var markup: Markup {
    let summary = late.map { late in
      let (bound, share) = late
      return share > 0
        ? "\(Percent.text(share)) later than \(DurationText.text(bound))" : "none later than \(DurationText.text(bound))"
    }
    return """
      <figure class="heat"><figcaption><div>\(name)</div><span>\(summary ?? "not judged by a limit")</span></figcaption>
      <svg viewBox="0 0 460 142" role="img"><title>Event-loop latency of \(sentence) over time</title>\
      <desc>\(PageWords.count(Int(clamping: grid.count), "tick")) in \(PageWords.count(grid.intervals, "interval")) of \
      \(PageWords.span(grid.step)); \(summary.map { "\($0); " } ?? "")\(latest).</desc>
      <g class="axes">\(Markup.joined(rows + times))</g>\(cells)\(limitLine)
      </svg></figure>
      """
  }

  /// The first bound from the limit on, and the share of ticks that were later.
  private var late: (bound: Double, share: Double)? {
    guard let limit else { return nil }
    let row = grid.firstRow(laterThan: limit)
    guard grid.bounds.indices.contains(row - 1), grid.count > 0 else { return nil }
    return (grid.bounds[row - 1], Double(grid.totals.dropFirst(row).reduce(0, &+)) / Double(grid.count))
  }

  private var latest: String {
    guard let row = grid.totals.lastIndex(where: { $0 > 0 }) else { return "no tick" }
    if let bound = grid.bounds.dropFirst(row).first { return "none later than \(DurationText.text(bound))" }
    return grid.bounds.last.map { "some later than \(DurationText.text($0))" } ?? "all together"
  }

  /// In the units of the grid, from which the picture is stretched to its place; what lies beside the window is cut off.
  private var cells: Markup {
    let first = limit.map(grid.firstRow) ?? Int.max
    let (early, late) = (grid.blocks.filter { $0.row < first }, grid.blocks.filter { $0.row >= first })
    let offset = grid.origin.seconds(until: grid.since) / grid.step
    let steps = max(1e-3, grid.since.seconds(until: grid.until) / grid.step)
    return """
      <svg x="\(at: Self.left)" y="\(at: Self.top)" width="\(at: Self.width)" height="\(at: Self.height)" \
      viewBox="\(at: offset) 0 \(at: steps) \(span.rows.count)" preserveAspectRatio="none" shape-rendering="crispEdges">\
      \(paths(early))<g class="late">\(paths(late))</g></svg>
      """
  }

  /// One path a level.
  private func paths(_ blocks: [HeatGrid.Block]) -> Markup {
    let levels = HeatLevel.allCases.map { level -> Markup in
      let shapes = blocks.filter { $0.level == level && span.rows.contains($0.row) }.map { block -> Markup in
        "M\(block.x) \(span.rows.upperBound - 1 - block.row)h\(block.width)v1h-\(block.width)z"
      }
      return shapes.isEmpty ? .none : "<path class=\"h\(level.rawValue)\" d=\"\(Markup.joined(shapes))\"/>"
    }
    return .joined(levels)
  }

  private func y(_ height: Double) -> Double {
    let share = (height - Double(span.rows.lowerBound)) / Double(span.rows.count)
    return Self.top + Self.height * (1 - min(1, max(0, share)))
  }

  private var limitLine: Markup {
    guard let limit else { return .none }
    let y = y(grid.height(limit))
    return "<line class=\"limit\" x1=\"\(at: Self.left)\" x2=\"\(at: Self.left + Self.width)\" y1=\"\(at: y)\" y2=\"\(at: y)\"/>"
  }

  /// Decades, where bounds are some; else every few bounds.
  private var rows: [Markup] {
    let shown = grid.bounds.enumerated().filter { span.rows.contains($0.offset) }
    let decades = shown.filter { abs(Decade.log10($0.element) - Decade.log10($0.element).rounded()) < 1e-6 }
    let some = decades.count > 1 ? decades : shown.filter { $0.offset % (1 + shown.count / 5) == 0 }
    return some.map { row, bound in
      let y = y(Double(row + 1))
      return """
        <line x1="\(at: Self.left)" x2="\(at: Self.left + Self.width)" y1="\(at: y)" y2="\(at: y)"/>\
        <text class="end" x="\(at: Self.left - 6)" y="\(at: y + 4)">\(DurationText.text(bound))</text>
        """
    }
  }

  private var times: [Markup] {
    let length = max(1e-3, grid.since.seconds(until: grid.until))
    let bottom = Self.top + Self.height
    return TimeAxis(from: grid.since, to: grid.until).ticks.map { tick in
      let x = Self.left + Self.width * grid.since.seconds(until: tick.at) / length
      let anchor = x > Self.left + Self.width - 16 ? "end" : "middle"
      return """
        <line class="tick" x1="\(at: x)" x2="\(at: x)" y1="\(at: bottom)" y2="\(at: bottom + 4)"/>\
        <text class="\(anchor)" x="\(at: x)" y="\(at: bottom + 18)">\(tick.text)</text>
        """
    }
  }
}
