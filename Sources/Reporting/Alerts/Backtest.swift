package import Alerting
package import Samples
package import Storage
package import Thresholds

/// What would have become of a history under some rules: stored runs, and intervals of applications, through the very evaluation of the agent.
///
/// Slots that passed without a run are not in the history: `CalcmonSlotsMissed` cannot be tried on it.
package struct Backtest: Sendable {
  /// By which rules.
  package struct Rules: Sendable {
    /// Of a mix of a kind.
    package var targets: @Sendable (RunIdentity, MixKind) -> [Target]
    /// Whether a breach of it becomes an alert.
    package var alerts: @Sendable (RunIdentity) -> Bool
    /// One a name.
    package var rules: [AlertRule]
    /// Of targets without one of their own, in seconds.
    package var window: Double
    /// Between two slots of a mix, in seconds.
    package var every: @Sendable (RunIdentity) -> Double
    /// Only transitions of this alert are told; `nil`: of all. The others are evaluated all the same, since alerts judge each other.
    package var alert: AlertName?
    /// By what applications are judged; the first that fits one holds for it.
    package var apps: [WatchPlan.App] = []
    /// Only transitions of alerts about this application are told; `nil`: of all.
    package var app: String?
    /// Of every alert.
    package var externalLabels: [String: String]

    /// Joins the parts.
    package init(
      targets: @escaping @Sendable (RunIdentity, MixKind) -> [Target], alerts: @escaping @Sendable (RunIdentity) -> Bool,
      rules: [AlertRule], window: Double, every: @escaping @Sendable (RunIdentity) -> Double = { _ in 300 },
      alert: AlertName? = nil, externalLabels: [String: String] = [:]
    ) {
      self.alert = alert
      self.targets = targets
      self.alerts = alerts
      self.rules = rules
      self.window = window
      self.every = every
      self.externalLabels = externalLabels
    }

    fileprivate func plan(of identities: [(RunIdentity, MixKind)]) -> WatchPlan {
      let canaries = identities.map { identity, kind in
        WatchPlan.Canary(
          identity: identity, targets: targets(identity, kind), alerts: alerts(identity), every: every(identity))
      }
      var plan = WatchPlan(canaries: canaries, rules: rules, window: window, limit: .max, externalLabels: externalLabels)
      plan.apps = apps
      return plan
    }
  }

  /// Of the window, ascending in time, and those before it that alerts come from which it begins with.
  package let transitions: [AlertTransition]
  /// Runs of the window.
  package let runs: Int
  /// Intervals of applications of the window: of that one alone, if one is chosen.
  package let intervals: Int
  /// Runs of the window whose latency is not kept any more: by them nothing is known of it.
  package let runsWithoutLatency: Int
  /// What the runs were judged by.
  package let targets: Set<TargetName>
  /// The end of the window.
  package let until: Timestamp

  /// Plays a window of the history. What came shortly before it is played too, so that it begins with the alerts that there were.
  ///
  /// - Parameter history: of applications; `nil`: that of the reader. If the filter names a mix, strategy or runtime, none is played.
  /// - Throws: what SQLite says.
  package init(_ reader: HistoryReader, _ filter: HistoryFilter, _ rules: Rules, apps history: PlayedApps? = nil) throws {
    let begin = filter.since.advanced(bySeconds: -Self.leadSeconds(rules, try reader.identities(filter)))
    let played = HistoryFilter(
      since: begin, until: filter.until, mix: filter.mix, strategy: filter.strategy, runtime: filter.runtime)
    let plan = rules.plan(of: try reader.identities(played))
    var play = Play(Watch(plan, at: begin), since: filter.since, app: rules.app)
    var apps =
      !filter.choosesApps ? nil : try AppPlayback(history ?? PlayedApps(reader), since: begin, until: filter.until)
    var (runs, runsWithoutLatency) = (0, 0)
    try reader.forEachRunEvidence(played) { run in
      try play.take(apps?.next(until: run.endedAt) ?? [])
      if run.endedAt >= filter.since {
        runs += 1
        runsWithoutLatency += run.isLatencyDropped ? 1 : 0
      }
      play.changes += play.watch.runEnded(
        run.identity, run.outcome, reason: run.reason, evidence: run.evidence, at: run.endedAt)
    }
    try play.take(apps?.next(until: filter.until) ?? [])
    play.changes += play.watch.advance(to: filter.until)
    (self.runs, self.runsWithoutLatency, intervals) = (runs, runsWithoutLatency, play.intervals)
    let ofApps = play.watch.watchedApps.flatMap { play.watch.judgements(ofApp: $0) }.map(\.target.name)
    targets = Set(plan.canaries.flatMap(\.targets).map(\.name) + ofApps)
    until = filter.until
    transitions = Self.transitions(play.changes, since: filter.since).filter { transition in
      let subject = transition.alert.subject
      return rules.alert.map { subject.name == $0 } ?? true && rules.app.map { subject.app == $0 } ?? true
    }
  }

  /// The evaluation, and what has come of it.
  private struct Play {
    var watch: Watch
    var changes: [AlertChange] = []
    private(set) var intervals = 0
    private let since: Timestamp
    private let app: String?

    init(_ watch: Watch, since: Timestamp, app: String?) { (self.watch, self.since, self.app) = (watch, since, app) }

    mutating func take(_ events: [AppPlayback.Event]) {
      for event in events {
        switch event {
        case .occurrence(let occurrence): changes += watch.appOccurred(occurrence)
        case .turn(let app, let at): changes += watch.appTurns(app, at: at)
        case .gone(let app, let at): changes += watch.appForgotten(app, at: at)
        case .interval(let interval):
          if interval.endedAt >= since, app.map({ $0 == interval.app }) ?? true { intervals += 1 }
          changes += watch.intervalEnded(interval)
        }
      }
    }
  }

  /// The episodes of the window.
  package var timeline: AlertTimeline { AlertTimeline(transitions.map(StoredTransition.init)) }

  /// How long before the window something may have happened that still matters in it.
  private static func leadSeconds(_ rules: Rules, _ identities: [(RunIdentity, MixKind)]) -> Double {
    let waits = rules.rules.map { $0.hold + $0.keepFiringFor }
    let plan = rules.plan(of: identities)
    return max(2 * plan.reachSeconds, plan.appReachSeconds) + waits.reduce(0, max)
  }

  /// Of episodes that are not over before the window.
  private static func transitions(_ changes: [AlertChange], since: Timestamp) -> [AlertTransition] {
    let all = changes.compactMap { change in if case .transition(let transition) = change { transition } else { nil } }
    let over = Set(all.filter { $0.to == .inactive && $0.at < since }.map(\.alert.id))
    return all.filter { !over.contains($0.alert.id) }
  }
}
