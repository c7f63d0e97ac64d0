import Samples
import Thresholds

/// The targets of one mix, strategy and runtime, judged by the runs of their windows: runs in, judgements out.
struct TargetWindow: Sendable {
  private struct Recent {
    let endedAt: Timestamp
    let evidence: RunEvidence
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

  /// - Parameters:
  ///   - window: of targets that have none of their own. In seconds.
  ///   - other: whose runs are judged, by these targets.
  init(_ targets: [Target], window: Double, runsOf other: TargetWindow? = nil, at now: Timestamp) {
    self.targets = targets
    standardWindow = window
    windows = Set(targets.map { $0.window ?? window }).sorted()
    recent = other?.recent ?? []
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
    let longest = windows.last ?? standardWindow
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

  private func isInside(_ run: Recent, _ window: Double, _ now: Timestamp) -> Bool {
    now.milliseconds - run.endedAt.milliseconds <= window.milliseconds
  }
}
