package import Thresholds

/// What failed of the runs of a mix, strategy and runtime, as `Failures` judges it.
package struct JSONFailures: Encodable {
  private let value: OrNull<Double>
  private let limit: Double
  private let verdict: Verdict
  private let runs: Int
  private let runsFailed: Int
  private let items: Int
  private let itemsFailed: Int
  private let reason: OrNull<String>

  /// The greater share, what it is made of, and why most failed.
  package init(_ failures: Failures) {
    value = OrNull(failures.share)
    limit = Failures.limit
    verdict = failures.verdict
    (runs, runsFailed) = (failures.runs.all, failures.runs.failed)
    (items, itemsFailed) = (failures.items.tally.all, failures.items.tally.failed)
    reason = OrNull(failures.commonestReason)
  }
}
