import Rendering
import Samples
import Thresholds

/// A line of what has changed: a measure, or what failed.
struct ComparedLine {
  let identity: RunIdentity
  let measure: String
  /// Before and now, with their units.
  let values: [String]
  /// `+12 %`, or `-` where the baseline is 0.
  let change: String
  /// `0.004`, `< 0.001`, or `-`.
  let p: String
  /// `288, 290`: in the baseline, and now.
  let runs: String
  let outcome: Change.Outcome
  /// `worse`, or why it cannot be told: `not enough runs: 3 of 5`.
  let outcomeText: String

  init(_ change: Change) {
    identity = change.identity
    measure = change.measure.rawValue
    values = [change.before, change.now].map { $0.median.map(change.measure.text) ?? "-" }
    self.change = ComparedLine.text(change.ratio)
    p = change.p.map(Digits.text) ?? "-"
    runs = "\(change.before.count), \(change.now.count)"
    outcome = change.outcome
    outcomeText = change.shortText ?? change.outcome.rawValue
  }

  init(_ change: FailureChange) {
    identity = change.identity
    measure = Failures.name
    values = [change.before, change.now].map { Percent.text($0.share) }
    self.change = ComparedLine.text(change.ratio)
    p = "-"
    runs = "\(change.before.runs.all), \(change.now.runs.all)"
    outcome = change.outcome
    outcomeText = change.outcome.rawValue
  }

  /// Values, change, p and runs, in the order of a table.
  var figures: [String] { values + [change, p, runs] }

  private static func text(_ ratio: Double?) -> String {
    ratio.map { "\($0 < 1 ? "" : "+")\(Digits.text(($0 * 1000 - 1000).rounded() / 10)) %" } ?? "-"
  }
}
