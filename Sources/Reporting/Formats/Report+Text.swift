import Rendering
import Samples
import Thresholds

extension Report {
  /// Tables for people, ending with a line feed: the verdict, the targets, how runs ended, why loops stood still, the host's
  /// speed, and what has changed against a baseline.
  package var text: String {
    let window = ["Window:  \(since.iso8601) to \(until.iso8601)"] + notes.map(Printable.text)
    let head = ["Verdict: \(verdict.rawValue)"] + (rows.isEmpty ? [] : ["Targets: \(summary)"]) + window
    let body = rows.isEmpty ? ["No runs in this window."] : [""] + targetLines + [""] + outcomeLines + stallLines
    return (head + body + driftLines + comparisonLines).joined(separator: "\n") + "\n"
  }

  private var targetLines: [String] {
    Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "TARGET", "VALUE", "LIMIT", "VERDICT", "SAMPLES", "WORST"], rightAligned: [4, 7],
      rows: rows.map { row in
        row.identity.words + [
          row.judgement.target.name.rawValue, row.judgement.valueText, row.judgement.target.limitText,
          row.judgement.verdict.rawValue, String(row.judgement.samples), row.worstText,
        ]
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
        $0.identity.words + [$0.measure.rawValue] + $0.medians + [$0.changeText, $0.pText, $0.runsText, $0.outcome.rawValue]
      })
    return ["", "Compared with \(Printable.text(comparison.baseline)), by the medians of the runs:"]
      + (comparison.notable.isEmpty ? [] : table.lines) + [comparison.summary, Comparison.rule]
  }
}
