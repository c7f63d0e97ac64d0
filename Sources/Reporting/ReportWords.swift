import FoundationEssentials
import Rendering
import Samples
import Storage
import Thresholds

/// What all renderings of a report say in the same words.
extension Report {
  /// `1 of 39 targets breached, 2 unknown`; `all of 2 targets met, but more than 1 % failed of idle/async/swift`
  var summary: String {
    guard !isEmpty else {
      if let app { return "nothing of the application '\(Printable.text(app))' in this window" }
      return mix.map { "no runs of the mix '\(Printable.text($0))' in this window" } ?? "no runs in this window"
    }
    guard let failureSummary else { return targetSummary }
    return "\(targetSummary), \(count(.breached) > 0 ? "and" : "but") \(failureSummary)"
  }

  private var targetSummary: String {
    let (breached, unknown) = (count(.breached), count(.unknown))
    let judged = judgedVerdicts.count
    let targets = Plural.text(judged, "target")
    if judged == 0 { return "no target is judged" }
    if breached > 0 { return "\(breached) of \(targets) breached" + (unknown > 0 ? ", \(unknown) unknown" : "") }
    return unknown > 0 ? "\(unknown) of \(targets) unknown, none breached" : "all of \(targets) met"
  }

  /// `more than 1 % failed of idle/async/swift and 2 others`; `nil` if nowhere more did.
  private var failureSummary: String? {
    let breached = failures.filter { $0.failures.verdict == .breached }
    guard let first = breached.first else { return nil }
    let others = breached.count > 1 ? " and \(Plural.text(breached.count - 1, "other"))" : ""
    return "more than \(Percent.text(Failures.limit)) failed of \(first.identity.words.joined(separator: "/"))\(others)"
  }

  /// Why the window is not whole; `nil` where it is.
  var keptText: String? {
    keptSince.map { "Runs before \($0.iso8601) are no longer kept: the window is judged from there." }
  }

  /// What the judgement leaves out; `nil` where it is of all that was measured.
  var damageText: String? { damagedRows.text.map { "\($0); the verdict is of the others." } }

  /// What a reader must know of the window beside the verdict.
  var notes: [String] { [keptText, damageText].compactMap { $0 } }

  /// What the host limited, with who had it, if that is not the cause of a breached target already.
  var limitedByHost: [(identity: RunIdentity, text: String)] {
    let told = Set(rows.filter { $0.judgement.cause?.kind == .host }.map(\.identity))
    return surroundings.filter { $0.isLimitedByHost && !told.contains($0.identity) }.compactMap { entry in
      entry.limitText.map { (entry.identity, Printable.text($0)) }
    }
  }

  /// What there is too little of, once, and what helps; `nil` if nothing is unknown for that.
  var shortText: String? {
    let short = identities.compactMap { identity -> String? in
      let parts = rows.filter { $0.identity == identity }.compactMap { row in
        row.judgement.shortage.flatMap { $0.scarceCores == nil ? "\(row.judgement.target.name.rawValue) has \($0.text)" : nil }
      }
      return parts.isEmpty ? nil : "\(identity.words.joined(separator: "/")): \(parts.joined(separator: ", "))"
    }
    let waits = apps.compactMap { $0.waitText(since, until) }
    let ofApps = apps.compactMap { app -> String? in
      guard app.waitText(since, until) == nil else { return nil }
      let parts = app.judgements.filter(\.countsForApplication).compactMap { judgement in
        judgement.shortage.flatMap { $0.scarceCores == nil ? "\(judgement.target.name.rawValue) has \($0.text)" : nil }
      }
      return parts.isEmpty ? nil : "\(app.name): \(parts.joined(separator: ", "))"
    }
    let few = (short + ofApps).joined(separator: "; ")
    let all = few.isEmpty ? waits : ["Too few to judge: \(few). A longer window helps (--since), or more runs."] + waits
    return all.isEmpty ? nil : all.joined(separator: " ")
  }

  /// By what it is judged, and of which host it is, a sentence each.
  var origins: [String] {
    [judgedBy.map { "Judged by \($0.text)." }, provenance.hostText.map { "Measured on \($0)." }].compactMap { $0 }
  }

  private func count(_ verdict: Verdict) -> Int { judgedVerdicts.count { $0 == verdict } }
}

extension Report.Row {
  /// `1.61 s at 2026-11-22T18:00:00Z (run 12)`, or `-`.
  var worstText: String { worst.map { "\(text(of: $0)) at \($0.at.iso8601) (run \($0.runID))" } ?? "-" }

  /// The figure of one of its runs: `1.61 s`.
  func text(of point: RunPoint) -> String { judgement.target.name.measure?.text(point.value) ?? Digits.text(point.value) }

  /// Why there is no verdict; `nil` where there is one.
  var unknownReason: String? {
    guard judgement.verdict == .unknown else { return nil }
    if let shortage = judgement.shortage, shortage.scarceCores != nil { return shortage.text }
    return judgement.samples == 0 ? "no samples" : judgement.shortage?.text ?? "there is no figure"
  }
}

extension Report.Stalls {
  /// Count, seconds and causes; then the longest. One or two lines.
  var lines: [String] { [summary.text, summary.longestText].compactMap { $0 }.map(Printable.text) }
}

extension Comparison {
  /// What failed first, then the measures.
  private var lines: [ComparedLine] { failures.map(ComparedLine.init) + changes.map(ComparedLine.init) }

  /// Those that are neither the same nor unknown.
  var notable: [ComparedLine] { lines.filter { ![.same, .unknown].contains($0.outcome) } }

  /// All of them: the worse first, last those that cannot be told.
  var ordered: [ComparedLine] {
    let lines = lines
    return Change.Outcome.allCases.flatMap { outcome in lines.filter { $0.outcome == outcome } }
  }

  /// `3 measures worse, 1 better; 30 did not change, 2 have too few runs to tell.`
  var summary: String {
    // What failed no more than before needs no word.
    let outcomes = changes.map(\.outcome) + failures.map(\.outcome).filter { $0 != .same }
    guard !outcomes.isEmpty else { return "Nothing was measured in both windows." }
    let found =
      notable.isEmpty ? "No measure changed" : parts(outcomes, [(.worse, "worse"), (.changed, "changed"), (.better, "better")])
    let rest = parts(outcomes, [(.same, "did not change"), (.unknown, "without runs enough to tell")])
    return found + (rest.isEmpty ? "" : "; " + rest) + "."
  }

  private func parts(_ outcomes: [Change.Outcome], _ words: [(Change.Outcome, String)]) -> String {
    words.compactMap { outcome, word in
      let count = outcomes.count { $0 == outcome }
      return count > 0 ? "\(count) \(word)" : nil
    }.joined(separator: ", ")
  }
}

extension Report.Drift {
  /// Last, lowest and highest.
  var texts: [String] { [last, lowest, highest].map(Digits.text) }
}

extension RunIdentity {
  /// Mix, strategy and runtime, each on one line whatever they are.
  var words: [String] { [Printable.text(mix), strategy.rawValue, runtime.rawValue] }
}
