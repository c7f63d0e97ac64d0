import Rendering
import Samples
import Thresholds

/// The plots of a report, as SVG.
struct HTMLPlots {
  let report: Report

  /// As much of the window as has runs, and a little beside them.
  private var span: (since: Timestamp, until: Timestamp) {
    guard let measured = report.measured else { return (report.since, report.until) }
    let length = Double(measured.upperBound.milliseconds - measured.lowerBound.milliseconds) / 1000
    let margin = max(30, length * 0.03)
    let since = max(report.since, measured.lowerBound.advanced(bySeconds: -margin))
    let until = min(report.until, measured.upperBound.advanced(bySeconds: margin))
    return since < until ? (since, until) : (report.since, report.until)
  }

  /// A plot of one row, without axes.
  func small(_ row: Report.Row) -> Markup {
    guard let last = row.plot.last else { return "<span class=\"none\">no figures</span>" }
    let target = row.judgement.target
    guard let measure = target.name.measure else { return .none }
    let frame = PlotFrame(
      left: 3, top: 3, width: 144, height: 30, since: span.since, until: span.until,
      scale: PlotScale(measure, row.plot.map(\.value) + target.drawnBounds))
    let peak: Markup =
      row.judgement.verdict == .breached && target.isDrawn
      ? "<g class=\"peak\">\(row.plot.worst(by: target.limit).map { frame.dot($0, radius: 2.5) } ?? .none)</g>" : .none
    let worst = row.worst.map { "; worst \(measure.text($0.value)) at \($0.at.iso8601)" } ?? ""
    return """
      <svg class="spark" viewBox="0 0 150 36" role="img"><title>\(target.name.title) over time</title>\
      <desc>\(measure.title), from \(span.since.iso8601) to \(span.until.iso8601); \
      last \(measure.text(last.value))\(worst).</desc>\
      \(frame.limit(target))\(frame.line(PlotSeries(name: "", style: 0, points: row.plot)))\(peak)</svg>
      """
  }

  /// Everything of a mix: a plot for each target, a line for each strategy and runtime. What is not breached is folded away.
  func section(_ mix: String) -> Markup {
    let rows = report.rows.filter { $0.identity.mix == mix }
    let identities = Set(rows.map(\.identity)).sorted()
    let breached = Set(rows.filter { $0.judgement.verdict == .breached }.map(\.judgement.target.name))
    let names = TargetName.allCases.filter(breached.contains) + TargetName.allCases.filter { !breached.contains($0) }
    let plots = names.compactMap { large($0, rows, identities) }
    guard !plots.isEmpty else { return .none }
    let legend = identities.enumerated().map { style, identity -> Markup in
      """
      <li><svg class="key" viewBox="0 0 30 8" aria-hidden="true"><g class="s\(style % 8)"><path class="line" d="M0,4L30,4"/></g></svg>\
      \(identity.strategy.rawValue), \(identity.runtime.rawValue)</li>
      """
    }
    let fold = HTMLFold(shown: min(breached.count, plots.count), entries: plots, noun: "plot") {
      "<ul class=\"legend\">\(Markup.joined(legend))</ul>\n<div class=\"plots\">\n\(lines: $0)\n</div>"
    }
    return "<section class=\"mix\"><h3>\(mix)</h3>\n\(fold.markup)</section>"
  }

  private func large(_ name: TargetName, _ all: [Report.Row], _ identities: [RunIdentity]) -> Markup? {
    let rows = all.filter { $0.judgement.target.name == name && !$0.plot.isEmpty }
    guard let target = rows.first?.judgement.target, let measure = name.measure else { return nil }
    let values = rows.flatMap { $0.plot.map(\.value) }
    let frame = PlotFrame(
      left: 62, top: 8, width: 388, height: 140, since: span.since, until: span.until,
      scale: PlotScale(measure, values + target.drawnBounds))
    let series = rows.map { row in
      PlotSeries(
        name: "\(row.identity.strategy.rawValue), \(row.identity.runtime.rawValue)",
        style: (identities.firstIndex(of: row.identity) ?? 0) % 8, points: row.plot)
    }
    let ranges = series.map { series in
      let values = series.points.map(\.value)
      return "\(series.name): \(measure.text(values.min() ?? 0)) to \(measure.text(values.max() ?? 0))"
    }
    return """
      <figure><figcaption><b>\(measure.title)</b><span>\(target.caption)</span></figcaption>
      <svg viewBox="0 0 460 172" role="img"><title>\(measure.title)</title><desc>\(ranges.joined(separator: "; ")).</desc>
      \(PlotAxes(frame: frame, measure: measure).markup)
      \(frame.limit(target))
      \(lines: series.map(frame.line))
      </svg></figure>
      """
  }
}
