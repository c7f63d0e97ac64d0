import Rendering
import Samples
import Thresholds

/// Applications in the text of a report.
extension Report {
  func appLines(_ width: Int?) -> [String] {
    guard !apps.isEmpty else { return [] }
    return [""] + appTargets.lines(width: width) + apps.flatMap { $0.lines(width) }
  }

  private var appTargets: Table {
    let lines = apps.flatMap { app in app.judgements.map { (app, $0) } }
    return Table(
      header: ["APP", "TARGET", "VALUE", "LIMIT", "VERDICT", "SAMPLES"], rightAligned: [2, 5],
      rows: lines.map { app, judgement in
        [
          app.name, judgement.appTargetText, judgement.valueText, judgement.target.limitText, judgement.verdict.rawValue,
          String(judgement.samples),
        ]
      },
      notes: Dictionary(
        uniqueKeysWithValues: lines.enumerated().compactMap { place, line in line.1.causeSentence.map { (place, $0) } }))
  }
}

extension Report.App {
  fileprivate func lines(_ width: Int?) -> [String] {
    let wrapped = { (text: String) in WrappedText.lines(text, width: width, hanging: "  ") }
    let stalls = stalls.text.map(Printable.text) ?? "the loops never stood still for longer than the limit"
    return ["", "\(name): \(verdict.rawValue); \(stalls)."].flatMap(wrapped) + levels.flatMap { wrapped("  \($0)") }
      + placeLines(width) + occurrenceLines(width) + comparisonLines(width)
  }

  private func placeLines(_ width: Int?) -> [String] {
    guard !places.isEmpty else { return [] }
    let table = Table(
      header: ["PLACE", "CAUSE", "SECONDS", "COUNT", "WORST"], rightAligned: [2, 3, 4],
      rows: places.map { [$0.placeText] + $0.figures })
    return [""] + table.lines(width: width)
  }

  private func occurrenceLines(_ width: Int?) -> [String] {
    guard !occurrences.isEmpty else { return [] }
    return [""]
      + occurrences.flatMap { WrappedText.lines("\($0.at.iso8601)  \($0.sentence)", width: width, hanging: "    ") }
  }

  private func comparisonLines(_ width: Int?) -> [String] {
    guard let comparison else { return [] }
    let wrapped = { (text: String) in WrappedText.lines(text, width: width, hanging: "  ") }
    let measures = Table(
      header: ["MEASURE", "BEFORE", "NOW", "P", "INTERVALS", "OUTCOME"], rightAligned: [1, 2, 3, 4],
      rows: comparison.changes.map { change in
        [change.measure.rawValue] + change.values + change.counts + [change.outcome.appWord]
      })
    let places = Table(
      header: ["PLACE", "CAUSE", "BEFORE", "NOW", "OUTCOME"], rightAligned: [2, 3],
      rows: comparison.places.map { [$0.placeText, $0.cause.rawValue] + $0.values + [$0.outcomeText] })
    return [""] + wrapped("\(name), \(comparison.window), compared with \(comparison.baseline):")
      + wrapped(comparison.summary) + (comparison.places.isEmpty ? [] : places.lines(width: width))
      + (comparison.changes.isEmpty ? [] : measures.lines(width: width)) + wrapped(AppComparison.rule)
  }
}

extension AppChange {
  /// p, and how many intervals there were.
  var counts: [String] { [p.map(Digits.text) ?? "-", "\(before.count), \(now.count)"] }
}
