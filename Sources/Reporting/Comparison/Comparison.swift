package import Rendering
package import Samples
package import Thresholds

/// A window beside an earlier one.
///
/// A measure has changed where both hold: the two-sided rank-sum test of the runs' figures gives p < 0.01 (`RankSumTest`), and the
/// medians differ by more than 5 % of the baseline's and by more than `RunMeasure.leastChange`. The first keeps noise out, the second what is
/// certain and does not matter. A measure is `same` only where there were runs enough for the test to find a change.
package struct Comparison: Hashable, Sendable {
  /// Where the earlier figures come from: `2026-11-01T00:00:00Z to 2026-11-02T00:00:00Z`, or the file's name and its window.
  package let baseline: String
  /// In order of mix, strategy and runtime, then of `RunMeasure`; what only one of the two windows has is left out.
  package let changes: [Change]
  /// In order of mix, strategy and runtime: of what ran in both windows, completed or not, and failed in one of them.
  package let failures: [FailureChange]

  /// Compares measure by measure.
  package init(baseline: String, before: EarlierRuns, now: EarlierRuns) {
    self.baseline = baseline
    let measured = Dictionary(before.measures.map { ($0.key, $0) }) { first, _ in first }
    changes = now.measures.sorted { $0.key < $1.key }.compactMap { now in
      measured[now.key].flatMap { Change(before: $0, now: now) }
    }
    let failed = Dictionary(before.failures.map { ($0.identity, $0) }) { first, _ in first }
    failures = now.failures.sorted { $0.identity < $1.identity }.compactMap { now in
      failed[now.identity].map { FailureChange(before: $0, now: now) }
    }.filter { $0.before.share + $0.now.share > 0 }
  }

  /// Whether one measure has become worse, or more fails than before.
  package var isWorse: Bool { changes.contains { $0.outcome == .worse } || failures.contains { $0.outcome == .worse } }

  /// The rule as people read it.
  package static let rule = """
    A change counts where a rank-sum test of the runs gives p < 0.01, and the medians differ by more than 5 % and by more than \
    a small amount. Failures count as worse if there are more than before, and more than 1 %.
    """
}

/// One measure in two windows.
package struct Change: Hashable, Sendable {
  /// What has become of it. The raw value is the word in reports.
  package enum Outcome: String, CaseIterable, Codable, Sendable {
    case worse, changed, better, same, unknown
  }

  /// What was run.
  package let identity: RunIdentity
  /// What is compared.
  package let measure: RunMeasure
  /// In the baseline.
  package let before: OrderStatistics
  /// In the report's window.
  package let now: OrderStatistics
  /// `now`'s median over `before`'s; `nil` where that is 0.
  package let ratio: Double?
  /// Two-sided, of the rank-sum test; `nil` with too few runs.
  package let p: Double?
  /// `changed` is for CPU utilisation, which has no good direction. `unknown`: too few runs.
  package let outcome: Outcome

  /// `nil` where one of the two has no values. Identity and measure are those of `now`.
  init?(before: MeasuredRuns, now: MeasuredRuns) {
    guard let shift = ValueShift(before: before.values, now: now.values, leastChange: now.measure.leastChange) else { return nil }
    (identity, measure) = (now.identity, now.measure)
    (self.before, self.now) = (before.values, now.values)
    (ratio, p) = (shift.ratio, shift.p)
    outcome =
      switch shift.direction {
      case .unknown: .unknown
      case .same: .same
      case .up: now.measure.outcome(rises: true)
      case .down: now.measure.outcome(rises: false)
      }
  }
}

extension Change {
  /// `not enough runs: 3 of 5`, of the side that has fewer; `nil` if it can be told.
  var shortText: String? {
    guard outcome == .unknown else { return nil }
    let (least, most) = (min(before.count, now.count), max(before.count, now.count))
    var needed = max(RankSumTest.minimumCount, least)
    while needed < 2 * RankSumTest.minimumCount, RankSumTest.leastP(needed, max(needed, most)) >= ValueShift.significantP {
      needed += 1
    }
    return "not enough runs: \(least) of \(needed)"
  }
}

extension RunMeasure {
  /// Medians that differ by no more are the same: 1 ms, one item, one percentage point, 1 MiB, 0.01.
  package var leastChange: Double {
    switch self {
    case .eventLoopLatencyP99: 0.001
    case .queuePeak: 1
    case .cpuUtilization, .ioWait: 0.01
    case .memoryPeak: 1_048_576
    case .idealRatio: 0.01
    }
  }

  fileprivate func outcome(rises: Bool) -> Change.Outcome {
    switch self {
    case .cpuUtilization: .changed
    case .eventLoopLatencyP99, .queuePeak, .memoryPeak, .ioWait, .idealRatio: rises ? .worse : .better
    }
  }
}
