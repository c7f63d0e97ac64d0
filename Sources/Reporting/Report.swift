import Rendering
package import Samples
package import Storage
package import Thresholds

/// The judgement of a window of history.
package struct Report: Hashable, Sendable {
  /// Begin of the window. A run belongs to it by its end, not by its start.
  package let since: Timestamp
  /// End of the window, itself included.
  package let until: Timestamp
  /// The oldest run that is still kept, where the window begins before it and older runs were dropped; else `nil`.
  package let keptSince: Timestamp?
  /// In order of mix, strategy and runtime, then of the targets.
  package let rows: [Row]
  /// What failed of everything that ran, in order of mix, strategy and runtime: it counts in the verdict beside the targets.
  package let failures: [FailureRow]
  /// When the first and the last run with figures ended; `nil`: there are none. The window may be much longer.
  package let measured: ClosedRange<Timestamp>?
  /// The mix that was asked for; `nil`: all.
  package let mix: String?
  /// In order of mix, strategy and runtime, then of `RunOutcome`.
  package let runs: [RunCount]
  /// In order of mix, strategy and runtime; without those that had no stalls.
  package let stalls: [Stalls]
  /// In order of mix, strategy and runtime; without those of which nothing was looked at.
  package let surroundings: [Surroundings]
  /// In order of runtime and kernel.
  package let drifts: [Drift]
  /// In order of mix, strategy and runtime, then of `RunMeasure`. What a later report can be compared with.
  package let measures: [MeasuredRuns]
  /// Rows of the history that were left out, since they cannot be read: the judgement is of the others.
  package let damagedRows: DamagedRows
  /// Watched applications, in the order of their names. They count in the verdict beside runs.
  package var apps: [App] = []
  /// The application that alone was asked for; `nil`: all, or none.
  package var app: String?
  /// Present exactly where a baseline was asked for.
  package var comparison: Comparison?
  /// By what it is judged; `nil` if that is not told.
  package internal(set) var judgedBy: Judging?
  /// Where it comes from.
  package internal(set) var provenance = Provenance()
  /// Where people find the agent whose runs these are, without a slash at the end; `nil` if that is not known.
  package var pages: String?

  /// Judges what was read from the history.
  ///
  /// - Parameters:
  ///   - targets: without a configuration: those of each mix's kind. A window of their own does not count: the report's does.
  ///   - withFailures: whether what failed counts.
  package init(
    _ histories: [RunHistory], drifts: [Drift] = [], keptSince: Timestamp? = nil, damagedRows: DamagedRows = DamagedRows(),
    since: Timestamp, until: Timestamp, mix: String? = nil, targets: Target.Choice = Target.standardChoice,
    withFailures: Bool = true
  ) {
    let histories = histories.sorted { $0.identity < $1.identity }
    self.since = since
    self.until = until
    self.keptSince = keptSince
    self.damagedRows = damagedRows
    self.mix = mix
    self.drifts = drifts.sorted { ($0.runtime.rawValue, $0.kernel) < ($1.runtime.rawValue, $1.kernel) }
    rows = histories.flatMap { history in
      targets(history.identity, history.kind).map { target in
        var target = target
        target.window = nil
        let figures = TargetFigures(target, history.figures)
        return Row(
          identity: history.identity, judgement: TargetEvaluator.judge(target, by: history.evidence), worst: figures.worst,
          plot: figures.plot)
      }
    }
    let ends = histories.flatMap(\.figures).map(\.endedAt)
    measured = ends.min().flatMap { first in ends.max().map { first...$0 } }
    failures = (withFailures ? histories : []).map { FailureRow(identity: $0.identity, failures: $0.failures) }
    stalls = histories.filter { $0.stalls.count > 0 }.map { Stalls(identity: $0.identity, summary: $0.stalls) }
    surroundings = histories.compactMap { Surroundings($0.identity, $0.evidence) }
    runs = histories.flatMap { history in
      RunOutcome.allCases.compactMap { outcome in
        history.outcomes[outcome].map { RunCount(identity: history.identity, outcome: outcome, count: $0) }
      }
    }
    measures = histories.flatMap { MeasuredRuns.all(of: $0.identity, $0.figures) }
  }

  /// Sets this window beside an earlier one.
  ///
  /// - Parameter baseline: where the earlier figures come from, as people read it.
  package mutating func compare(with earlier: EarlierRuns, from baseline: String) {
    comparison = Comparison(baseline: baseline, before: earlier, now: runsToCompare)
  }

  /// The targets that runs and applications are judged by.
  package var judgedTargets: Set<TargetName> {
    Set(rows.map(\.judgement.target.name) + apps.flatMap(\.judgements).map(\.target.name))
  }

  /// What a later report is compared with.
  package var runsToCompare: EarlierRuns {
    EarlierRuns(
      measures: measures,
      failures: failures.compactMap { row in
        row.failures.share.map { FailureShare(identity: row.identity, runs: row.failures.runs, share: $0) }
      })
  }

  /// Breached if one target is, or if more failed than `Failures` lets pass; else unknown if one target is, or if there are none; else met.
  package var verdict: Verdict { Verdict(of: judgedVerdicts, failures: failures.map(\.failures)) }

  /// Those that count: of all targets of runs, and of those of applications of which there is something.
  var judgedVerdicts: [Verdict] {
    rows.map(\.judgement.verdict) + apps.flatMap(\.judgements).filter(\.countsForApplication).map(\.verdict)
  }

  /// Whether nothing ran, and nothing is kept of any application.
  var isEmpty: Bool { identities.isEmpty && apps.allSatisfy(\.isEmpty) }
}
