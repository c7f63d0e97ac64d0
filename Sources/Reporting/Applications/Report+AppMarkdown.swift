import Rendering
import Samples
import Thresholds

/// Applications in the Markdown of a report.
extension Report {
  var appMarkdown: [String] { apps.flatMap(\.markdown) }
}

extension Report.App {
  fileprivate var markdown: [String] {
    let title = ["", "#### Application \(MarkdownText.code(app)): \(verdict.mark) \(verdict.rawValue)", ""]
    return title + targetTable + causes + comparisonLines + placeTable
      + (levels.isEmpty ? [] : [""] + levels.map { "- \(MarkdownText.escape($0))" }) + occurrenceLines
  }

  private var targetTable: [String] {
    let ordered = [Verdict.breached, .unknown, .met].flatMap { verdict in judgements.filter { $0.verdict == verdict } }
    return MarkdownText.table(
      header: ["Verdict", "Target", "Value", "Limit", "Samples"], rightAligned: [2, 4],
      rows: ordered.map { judgement in
        let verdict = "\(judgement.verdict.mark) \(judgement.verdict.rawValue)"
        return [
          judgement.verdict == .breached ? "**\(verdict)**" : verdict, MarkdownText.escape(judgement.appTargetText),
          MarkdownText.own(judgement.valueText), MarkdownText.own(judgement.target.limitText), String(judgement.samples),
        ]
      })
  }

  private var causes: [String] {
    let lines = judgements.compactMap { judgement in
      judgement.causeSentence.map { "- \(MarkdownText.escape(judgement.appTargetText)): \(MarkdownText.escape($0))" }
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  private var placeTable: [String] {
    guard !places.isEmpty else { return ["", "The loops never stood still for longer than the limit."] }
    let table = MarkdownText.table(
      header: ["Place", "Cause", "Seconds", "Count", "Worst"], rightAligned: [2, 3, 4],
      rows: places.map { [MarkdownText.code($0.frame ?? AppPlaceCost.unseen)] + $0.figures.map(MarkdownText.own) })
    return MarkdownText.details("The places that cost most: \(Plural.text(stalls.count, "stall"))", table)
  }

  private var occurrenceLines: [String] {
    guard !occurrences.isEmpty else { return [] }
    return MarkdownText.details(
      "What happened", occurrences.map { "- \($0.at.iso8601): \(MarkdownText.escape($0.sentence))" })
  }

  private var comparisonLines: [String] {
    guard let comparison else { return [] }
    let measures = MarkdownText.table(
      header: ["Outcome", "Measure", "Before", "Now", "p", "Intervals"], rightAligned: [2, 3, 4, 5],
      rows: comparison.changes.map { change in
        [Self.bold(change.outcome.appWord, change.outcome), change.measure.rawValue]
          + (change.values + change.counts).map(MarkdownText.own)
      })
    let places = MarkdownText.table(
      header: ["Outcome", "Place", "Cause", "Before", "Now"], rightAligned: [3, 4],
      rows: comparison.places.map { place in
        [
          Self.bold(place.outcomeText, place.outcome), MarkdownText.code(place.frame ?? AppPlaceCost.unseen),
          place.cause.rawValue,
        ] + place.values
      })
    let title = "##### \(MarkdownText.escape("\(comparison.window), compared with \(comparison.baseline)"))"
    return ["", title, "", MarkdownText.escape(comparison.summary)] + (comparison.places.isEmpty ? [] : [""] + places)
      + (comparison.changes.isEmpty ? [] : [""] + measures) + ["", "<sub>\(MarkdownText.own(AppComparison.rule))</sub>"]
  }

  private static func bold(_ word: String, _ outcome: Change.Outcome) -> String { outcome == .worse ? "**\(word)**" : word }
}
