import Rendering
import Samples
import Thresholds

extension Report {
  /// Tables for people, ending with a line feed: the verdict, the targets, how runs ended, why loops stood still, the host's
  /// speed, and what has changed against a baseline.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal: if the table of targets is wider, the breached ones come first.
  package func text(width: Int?) -> String {
    let notes = notes.flatMap { WrappedText.lines(Printable.text($0), width: width, hanging: "  ") }
    let head = headLines.filter { !isEmpty || $0.name != "Targets:" }.flatMap { Self.lines($0, $1, width) } + notes
    let body =
      isEmpty
      ? [summary.prefix(1).uppercased() + summary.dropFirst() + "."]
      : (identities.isEmpty ? shortLines(width) : runLines(width)) + appLines(width)
    return (head + body + driftLines(width) + comparisonLines(width)).joined(separator: "\n") + "\n"
  }

  private var headLines: [(name: String, text: String)] {
    let origins = [judgedBy.map { ("Judged:", "by \($0.text)") }, provenance.hostText.map { ("Host:", $0) }].compactMap { $0 }
    return [
      ("Verdict:", verdict.rawValue), ("Targets:", summary), ("Window:", "\(since.iso8601) to \(until.iso8601)"),
    ] + origins
  }

  /// A name with what stands behind it, in further lines below that.
  private static func lines(_ name: String, _ text: String, _ width: Int?) -> [String] {
    let column = String(repeating: " ", count: 9)
    let lines = WrappedText.lines(text, width: width, indent: column)
    return lines.enumerated().map { $0 == 0 ? name + $1.dropFirst(name.count) : $1 }
  }

  private func runLines(_ width: Int?) -> [String] {
    (judgedLines.isEmpty ? [] : [""] + targetLines(width))
      + shortLines(width) + failureLines(width)
      + [""]
      + outcomeLines(width) + hostLines(width) + stallLines(width)
  }

  private func shortLines(_ width: Int?) -> [String] {
    shortText.map { [""] + WrappedText.lines(Printable.text($0), width: width, hanging: "  ") } ?? []
  }

  private func hostLines(_ width: Int?) -> [String] {
    let lines = limitedByHost.map { "\($0.words.joined(separator: ", ")): limited by \($1)" }
    return lines.isEmpty ? [] : [""] + lines.flatMap { WrappedText.lines($0, width: width, hanging: "  ") }
  }

  /// The advice is a command to type: it stays in one line.
  private func failureLines(_ width: Int?) -> [String] {
    let lines = failed.flatMap { row in
      WrappedText.lines("\(row.identity.words.joined(separator: ", ")): \(row.account)", width: width, hanging: "  ")
        + ["  \(row.advice)"]
    }
    return lines.isEmpty ? [] : [""] + lines
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
    let title = "Compared with \(Printable.text(comparison.baseline)), by the medians of the runs:"
    return [""] + WrappedText.lines(title, width: width, hanging: "  ")
      + (comparison.ordered.isEmpty ? [] : table.lines(width: width))
      + [comparison.summary, Comparison.rule].flatMap { WrappedText.lines($0, width: width, hanging: "  ") }
  }
}
