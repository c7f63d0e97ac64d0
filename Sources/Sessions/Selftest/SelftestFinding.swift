package import Samples
import Thresholds
import Workloads

/// What was reported of one injection, or of one run, beside what was done.
package struct SelftestFinding: Hashable, Sendable {
  /// A stall's length.
  package struct Length: Hashable, Sendable {
    /// As it was, in seconds.
    package let injected: Double
    /// By how much the reported length differs.
    package let error: Double

    /// A length with its error, both in seconds.
    package init(injected: Double, error: Double) {
      self.injected = injected
      self.error = error
    }
  }

  /// What was done.
  package let disturbance: Disturbance
  /// In which runtime.
  package let runtime: Runtime
  /// The word of the matrix: the leading cause of the stall, the target that was breached, or `none`.
  package let reported: String
  /// How long the loop was held; `nil` where no stall was reported.
  package var length: Length?
  /// From the stall's begin until a watcher noticed it, in seconds.
  package var delay: Double?
  /// Whether all that was injected is in the report, and the machine did more of its own than that.
  package var isOutdone = false

  /// What was reported of something.
  package init(disturbance: Disturbance, runtime: Runtime, reported: String, length: Length? = nil, delay: Double? = nil) {
    self.disturbance = disturbance
    self.runtime = runtime
    self.reported = reported
    self.length = length
    self.delay = delay
  }

  /// Whether it is what had to be reported.
  package var isRight: Bool { isOutdone || reported == disturbance.expectation.word }

  /// An error of at most 1 % or 1 ms, the greater of the two.
  package var lengthIsRight: Bool? { length.map { $0.error <= max(0.001, 0.01 * $0.injected) } }
}

/// Compares the record of a run with what was done to it. A value without I/O.
package struct SelftestJudge: Sendable {
  /// What was done.
  package let run: SelftestRun
  /// When it was stopped by a signal, by CLOCK_MONOTONIC in nanoseconds: SIGSTOP to SIGCONT.
  package let stopped: [ClosedRange<Int64>]

  /// Knows what was done.
  package init(_ run: SelftestRun, stopped: [ClosedRange<Int64>] = []) {
    self.run = run
    self.stopped = stopped
  }

  /// What was reported of each injection, or of the run; and how many stalls and breaches there were that nothing had caused. A stall
  /// that the host caused is none of those. What was ordered and not done, and a run that did not complete, are wrong reports.
  package func judge(_ record: RunRecord) -> (findings: [SelftestFinding], falseAlarms: Int) {
    let ordered = run.disturbance == .leak ? 0 : run.injections.count + run.stops.count
    guard record.outcome == .completed else {
      return (Array(repeating: finding(record.outcome.rawValue), count: max(1, ordered)), 0)
    }
    let breached = breaches(record)
    switch run.disturbance.expectation {
    case .stall:
      let injected = run.disturbance == .stop ? stopped : record.injected.map { $0.startedNs...$0.endedNs }
      let others = record.stalls.filter { stall in !injected.contains { overlaps($0, stall) } && !stall.isHostCaused }
      let missing = Array(repeating: finding(nil), count: max(0, ordered - injected.count))
      return (injected.map { finding($0, record.stalls) } + missing, others.count)
    case .breach(let target):
      let others = breached.filter {
        $0 != target && run.disturbance.blame?.targets.contains($0) != true && $0 != .eventLoopLatency
      }
      let reported = breached.contains(target) ? target.rawValue : others.first?.rawValue
      return ([finding(reported)], others.count)
    case .nothing:
      let stalls = record.stalls.filter { !$0.isHostCaused }
      let reported = stalls.first?.budget.leading?.rawValue ?? breached.first?.rawValue
      return ([finding(reported)], stalls.count + breached.count)
    }
  }

  private func finding(_ reported: String?) -> SelftestFinding {
    SelftestFinding(
      disturbance: run.disturbance, runtime: run.runtime, reported: reported ?? Disturbance.Expectation.nothingWord)
  }

  private func finding(_ injected: ClosedRange<Int64>, _ stalls: [Stall]) -> SelftestFinding {
    guard let stall = stalls.filter({ overlaps(injected, $0) }).max(by: { $0.seconds < $1.seconds }) else { return finding(nil) }
    var finding = finding(stall.budget.leading?.rawValue)
    let held = Double(injected.upperBound - felt(injected, by: stall)) * 1e-9
    if run.disturbance.hasKnownLength { finding.length = .init(injected: held, error: abs(stall.seconds - held)) }
    finding.isOutdone = isOutdone(stall)
    finding.delay = stall.noticedNanoseconds.map { Double($0 - stall.startedNanoseconds) * 1e-9 }
    return finding
  }

  /// A stall of which the host took more than was injected, and which says so of both. It tells the truth, which is not what was done alone.
  private func isOutdone(_ stall: Stall) -> Bool {
    guard case .stall(let cause) = run.disturbance.expectation, !cause.isHost, stall.budget.leading?.isHost == true else {
      return false
    }
    let injected = run.disturbance == .stop ? run.stops.first?.seconds : run.injections.first.map { Double($0.amount) * 1e-9 }
    return injected.map { stall.budget[cause] >= 0.9 * $0 } ?? false
  }

  /// When a loop can feel it. One that was asleep when it was stopped would have slept until its next tick: up to then nothing is missing.
  private func felt(_ injected: ClosedRange<Int64>, by stall: Stall) -> Int64 {
    let wasAsleep = run.disturbance == .stop
    let latest = injected.lowerBound + Int64(RunPlan.Sampling.standard.tick * 1e9)
    return wasAsleep && (injected.lowerBound...latest).contains(stall.startedNanoseconds)
      ? stall.startedNanoseconds : injected.lowerBound
  }

  private func overlaps(_ injected: ClosedRange<Int64>, _ stall: Stall) -> Bool {
    injected.overlaps(stall.startedNanoseconds...stall.endedNanoseconds)
  }

  /// Those of its kind that are breached; not those that are the host's, where that was really disturbed.
  private func breaches(_ record: RunRecord) -> [TargetName] {
    let isDisturbed = SelftestCause.isDisturbed(record)
    return judgements(record, Target.standard(for: record.kind))
      .filter { $0.verdict == .breached && !(isDisturbed && run.disturbance.blame == nil && $0.cause?.kind == .host) }
      .map(\.target.name)
  }

  /// Who was reported for each target that the run breached and that its disturbance tells of.
  package func causes(_ record: RunRecord) -> [SelftestCause] {
    guard record.outcome == .completed, let blame = run.disturbance.blame else { return [] }
    let isDisturbed = blame.kind == .program && SelftestCause.isDisturbed(record)
    return judgements(record, Target.standard(for: .cpu).filter { blame.targets.contains($0.name) }).compactMap { judgement in
      judgement.cause.map {
        SelftestCause(
          target: judgement.target.name, disturbance: run.disturbance, runtime: run.runtime, reported: $0.kind, text: $0.text,
          isDisturbed: isDisturbed)
      }
    }
  }

  private func judgements(_ record: RunRecord, _ targets: [Target]) -> [Judgement] {
    let evidence = Evidence([RunEvidence(record)].compactMap { $0 })
    return targets.map { TargetEvaluator.judge($0, by: evidence) }
  }
}
