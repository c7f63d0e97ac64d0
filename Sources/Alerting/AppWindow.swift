import Samples
import Thresholds

/// The targets of one application, judged by the intervals of their windows: what `TargetWindow` is for runs. Intervals come every half minute from
/// what may be fifty applications, so that little is kept of them, and they are judged once each.
struct AppWindow: Sendable {
  /// Of each interval that is looked at beside the newest so much may have passed, in seconds: after a longer pause it counts no more.
  private static let leastReach = 120.0
  /// An interval that is so late does not come, in milliseconds: until then what leaves a window is not judged for itself.
  private static let patience: Int64 = 45_000

  private let plan: WatchPlan.App
  private let standardWindow: Double
  /// Each window once, the longest last.
  private let windows: [Double]
  /// The longest of those that need more of an interval than `RecentIntervals` keeps of old ones.
  private let wholeWindow: Double
  /// In the order of the targets.
  private(set) var judgements: [Judgement] = []
  /// What they were judged by, by windows, without the single levels.
  private var evidence: [Double: Evidence] = [:]
  private var recent = RecentIntervals()
  private var judgedAt = Timestamp(milliseconds: 0)
  /// In the order of the targets.
  private var tallies: [BadRunTally]
  private var ofHost = HostMarks()

  /// - Parameters:
  ///   - window: of targets that have none of their own, in seconds.
  ///   - badRuns: how many bad intervals make an alert.
  ///   - other: whose intervals are judged, by this plan.
  init(
    _ plan: WatchPlan.App, window: Double, badRuns: (TargetName) -> BadRunRule, intervalsOf other: AppWindow? = nil,
    at now: Timestamp
  ) {
    self.plan = plan
    standardWindow = window
    windows = Set(plan.targets.map { $0.window ?? window }).sorted()
    wholeWindow =
      plan.targets.filter { ![.memory, .tasks].contains($0.name) || !$0.isTrendAlone }.map { $0.window ?? window }.max() ?? window
    recent = other?.recent ?? RecentIntervals()
    ofHost = other?.ofHost ?? HostMarks()
    tallies = plan.targets.map { target in
      // A target that is judged as before keeps what intervals came to.
      let place = other?.plan.targets.firstIndex(of: target)
      return BadRunTally(
        badRuns(target.name), every: AppInterval.standardSeconds, leastReach: Self.leastReach,
        runsOf: place.flatMap { other?.tallies[$0] })
    }
    judge(at: now)
  }

  /// How long before an interval others may have ended that count beside it, in seconds.
  static func reach(_ rule: BadRunRule) -> Double { Double(rule.among) * leastReach }

  /// An interval has ended, none of those before it later. Judges by it.
  mutating func add(_ interval: RunEvidence, endedAt: Timestamp, at now: Timestamp) {
    recent.add(interval, endedAt: endedAt)
    let found = judge(at: now)
    for index in plan.targets.indices {
      let finding = TargetEvaluator.finding(
        of: interval, plan.targets[index], in: (judgements[index], found[index]), queues: plan.queues)
      if let finding { tallies[index].add(finding, endedAt: endedAt) }
    }
  }

  /// Takes intervals of another life, ascending in time: no more of them are judged than count beside new ones.
  mutating func load(_ intervals: [RunEvidence], endedAt: [Timestamp], at now: Timestamp) {
    let judged = tallies.map(\.rule.among).max() ?? 0
    for (interval, endedAt) in zip(intervals, endedAt).dropLast(judged) { recent.add(interval, endedAt: endedAt) }
    for (interval, endedAt) in zip(intervals, endedAt).suffix(judged) { add(interval, endedAt: endedAt, at: min(endedAt, now)) }
    judge(at: now)
  }

  /// When an interval leaves a window, and no other has come meanwhile that it is judged with.
  var nextDue: Timestamp? {
    guard let newest = recent.newest else { return nil }
    let due = windows.compactMap { recent.leaving($0, after: judgedAt) }.min()
    return due.map { max($0, newest.later(milliseconds: Self.patience)) }
  }

  /// Judges by the intervals that are in the windows at an instant. Returns what the targets were judged by.
  @discardableResult
  mutating func judge(at now: Timestamp) -> [Evidence] {
    judgedAt = now
    recent.forget(before: now, window: wholeWindow, longest: windows.last ?? standardWindow)
    let found = Dictionary(uniqueKeysWithValues: windows.map { ($0, recent.evidence(within: $0, at: now)) })
    let all = plan.targets.map { found[window(of: $0)] ?? Evidence() }
    judgements = zip(plan.targets, all).map { TargetEvaluator.judge($0, by: $1, queues: plan.queues) }
    for judgement in judgements { ofHost.note(judgement) }
    evidence = found.mapValues(\.withoutLevels)
    return all
  }

  /// As they were judged last, in the order of the targets.
  var judged: [JudgedTarget] { plan.targets.indices.map(judged) }

  /// Those that the host broke: now, or when they were last known, or were not clear of it.
  var hostCaused: [JudgedTarget] {
    ofHost.names.isEmpty ? [] : plan.targets.indices.filter { ofHost.names.contains(plan.targets[$0].name) }.map(judged)
  }

  private func judged(_ index: Int) -> JudgedTarget {
    JudgedTarget(
      judgement: judgements[index], evidence: evidence[window(of: plan.targets[index])] ?? Evidence(), runs: tallies[index].count,
      seconds: looked(within: window(of: plan.targets[index])), at: judgedAt)
  }

  /// The wall clock was set by so much.
  mutating func shift(by milliseconds: Int64) {
    recent.shift(by: milliseconds)
    judgedAt = judgedAt.later(milliseconds: milliseconds)
    for index in tallies.indices { tallies[index].shift(by: milliseconds) }
  }

  /// How far back the target looks, in seconds.
  private func window(of target: Target) -> Double { target.window ?? standardWindow }

  private func looked(within window: Double) -> Double {
    let begin = recent.begin(within: window, at: judgedAt) ?? judgedAt
    return min(window, Double(judgedAt.milliseconds - begin.milliseconds) / 1000)
  }
}

extension Target {
  /// Whether all that it asks for is how a level moves.
  fileprivate var isTrendAlone: Bool {
    (conditions + critical + clearing).allSatisfy { if case .trend = $0.statistic { true } else { false } }
  }
}
