import Rendering
import Samples
import Thresholds

/// A line of a report's table of verdicts: a target, or what failed.
struct JudgedLine {
  let identity: RunIdentity
  let name: String
  let value: String
  let limit: String
  let verdict: Verdict
  let samples: Int
  let worst: String
  /// Why it is breached: program, host or unexplained, and the sentence; `nil` if it is not, or if the target is what failed.
  let cause: (kind: String, text: String)?

  init(_ row: Report.Row) {
    identity = row.identity
    name = row.judgement.target.name.rawValue
    value = row.judgement.valueText
    limit = row.judgement.target.limitText
    verdict = row.judgement.verdict
    samples = row.judgement.samples
    worst = row.worstText
    cause = row.judgement.cause.map { ($0.kind.rawValue, Printable.text($0.text)) }
  }

  init(_ row: Report.FailureRow) {
    identity = row.identity
    name = Failures.name
    value = row.failures.valueText
    limit = Failures.limitText
    verdict = row.failures.verdict
    samples = row.failures.runs.all
    worst = "-"
    cause = nil
  }
}

extension Report {
  /// In order of mix, strategy and runtime: the targets, then what failed, if anything did.
  var judgedLines: [JudgedLine] {
    identities.flatMap { identity in
      rows.filter { $0.identity == identity }.map(JudgedLine.init)
        + failed.filter { $0.identity == identity }.map(JudgedLine.init)
    }
  }

  /// What failed, without those of which nothing did.
  var failed: [FailureRow] { failures.filter(\.failures.isPresent) }
}

extension Report.FailureRow {
  /// How many of how many failed, why, and how to see it: `3 of 6 runs failed, most often since: …`
  var account: String { Printable.text(failures.account) }

  /// What to do: `calcmon run idle --strategy async --runtime swift shows it`
  var advice: String { "to see it by hand: \(Printable.text(identity.command))" }
}
