import Samples
package import Storage
package import Thresholds

/// A run as its targets judge it alone, and beside others like it.
package struct JudgedRun: Hashable, Sendable {
  /// What is kept of it.
  package let detail: RunDetail
  /// Of its targets, in their order; empty where it did not complete, or has none.
  package let judgements: [Judgement]
  /// Whether it, or its items, failed.
  package let failures: Failures
  /// What runs like it usually take; `nil` if too few are known.
  package let usual: UsualRun?

  /// Judges a run.
  ///
  /// - Parameter targets: a window of their own does not count: it is one run that is judged.
  package init(_ detail: RunDetail, targets: [Target], usual: UsualRun? = nil) {
    self.detail = detail
    self.usual = usual
    judgements =
      detail.evidence.map { evidence in
        targets.map { target in
          var target = target
          target.window = nil
          return TargetEvaluator.judge(target, by: Evidence([evidence]))
        }
      } ?? []
    var failures = Failures()
    failures.add(detail.run.outcome, reason: detail.run.reason, items: detail.evidence?.items)
    self.failures = failures
  }

  /// Of its targets and what failed.
  package var verdict: Verdict { Verdict(of: judgements.map(\.verdict), failures: [failures]) }

  /// Whether all items came at once. Then the queue is as deep as there are items, and what it does says nothing.
  package var isBatch: Bool {
    guard detail.run.kind != .idle else { return false }
    return detail.run.isBatch ?? detail.evidence.map { $0.arrivalSeconds == nil } ?? false
  }

  /// What strikes the eye beside others like it, in the order of `RunOddity`.
  package var oddities: [RunOddity] {
    guard let figures = detail.run.figures else { return [] }
    return [
      usual.flatMap { RunOddity(seconds: figures.seconds, $0) },
      detail.stalls.isEmpty ? nil : .stalls(StallSummary(detail.stalls.map(\.stall))),
      failures.items.tally.failed > 0 ? .failedItems(failures) : nil,
      figures.idealRatio.flatMap { RunOddity(idealRatio: $0, usual) },
    ].compactMap(\.self)
  }
}

extension StoredRun {
  /// Whether all items came at once; `nil` if what it was asked to do is not known, or if there were no items.
  fileprivate var isBatch: Bool? {
    guard let parameters, parameters.items != nil else { return nil }
    return parameters.ratePerSecond == nil && parameters.load == nil
  }
}
