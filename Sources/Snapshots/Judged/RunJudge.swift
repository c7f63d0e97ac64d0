import Alerting
import Samples
package import Storage
import Thresholds

/// Judges runs by the targets that were in force when they ended.
package struct RunJudge {
  private let reader: HistoryReader
  /// What was in force at the end of the run before.
  private var entry: JudgingEntry?
  private var lastEnd: Timestamp?
  private var usual: [RunIdentity: UsualRun?] = [:]

  /// By what a history tells.
  package init(_ reader: HistoryReader) { self.reader = reader }

  /// Runs, best the newest first: then little has to be looked up.
  ///
  /// - Throws: what reading throws.
  package mutating func judge(_ runs: [RunDetail]) throws -> [JudgedRun] {
    try runs.map { detail in try judge(detail) }
  }

  /// One run.
  ///
  /// - Throws: what reading throws.
  package mutating func judge(_ detail: RunDetail) throws -> JudgedRun {
    JudgedRun(detail, targets: try targets(of: detail.run), usual: try usual(of: detail.run))
  }

  private mutating func targets(of run: StoredRun) throws -> [Target] {
    // What was in force at the end of a later run was so before, unless it came into force in between.
    if lastEnd.map({ $0 < run.endedAt }) ?? true || entry.map({ run.endedAt < $0.at }) ?? false {
      entry = try reader.judging(at: run.endedAt)
    }
    lastEnd = run.endedAt
    return entry?.plan.targets(of: run.identity, run.kind) ?? Target.standard(for: run.kind)
  }

  /// Of those before it; of all if these are too few. Of runs of the same, it is that of the first that was asked for.
  private mutating func usual(of run: StoredRun) throws -> UsualRun? {
    if let known = usual[run.identity] { return known }
    let found =
      try reader.usualRun(of: run.identity, until: run.endedAt)
      ?? reader.usualRun(of: run.identity, until: Timestamp(milliseconds: .max))
    usual[run.identity] = .some(found)
    return found
  }
}

extension AgentSnapshot {
  /// A run by the targets as they are now, where the history cannot be read.
  package func judged(_ detail: RunDetail) -> JudgedRun {
    let canary = canaries.first { $0.identity == detail.run.identity }
    return JudgedRun(detail, targets: canary?.judgements.map(\.target) ?? Target.standard(for: detail.run.kind))
  }
}
