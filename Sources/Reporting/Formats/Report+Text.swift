import Rendering
import Samples
import Thresholds

extension Report {
  /// Tables for people, ending with a line feed: the verdict, the targets, how runs ended, why loops stood still, the host's
  /// speed, and what has changed against a baseline.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal: if the table of targets is wider, the breached ones come first.
  package func text(width: Int?) -> String {
    let window = ["Window:  \(since.iso8601) to \(until.iso8601)"] + originLines + notes.map(Printable.text)
    let isEmpty = identities.isEmpty
    let head = ["Verdict: \(verdict.rawValue)"] + (isEmpty ? [] : ["Targets: \(summary)"]) + window
    let body = isEmpty ? [summary.prefix(1).uppercased() + summary.dropFirst() + "."] : runLines(width)
    return (head + body + driftLines(width) + comparisonLines(width)).joined(separator: "\n") + "\n"
  }

  private var originLines: [String] {
    [judgedBy.map { "Judged:  by \($0.text)" }, provenance.hostText.map { "Host:    \($0)" }].compactMap { $0 }
  }

  private func runLines(_ width: Int?) -> [String] {
    (judgedLines.isEmpty ? [] : [""] + targetLines(width))
      + (shortText.map { [""] + WrappedText.lines(Printable.text($0), width: width, hanging: "  ") } ?? []) + failureLines + [""]
      + outcomeLines(width) + hostLines(width) + stallLines(width)
  }

  private func hostLines(_ width: Int?) -> [String] {
    let lines = limitedByHost.map { "\($0.words.joined(separator: ", ")): limited by \($1)" }
    return lines.isEmpty ? [] : [""] + lines.flatMap { WrappedText.lines($0, width: width, hanging: "  ") }
  }

  private var failureLines: [String] {
    failed.isEmpty
      ? [] : [""] + failed.flatMap { ["\($0.identity.words.joined(separator: ", ")): \($0.account)", "  \($0.advice)"] }
  }

  private func targetLines(_ width: Int?) -> [String] {
    let table = targetTable(judgedLines)
    guard table.isFolded(at: width) else { return table.lines(width: width) }
    let breached = judgedLines.filter { $0.verdict == .breached }
    return targetTable(breached + judgedLines.filter { $0.verdict != .breached }).lines(width: width)
  }

  private func targetTable(_ lines: [JudgedLine]) -> Table {
    Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "TARGET", "VALUE", "LIMIT", "VERDICT", "SAMPLES", "WORST"], rightAligned: [4, 7],
      rows: lines.map { line in
        line.identity.words + [line.name, line.value, line.limit, line.verdict.rawValue, String(line.samples), line.worst]
      },
      notes: Dictionary(
        uniqueKeysWithValues: lines.enumerated().compactMap { place, line in
          line.cause.map { (place, "Cause: \($0.kind). \($0.text)") }
        })
    )
  }

  private func outcomeLines(_ width: Int?) -> [String] {
    Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "OUTCOME", "RUNS"], rightAligned: [4],
      rows: runs.map { $0.identity.words + [$0.outcome.rawValue, String($0.count)] }
    ).lines(width: width)
  }

  private func stallLines(_ width: Int?) -> [String] {
    guard !stalls.isEmpty else { return ["", "The loops never stood still for longer than the limit."] }
    let table = Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "CAUSE OF STALLS", "SECONDS"], rightAligned: [4],
      rows: stalls.flatMap { entry in
        entry.summary.budget.ranked.map { entry.identity.words + [$0.cause.rawValue, Digits.text($0.seconds)] }
      })
    let details = stalls.flatMap { entry in
      entry.lines.map { "\(entry.identity.words.joined(separator: ", ")): \($0)" }
    }
    return [""] + table.lines(width: width) + [""] + details.flatMap { WrappedText.lines($0, width: width, hanging: "  ") }
  }

  private func driftLines(_ width: Int?) -> [String] {
    guard !drifts.isEmpty else { return [] }
    let table = Table(
      header: ["RUNTIME", "KERNEL", "CHECKS", "SPEED NOW", "LOWEST", "HIGHEST"], rightAligned: [2, 3, 4, 5],
      rows: drifts.map { [$0.runtime.rawValue, Printable.text($0.kernel), String($0.checks)] + $0.texts })
    return ["", "Speed of the host over its speed at calibration:"] + table.lines(width: width)
  }

  private func comparisonLines(_ width: Int?) -> [String] {
    guard let comparison else { return [] }
    let table = Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "MEASURE", "BEFORE", "NOW", "CHANGE", "P", "RUNS", "OUTCOME"],
      rightAligned: [4, 5, 6, 7, 8],
      rows: comparison.ordered.map {
        $0.identity.words + [$0.measure] + $0.figures + [$0.outcomeText]
      })
    return ["", "Compared with \(Printable.text(comparison.baseline)), by the medians of the runs:"]
      + (comparison.ordered.isEmpty ? [] : table.lines(width: width)) + [comparison.summary, Comparison.rule]
  }
}
