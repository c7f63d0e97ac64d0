import FoundationEssentials
import Samples
import Thresholds

extension Report {
  /// A table for people, ending with a line feed.
  package var text: String {
    var lines = ["Verdict: \(verdict.rawValue)", "Window:  \(since.iso8601) to \(until.iso8601)"]
    if rows.isEmpty { return (lines + ["No runs in this window."]).joined(separator: "\n") + "\n" }
    let targets = Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "TARGET", "VALUE", "LIMIT", "VERDICT", "SAMPLES"], rightAligned: [4, 7],
      rows: rows.map { row in
        row.identity.words + [
          row.judgement.target.name.rawValue, row.judgement.valueText, row.judgement.target.limitText,
          row.judgement.verdict.rawValue, String(row.judgement.samples),
        ]
      })
    let outcomes = Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "OUTCOME", "RUNS"], rightAligned: [4],
      rows: runs.map { $0.identity.words + [$0.outcome.rawValue, String($0.count)] })
    lines += [""] + targets.lines + [""] + outcomes.lines + stallLines
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Report {
  private var stallLines: [String] {
    guard !stalls.isEmpty else { return ["", "The loops never stood still for longer than the limit."] }
    let table = Table(
      header: ["MIX", "STRATEGY", "RUNTIME", "CAUSE OF STALLS", "SECONDS"], rightAligned: [4],
      rows: stalls.flatMap { entry in
        entry.summary.budget.ranked.map { entry.identity.words + [$0.cause.rawValue, Digits.text($0.seconds)] }
      })
    let details = stalls.flatMap { entry in
      [entry.summary.text, entry.summary.longestText].compactMap { $0 }.map {
        "\(entry.identity.words.joined(separator: ", ")): \($0)"
      }
    }
    return [""] + table.lines + [""] + details
  }
}

extension RunIdentity {
  fileprivate var words: [String] { [mix, strategy.rawValue, runtime.rawValue] }
}

extension Timestamp {
  /// `2026-11-22T18:00:00Z`
  package var iso8601: String { Date(timeIntervalSince1970: seconds).formatted(.iso8601) }
}
