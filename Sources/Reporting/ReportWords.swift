import FoundationEssentials
import Rendering
import Samples
import Storage
import Thresholds

/// What all renderings of a report say in the same words.
extension Report {
  /// `1 of 39 targets breached, 2 unknown`
  var summary: String {
    let (breached, unknown) = (count(.breached), count(.unknown))
    let targets = Plural.text(rows.count, "target")
    if rows.isEmpty { return "no runs in this window" }
    if breached > 0 { return "\(breached) of \(targets) breached" + (unknown > 0 ? ", \(unknown) unknown" : "") }
    return unknown > 0 ? "\(unknown) of \(targets) unknown, none breached" : "all of \(targets) met"
  }

  /// Why the window is not whole; `nil` where it is.
  var keptText: String? {
    keptSince.map { "Runs before \($0.iso8601) are no longer kept: the window is judged from there." }
  }

  /// What the judgement leaves out; `nil` where it is of all that was measured.
  var damageText: String? { damagedRows.text.map { "\($0); the verdict is of the others." } }

  /// What a reader must know of the window beside the verdict.
  var notes: [String] { [keptText, damageText].compactMap { $0 } }

  private func count(_ verdict: Verdict) -> Int { rows.count { $0.judgement.verdict == verdict } }
}

extension Report.Row {
  /// `1.61 s at 2026-11-22T18:00:00Z (run 12)`, or `-`.
  var worstText: String {
    worst.map { "\(judgement.target.name.measure.text($0.value)) at \($0.at.iso8601) (run \($0.runID))" } ?? "-"
  }

  /// Why there is no verdict; `nil` where there is one.
  var unknownReason: String? {
    guard judgement.verdict == .unknown else { return nil }
    let samples = judgement.samples
    return samples == 0 ? "no samples" : "\(Plural.text(samples, "sample is", "samples are")) too few to judge"
  }
}

extension Report.Stalls {
  /// Count, seconds and causes; then the longest. One or two lines.
  var lines: [String] { [summary.text, summary.longestText].compactMap { $0 }.map(Printable.text) }
}

extension Comparison {
  /// Those that are neither the same nor unknown: the worse first.
  var notable: [Change] {
    [.worse, .changed, .better].flatMap { outcome in changes.filter { $0.outcome == outcome } }
  }

  /// `3 measures worse, 1 better; 30 did not change, 2 have too few runs to tell.`
  var summary: String {
    guard !changes.isEmpty else { return "Nothing was measured in both windows." }
    let found = notable.isEmpty ? "No measure changed" : parts([(.worse, "worse"), (.changed, "changed"), (.better, "better")])
    let rest = parts([(.same, "did not change"), (.unknown, "without runs enough to tell")])
    return found + (rest.isEmpty ? "" : "; " + rest) + "."
  }

  private func parts(_ words: [(Change.Outcome, String)]) -> String {
    words.compactMap { outcome, word in
      let count = changes.count { $0.outcome == outcome }
      return count > 0 ? "\(count) \(word)" : nil
    }.joined(separator: ", ")
  }
}

extension Change {
  /// The medians with their units.
  var medians: [String] { [before, now].map { $0.median.map(measure.text) ?? "-" } }

  /// `+12 %`, or `-` where the baseline is 0.
  var changeText: String {
    ratio.map { "\($0 < 1 ? "" : "+")\(Digits.text(($0 * 1000 - 1000).rounded() / 10)) %" } ?? "-"
  }

  /// `0.004`, `< 0.001`, or `-`.
  var pText: String { p.map(Digits.text) ?? "-" }

  /// `288, 290`: in the baseline, and now.
  var runsText: String { "\(before.count), \(now.count)" }
}

extension Report.Drift {
  /// Last, lowest and highest.
  var texts: [String] { [last, lowest, highest].map(Digits.text) }
}

extension RunIdentity {
  /// Mix, strategy and runtime, each on one line whatever they are.
  var words: [String] { [Printable.text(mix), strategy.rawValue, runtime.rawValue] }
}
