package import Alerting
import Exposition
package import Samples
package import Scheduling
package import Storage
import Thresholds

/// Targets and alerts: how they stand.
extension Ledger {
  /// How long what happens by time alone waits for news of runs that ended before. Alerts get the stamp of the instant at which it was due.
  static let patience: Int64 = 1000

  mutating func beginWatch() {
    for identity in watch.identities { begin(identity) }
    show()
  }

  /// Time has passed: runs leave their windows, alerts fire.
  package mutating func advance(to now: Moment) {
    follow(now)
    changed(watch.advance(to: Timestamp(milliseconds: now.wall.milliseconds - Ledger.patience)))
  }

  /// Takes up what an agent before this one had.
  package mutating func resume(_ memory: AlertMemory, runs: [StoredRunEvidence], at now: Moment) {
    follow(now)
    let changes = watch.resume(
      memory.alerts, aliveAt: memory.aliveAt ?? now.wall,
      runs: runs.map { ($0.identity, $0.outcome, $0.reason, $0.evidence, $0.endedAt) })
    changed(changes)
  }

  /// Watches something else from here on.
  package mutating func apply(_ plan: WatchPlan, at now: Moment) {
    follow(now)
    let before = watch
    changed(watch.apply(plan, at: now.wall))
    for identity in before.identities {
      let kept = Set(watch.judgements(of: identity).map(\.target.name))
      for judgement in before.judgements(of: identity) where !kept.contains(judgement.target.name) {
        hide(judgement, of: identity)
      }
      if !watch.identities.contains(identity) { end(identity) }
    }
    for identity in watch.identities where !before.identities.contains(identity) { begin(identity) }
    show()
  }

  /// When something happens next by time alone, by the wall clock, and `patience` is over.
  package var nextDue: Timestamp? {
    watch.nextDue.map { Timestamp(milliseconds: $0.milliseconds + Ledger.patience) }
  }

  /// Pending, firing, and lately resolved.
  package var alerts: [Alert] { watch.book.all }

  /// Where people find this agent.
  var externalURL: String { watch.plan.externalURL }

  /// Where it is served became known.
  mutating func isServed(at url: String) { watch.isServed(at: url) }

  /// The series of a notifier stand at 0 from the start.
  mutating func notifierBegins(_ notifier: String) {
    for metric in [MetricCatalog.notifications, MetricCatalog.notificationsFailed, MetricCatalog.notificationsDropped] {
      notified(notifier, metric, 0)
    }
  }

  /// What became of so many alerts with a notifier.
  mutating func notified(_ notifier: String, _ metric: Metric, _ count: Int) {
    registry.add(metric, Labels([("notifier", notifier)]), Double(count))
  }

  /// A configuration was taken, or refused.
  package mutating func reloaded(successfully: Bool, at now: Timestamp) {
    registry.set(MetricCatalog.reloadSuccessful, .none, successfully ? 1 : 0)
    if successfully { registry.set(MetricCatalog.reloadTimestamp, .none, now.seconds) }
  }

  /// What became of alerts since this was asked last.
  package mutating func takeAlertChanges() -> [AlertChange] {
    defer { alertChanges = [] }
    return alertChanges
  }

  mutating func changed(_ changes: [AlertChange]) {
    alertChanges += changes
    if watch.revision != shownRevision { show() }
  }

  private mutating func show() {
    shownRevision = watch.revision
    pageRevision += 1
    for identity in watch.identities {
      for judgement in watch.judgements(of: identity) { show(judgement, of: identity) }
      registry.set(MetricCatalog.alertingEnabled, identity.labels, watch.alerts(on: identity) ? 1 : 0)
      registry.set(MetricCatalog.runFailing, identity.labels, watch.isFailing(identity) ? 1 : 0)
      if let failures = watch.failedRuns(of: identity) {
        registry.set(MetricCatalog.failedRuns, identity.labels, Double(failures.bad))
        registry.set(MetricCatalog.failedRunsNeeded, identity.labels, Double(failures.rule.needed))
      }
      for (target, runs) in watch.badRuns(of: identity) { show(runs, of: target, identity) }
      let critical = watch.criticalTargets(of: identity)
      for target in TargetName.allCases {
        let labels = identity.labels.with("target", target.rawValue)
        setOrRemove(MetricCatalog.targetCritical, labels, critical[target].map { $0 ? 1 : 0 })
      }
    }
    let states = Dictionary(grouping: watch.book.all) { $0.subject.name }
    for name in AlertName.allCases {
      for state in [AlertState.pending, .firing] {
        let count = states[name, default: []].count { $0.state == state }
        registry.set(MetricCatalog.alerts, Labels([("alertname", name.rawValue), ("state", state.rawValue)]), Double(count))
      }
    }
    registry.set(MetricCatalog.alertsDropped, .none, Double(watch.book.dropped))
  }

  private mutating func show(_ judgement: Judgement, of identity: RunIdentity) {
    let labels = identity.labels.with("target", judgement.target.name.rawValue)
    setOrRemove(MetricCatalog.targetValue, labels, judgement.value)
    let bounds = judgement.condition.limit.bounds
    for bound in ["lower", "upper"] {
      setOrRemove(MetricCatalog.targetLimit, labels.with("bound", bound), bounds.first { $0.bound == bound }?.value)
    }
    registry.set(MetricCatalog.targetBreached, labels, judgement.verdict == .breached ? 1 : 0)
    for kind in TargetCause.Kind.allCases {
      registry.set(MetricCatalog.targetCause, labels.with("cause", kind.rawValue), judgement.cause?.kind == kind ? 1 : 0)
    }
    registry.set(MetricCatalog.targetUnknown, labels, judgement.verdict == .unknown ? 1 : 0)
  }

  private mutating func show(_ runs: BadRuns, of target: Target, _ identity: RunIdentity) {
    let labels = identity.labels.with("target", target.name.rawValue)
    registry.set(MetricCatalog.targetBadRuns, labels, Double(runs.bad))
    registry.set(MetricCatalog.targetBadRunsNeeded, labels, Double(runs.rule.needed))
    setOrRemove(MetricCatalog.targetCriticalRuns, labels, target.critical.isEmpty ? nil : Double(runs.critical))
  }

  private mutating func hide(_ judgement: Judgement, of identity: RunIdentity) {
    let labels = identity.labels.with("target", judgement.target.name.rawValue)
    for metric in [
      MetricCatalog.targetValue, MetricCatalog.targetBreached, MetricCatalog.targetUnknown, MetricCatalog.targetCritical,
      MetricCatalog.targetBadRuns, MetricCatalog.targetCriticalRuns, MetricCatalog.targetBadRunsNeeded,
    ] {
      registry.remove(metric, labels)
    }
    for kind in TargetCause.Kind.allCases { registry.remove(MetricCatalog.targetCause, labels.with("cause", kind.rawValue)) }
    for bound in ["lower", "upper"] { registry.remove(MetricCatalog.targetLimit, labels.with("bound", bound)) }
  }

  mutating func setOrRemove(_ metric: Metric, _ labels: Labels, _ value: Double?) {
    if let value { registry.set(metric, labels, value) } else { registry.remove(metric, labels) }
  }
}
