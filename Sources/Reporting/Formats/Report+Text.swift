import Rendering
import Samples
import Thresholds

extension Report {
  /// Tables for people, ending with a line feed: the verdict, the targets, how runs ended, why loops stood still, the host's
  /// speed, and what has changed against a baseline.
  package var text: String {
    let window = ["Window:  \(since.iso8601) to \(until.iso8601)"] + [keptText].compactMap { $0 }
    let isEmpty = identities.isEmpty
    let head = ["Verdict: \(verdict.rawValue)"] + (isEmpty ? [] : ["Targets: \(summary)"]) + window
    let body = isEmpty ? [summary.prefix(1).uppercased() + summary.dropFirst() + "."] : runLines
    return (head + body + driftLines + comparisonLines).joined(separator: "\n") + "\n"
  }

  private var runLines: [String] {
    (judgedLines.isEmpty ? [] : [""] + targetLines) + failureLines + [""] + outcomeLines + stallLines
  }

  private var failureLines: [String] {
    failed.isEmpty
      ? [] : [""] + failed.flatMap { ["\($0.identity.words.joined(separator: ", ")): \($0.account)", "  \($0.advice)"] }
  }

  private var targetLines: [String] {
    Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "TARGET", "VALUE", "LIMIT", "VERDICT", "SAMPLES", "WORST"], rightAligned: [4, 7],
      rows: judgedLines.map { line in
        line.identity.words + [line.name, line.value, line.limit, line.verdict.rawValue, String(line.samples), line.worst]
      }
    ).lines
  }

  private var outcomeLines: [String] {
    Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "OUTCOME", "RUNS"], rightAligned: [4],
      rows: runs.map { $0.identity.words + [$0.outcome.rawValue, String($0.count)] }
    ).lines
  }

  private var stallLines: [String] {
    guard !stalls.isEmpty else { return ["", "The loops never stood still for longer than the limit."] }
    let table = Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "CAUSE OF STALLS", "SECONDS"], rightAligned: [4],
      rows: stalls.flatMap { entry in
        entry.summary.budget.ranked.map { entry.identity.words + [$0.cause.rawValue, Digits.text($0.seconds)] }
      })
    let details = stalls.flatMap { entry in
      entry.lines.map { "\(entry.identity.words.joined(separator: ", ")): \($0)" }
    }
    return [""] + table.lines + [""] + details
  }

  private var driftLines: [String] {
    guard !drifts.isEmpty else { return [] }
    let table = Table(
      header: ["RUNTIME", "KERNEL", "CHECKS", "SPEED NOW", "LOWEST", "HIGHEST"], rightAligned: [2, 3, 4, 5],
      rows: drifts.map { [$0.runtime.rawValue, Printable.text($0.kernel), String($0.checks)] + $0.texts })
    return ["", "Speed of the host over its speed at calibration:"] + table.lines
  }

  private var comparisonLines: [String] {
    guard let comparison else { return [] }
    let table = Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "MEASURE", "BEFORE", "NOW", "CHANGE", "P", "RUNS", "OUTCOME"],
      rightAligned: [4, 5, 6, 7, 8],
      rows: comparison.notable.map {
        $0.identity.words + [$0.measure] + $0.figures + [$0.outcome.rawValue]
      })
    return ["", "Compared with \(Printable.text(comparison.baseline)), by the medians of the runs:"]
      + (comparison.notable.isEmpty ? [] : table.lines) + [comparison.summary, Comparison.rule]
  }
}
