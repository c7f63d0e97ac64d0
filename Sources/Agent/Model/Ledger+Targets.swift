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
  package mutating func resume(
    _ memory: AlertMemory, runs: [StoredRunEvidence], intervals: [AppInterval] = [], at now: Moment
  ) {
    follow(now)
    let changes = watch.resume(
      memory.alerts, aliveAt: memory.aliveAt ?? now.wall,
      runs: runs.map { ($0.identity, $0.outcome, $0.reason, $0.evidence, $0.endedAt) }, intervals: intervals)
    changed(changes)
  }

  /// Watches something else from here on.
  package mutating func apply(_ plan: WatchPlan, at now: Moment) {
    follow(now)
    let (before, shown) = (watch, shownJudgements)
    changed(watch.apply(plan, at: now.wall))
    for (thing, shown) in shown {
      let kept = Set(judgements(of: thing).map(\.target.name))
      for judgement in shown.judgements where !kept.contains(judgement.target.name) {
        hide(judgement.target.name, of: thing.labels)
      }
    }
    for identity in before.identities where !watch.identities.contains(identity) { end(identity) }
    shownJudgements = [:]
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
    for identity in watch.identities { show(.run(identity)) }
    for app in watch.watchedApps { show(.app(app)) }
    hideForgottenApps()
    let states = Dictionary(grouping: watch.book.all) { $0.subject.name }
    for name in AlertName.allCases {
      for state in [AlertState.pending, .firing] {
        let count = states[name, default: []].count { $0.state == state }
        registry.set(MetricCatalog.alerts, Labels([("alertname", name.rawValue), ("state", state.rawValue)]), Double(count))
      }
    }
    registry.set(MetricCatalog.alertsDropped, .none, Double(watch.book.dropped))
  }

  mutating func setOrRemove(_ metric: Metric, _ labels: Labels, _ value: Double?) {
    if let value { registry.set(metric, labels, value) } else { registry.remove(metric, labels) }
  }
}
