import Samples
import Thresholds

/// The targets of one mix, strategy and runtime, judged by the runs of their windows: runs in, judgements out.
struct TargetWindow: Sendable {
  private struct Recent {
    let endedAt: Timestamp
    let evidence: RunEvidence
  }

  private(set) var targets: [Target]
  /// In the order of the targets.
  private(set) var judgements: [Judgement] = []
  /// What they were judged by, each.
  private(set) var evidence: [Evidence] = []
  private let standardWindow: Double
  private var recent: [Recent] = []
  private var judgedAt = Timestamp(milliseconds: 0)

  /// - Parameter window: of targets that have none of their own. In seconds.
  init(_ targets: [Target], window: Double, at now: Timestamp) {
    self.targets = targets
    standardWindow = window
    judge(at: now)
  }

  /// The same runs, judged by other targets.
  init(_ targets: [Target], window: Double, runsOf other: TargetWindow, at now: Timestamp) {
    self.targets = targets
    standardWindow = window
    recent = other.recent
    judge(at: now)
  }

  /// A run has ended, none of those before it later.
  mutating func add(_ run: RunEvidence, endedAt: Timestamp) {
    recent.append(Recent(endedAt: endedAt, evidence: run))
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
    let longest = windows.max() ?? standardWindow
    recent = recent.filter { isInside($0, longest, now) }
    var found: [Double: Evidence] = [:]
    for window in windows {
      found[window] = Evidence(recent.filter { isInside($0, window, now) }.map(\.evidence))
    }
    evidence = targets.map { found[window(of: $0)] ?? Evidence() }
    judgements = zip(targets, evidence).map { TargetEvaluator.judge($0, by: $1) }
  }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) {
    recent = recent.map { Recent(endedAt: $0.endedAt.later(milliseconds: milliseconds), evidence: $0.evidence) }
    judgedAt = judgedAt.later(milliseconds: milliseconds)
  }

  /// How far back the target looks, in seconds.
  func window(of target: Target) -> Double { target.window ?? standardWindow }

  private var windows: Set<Double> { Set(targets.map(window(of:))) }

  private func isInside(_ run: Recent, _ window: Double, _ now: Timestamp) -> Bool {
    now.milliseconds - run.endedAt.milliseconds <= window.milliseconds
  }
}
