import Samples
import Thresholds

/// The targets of one mix, strategy and runtime, judged by the runs of their windows: runs in, judgements out.
struct TargetWindow: Sendable {
  private struct Recent {
    let endedAt: Timestamp
    let evidence: RunEvidence

    var startedAt: Timestamp { endedAt.later(milliseconds: -evidence.wallSeconds.milliseconds) }
  }

  /// What is judged, and how.
  struct Plan {
    let targets: [Target]
    /// Of targets that have no window of their own. In seconds.
    let window: Double
    /// Between two slots. In seconds.
    let every: Double
    /// How many bad runs make an alert.
    let badRuns: (TargetName) -> BadRunRule
  }

  private let targets: [Target]
  /// In the order of the targets.
  private(set) var judgements: [Judgement] = []
  /// What they were judged by, each.
  private(set) var evidence: [Evidence] = []
  private let standardWindow: Double
  /// Each window once, the longest last.
  private let windows: [Double]
  private var recent: [Recent] = []
  private var judgedAt = Timestamp(milliseconds: 0)
  /// In the order of the targets.
  private var tallies: [BadRunTally]
  private var ofHost = HostMarks()

  /// - Parameters:
  ///   - other: whose runs are judged, by these targets.
  init(_ plan: Plan, runsOf other: TargetWindow? = nil, at now: Timestamp) {
    targets = plan.targets
    ofHost = other?.ofHost ?? HostMarks()
    standardWindow = plan.window
    windows = Set(targets.map { $0.window ?? plan.window }).sorted()
    tallies = targets.map { BadRunTally(plan.badRuns($0.name), every: plan.every) }
    for run in other?.recent ?? [] { add(run.evidence, endedAt: run.endedAt, at: run.endedAt) }
    // A target that is judged as before keeps what runs came to that have left its window.
    for (index, target) in targets.enumerated() {
      guard let other, let place = other.targets.firstIndex(of: target), other.window(of: target) == window(of: target) else {
        continue
      }
      tallies[index] = BadRunTally(plan.badRuns(target.name), every: plan.every, runsOf: other.tallies[place])
    }
    judge(at: now)
  }

  /// A run has ended, none of those before it later. Judges by it.
  mutating func add(_ run: RunEvidence, endedAt: Timestamp, at now: Timestamp) {
    recent.append(Recent(endedAt: endedAt, evidence: run))
    judge(at: now)
    for index in targets.indices {
      let finding = TargetEvaluator.finding(of: run, targets[index], in: (judgements[index], evidence[index]))
      if let finding { tallies[index].add(finding, endedAt: endedAt) }
    }
  }

  /// When a run leaves a window.
  var nextDue: Timestamp? {
    windows.compactMap { window in
      recent.lazy.map { $0.endedAt.later(milliseconds: window.milliseconds + 1) }.first { $0 > judgedAt }
    }.min()
  }

  /// Judges by the runs that are in the windows at an instant.
  mutating func judge(at now: Timestamp) {
    judgedAt = now
    let longest = windows.last ?? standardWindow
    recent = recent.filter { isInside($0, longest, now) }
    var found: [Double: Evidence] = [:]
    for window in windows {
      found[window] = Evidence(recent.filter { isInside($0, window, now) }.map(\.evidence))
    }
    evidence = targets.map { found[window(of: $0)] ?? Evidence() }
    judgements = zip(targets, evidence).map { TargetEvaluator.judge($0, by: $1) }
    for judgement in judgements { ofHost.note(judgement) }
  }

  /// As they were judged last, in the order of the targets.
  var judged: [JudgedTarget] { targets.indices.map(judged) }

  /// Those that the host broke: now, or when they were last known, or were not clear of it.
  var hostCaused: [JudgedTarget] {
    ofHost.names.isEmpty ? [] : targets.indices.filter { ofHost.names.contains(targets[$0].name) }.map(judged)
  }

  private func judged(_ index: Int) -> JudgedTarget {
    JudgedTarget(
      judgement: judgements[index], evidence: evidence[index], runs: tallies[index].count,
      seconds: looked(within: window(of: targets[index])), at: judgedAt)
  }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) {
    recent = recent.map { Recent(endedAt: $0.endedAt.later(milliseconds: milliseconds), evidence: $0.evidence) }
    judgedAt = judgedAt.later(milliseconds: milliseconds)
    for index in tallies.indices { tallies[index].shift(by: milliseconds) }
  }

  /// How far back the target looks, in seconds.
  private func window(of target: Target) -> Double { target.window ?? standardWindow }

  private func looked(within window: Double) -> Double {
    let first = recent.first { isInside($0, window, judgedAt) }?.startedAt ?? judgedAt
    return min(window, Double(judgedAt.milliseconds - first.milliseconds) / 1000)
  }

  private func isInside(_ run: Recent, _ window: Double, _ now: Timestamp) -> Bool {
    now.milliseconds - run.endedAt.milliseconds <= window.milliseconds
  }
}
