package import Alerting
package import Samples
package import Storage
package import Thresholds

/// What would have become of a history under some rules: stored runs through the very evaluation of the agent.
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
      return WatchPlan(canaries: canaries, rules: rules, window: window, limit: .max, externalLabels: externalLabels)
    }
  }

  /// Of the window, ascending in time, and those before it that alerts come from which it begins with.
  package let transitions: [AlertTransition]
  /// Runs of the window.
  package let runs: Int
  /// Those of them whose latency is not kept any more: by them nothing is known of it.
  package let runsWithoutLatency: Int
  /// What the runs were judged by.
  package let targets: Set<TargetName>
  /// The end of the window.
  package let until: Timestamp

  /// Plays a window of the history. What came shortly before it is played too, so that it begins with the alerts that there were.
  ///
  /// - Throws: what SQLite says.
  package init(_ reader: HistoryReader, _ filter: HistoryFilter, _ rules: Rules) throws {
    let begin = filter.since.advanced(bySeconds: -Self.leadSeconds(rules, try reader.identities(filter)))
    let played = HistoryFilter(
      since: begin, until: filter.until, mix: filter.mix, strategy: filter.strategy, runtime: filter.runtime)
    let plan = rules.plan(of: try reader.identities(played))
    var watch = Watch(plan, at: begin)
    var changes: [AlertChange] = []
    var (runs, runsWithoutLatency) = (0, 0)
    try reader.forEachRunEvidence(played) { run in
      if run.endedAt >= filter.since {
        runs += 1
        runsWithoutLatency += run.isLatencyDropped ? 1 : 0
      }
      changes += watch.runEnded(run.identity, run.outcome, reason: run.reason, evidence: run.evidence, at: run.endedAt)
    }
    changes += watch.advance(to: filter.until)
    self.runs = runs
    self.runsWithoutLatency = runsWithoutLatency
    targets = Set(plan.canaries.flatMap(\.targets).map(\.name))
    until = filter.until
    transitions = Self.transitions(changes, since: filter.since).filter {
      rules.alert == nil || $0.alert.subject.name == rules.alert
    }
  }

  /// The episodes of the window.
  package var timeline: AlertTimeline { AlertTimeline(transitions.map(StoredTransition.init)) }

  /// How long before the window something may have happened that still matters in it.
  private static func leadSeconds(_ rules: Rules, _ identities: [(RunIdentity, MixKind)]) -> Double {
    let waits = rules.rules.map { $0.hold + $0.keepFiringFor }
    return 2 * rules.plan(of: identities).reachSeconds + waits.reduce(0, max)
  }

  /// Of episodes that are not over before the window.
  private static func transitions(_ changes: [AlertChange], since: Timestamp) -> [AlertTransition] {
    let all = changes.compactMap { change in if case .transition(let transition) = change { transition } else { nil } }
    let over = Set(all.filter { $0.to == .inactive && $0.at < since }.map(\.alert.id))
    return all.filter { !over.contains($0.alert.id) }
  }
}
