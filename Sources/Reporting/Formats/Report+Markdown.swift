import Rendering
import Samples
import Thresholds

extension Report {
  /// The report for a pull request, in GitHub's Markdown: the verdict, the targets with the breached first, what has changed against a
  /// baseline; the rest is folded away. Ends with a line feed.
  package var markdown: String {
    let window = "\(since.iso8601) to \(until.iso8601)"
    let sentence = summary.prefix(1).uppercased() + summary.dropFirst()
    let head = ["### calcmon: \(verdict.mark) \(verdict.rawValue)", "", "\(sentence), \(window)."]
    let notes = notes.flatMap { ["", MarkdownText.own($0)] } + origins.flatMap { ["", MarkdownText.escape($0)] }
    let short = shortText.map { ["", MarkdownText.escape($0)] } ?? []
    let parts =
      head + notes + targetLines + causeLines + short + hostLines + failureLines + comparisonLines + appMarkdown + outcomeLines
      + stallLines
      + driftLines
    return parts.joined(separator: "\n") + "\n"
  }

  private var targetLines: [String] {
    let lines = judgedLines
    guard !lines.isEmpty else { return [] }
    let ordered = [Verdict.breached, .unknown, .met].flatMap { verdict in lines.filter { $0.verdict == verdict } }
    return [""]
      + MarkdownText.table(
        header: ["Verdict", "Mix", "Strategy", "Runtime", "Target", "Value", "Limit", "Worst", "Samples"], rightAligned: [5, 8],
        rows: ordered.map { line in
          let verdict = "\(line.verdict.mark) \(line.verdict.rawValue)"
          return [line.verdict == .breached ? "**\(verdict)**" : verdict] + line.identity.cells + [
            line.name, MarkdownText.own(line.value), MarkdownText.own(line.limit), MarkdownText.own(line.worst),
            String(line.samples),
          ]
        })
  }

  private var causeLines: [String] {
    let lines = judgedLines.compactMap { line in
      line.cause.map { cause in
        "- \(line.identity.cells.joined(separator: ", ")), \(line.name): cause **\(cause.kind)**. \(MarkdownText.escape(cause.text))"
      }
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  /// What the host limited, if it is not the cause of a target already.
  private var hostLines: [String] {
    let lines = limitedByHost.map { entry, text in
      "- \(entry.cells.joined(separator: ", ")): limited by \(MarkdownText.escape(text))"
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  private var failureLines: [String] {
    guard !failed.isEmpty else { return [] }
    return [""]
      + failed.map { row in
        "- \(row.identity.cells.joined(separator: ", ")): \(MarkdownText.escape(row.account)); "
          + MarkdownText.escape(row.advice)
      }
  }

  private var comparisonLines: [String] {
    guard let comparison else { return [] }
    let table = MarkdownText.table(
      header: ["Outcome", "Mix", "Strategy", "Runtime", "Measure", "Before", "Now", "Change", "p", "Runs"],
      rightAligned: [5, 6, 7, 8, 9],
      rows: comparison.ordered.map { change in
        [change.outcome == .worse ? "**worse**" : change.outcomeText] + change.identity.cells + [change.measure]
          + change.figures.map(MarkdownText.own)
      })
    return ["", "#### Compared with \(MarkdownText.escape(comparison.baseline))", "", comparison.summary]
      + (comparison.ordered.isEmpty ? [] : [""] + table) + ["", "<sub>\(MarkdownText.own(Comparison.rule))</sub>"]
  }

  private var outcomeLines: [String] {
    guard !runs.isEmpty else { return [] }
    let table = MarkdownText.table(
      header: ["Mix", "Strategy", "Runtime", "Outcome", "Runs"], rightAligned: [4],
      rows: runs.map { $0.identity.cells + [$0.outcome.rawValue, String($0.count)] })
    return MarkdownText.details("\(runs.reduce(0) { $0 + $1.count }) runs by outcome", table)
  }

  private var stallLines: [String] {
    guard !identities.isEmpty else { return [] }
    guard !stalls.isEmpty else { return ["", "The loops never stood still for longer than the limit."] }
    let table = MarkdownText.table(
      header: ["Mix", "Strategy", "Runtime", "Cause", "Seconds"], rightAligned: [4],
      rows: stalls.flatMap { entry in
        entry.summary.budget.ranked.map { entry.identity.cells + [$0.cause.rawValue, MarkdownText.own(Digits.text($0.seconds))] }
      })
    let worst = stalls.flatMap { entry in
      entry.lines.map { "- \(entry.identity.cells.joined(separator: ", ")): \(MarkdownText.escape($0))" }
    }
    return MarkdownText.details("\(stalls.reduce(0) { $0 + $1.summary.count }) stalls by cause", table + [""] + worst)
  }

  private var driftLines: [String] {
    guard !drifts.isEmpty else { return [] }
    let table = MarkdownText.table(
      header: ["Runtime", "Kernel", "Checks", "Now", "Lowest", "Highest"], rightAligned: [2, 3, 4, 5],
      rows: drifts.map { drift in
        [drift.runtime.rawValue, MarkdownText.code(drift.kernel), String(drift.checks)] + drift.texts.map(MarkdownText.own)
      })
    return MarkdownText.details("Speed of the host over its speed at calibration", table)
  }
}

extension RunIdentity {
  fileprivate var cells: [String] { [MarkdownText.code(mix), strategy.rawValue, runtime.rawValue] }
}
