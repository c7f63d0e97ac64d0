package import Samples

/// The alerts, with Prometheus' semantics (`rules/alerting.go`): findings and instants in, changes out.
///
/// A value without I/O and without a clock. Between two findings only time passes: `for`, `keep_firing_for` and the rest end at instants that
/// are known beforehand, `nextDue`, and `advance(to:)` makes them happen with exactly those stamps, however late it is called. So the same
/// findings give the same transitions, live or from the history.
package struct AlertBook: Sendable {
  /// How long a resolved alert is remembered, and sent again.
  static let resolvedRetention: Int64 = 900_000
  /// Beyond so long a pause nobody knows what an alert would have become.
  static let longestPause: Int64 = 3_600_000

  /// Pending, firing, and lately resolved, by what they are for.
  package private(set) var alerts: [AlertSubject: [Alert]] = [:]
  private var rules: [AlertName: AlertRule]
  private var externalLabels: [String: String]
  private let limit: Int
  /// Between two slots of what alerts are for, in seconds.
  var every: [RunIdentity: Double] = [:]
  /// By what applications are judged, for the labels of their alerts.
  var apps: [WatchPlan.App] = []
  /// Alerts that were not made, since there were too many.
  package private(set) var dropped = 0

  /// - Parameters:
  ///   - limit: of active alerts of one rule.
  ///   - externalLabels: of every alert, below those of its rule.
  package init(rules: [AlertRule], limit: Int, externalLabels: [String: String] = [:]) {
    self.rules = Dictionary(rules.map { ($0.name, $0) }) { $1 }
    self.externalLabels = externalLabels
    self.limit = limit
  }

  /// All of them, by subject and labels.
  package var all: [Alert] { alerts.values.flatMap { $0 }.sorted { $0.labels < $1.labels } }

  /// The rule of a name.
  package func rule(_ name: AlertName) -> AlertRule? { rules[name] }

  /// The rule as it holds for a subject. What has a slot only every few hours is not given up for lack of data between two of them, nor if one
  /// is missed; unless the configuration says how long that takes.
  private func rule(for subject: AlertSubject) -> AlertRule? {
    guard var rule = rules[subject.name] else { return nil }
    let slot = subject.thing == .host ? every.values.max() : subject.identity.flatMap { every[$0] }
    if rule.noDataAfter == AlertRule.standardNoDataAfter, let every = slot {
      rule.noDataAfter = max(rule.noDataAfter, 2 * every)
    }
    guard let app = subject.app else { return rule }
    if rule.noDataAfter == AlertRule.standardNoDataAfter { rule.noDataAfter = AlertRule.noDataAfterOfApps }
    if let own = apps.first(where: { $0.fits(app) }) { rule.labels.merge(own.labels) { $1 } }
    return rule
  }

  // MARK: Findings

  /// What was found at an instant up to which the book was advanced.
  package mutating func evaluate(
    _ subject: AlertSubject, _ finding: AlertFinding, facts: [String: String] = [:], at now: Timestamp
  ) -> [AlertChange] {
    guard let rule = rule(for: subject), rule.isEnabled else { return [] }
    switch finding {
    case .breached(let results):
      let wanted = results.filter { rule.admits($0.labels) }
      guard !wanted.isEmpty else { return changeAll(of: subject) { $0.ends(rule, .cleared, now) } }
      return breached(subject, rule, wanted, facts, now)
    case .holding: return changeAll(of: subject) { $0.state == .firing ? $0.holds() : $0.ends(rule, .cleared, now) }
    case .met: return changeAll(of: subject) { $0.ends(rule, .cleared, now) }
    case .unknown: return changeAll(of: subject) { $0.isUnknown(now) }
    }
  }

  private mutating func breached(
    _ subject: AlertSubject, _ rule: AlertRule, _ results: [AlertResult], _ facts: [String: String], _ now: Timestamp
  ) -> [AlertChange] {
    var changes = changeCause(subject, rule, results, facts, now)
    var seen: Set<Labels> = []
    for result in results {
      let labels = rule.labels(of: subject, result, externalLabels)
      guard seen.insert(labels).inserted else { continue }
      let facts = result.facts.merging(facts) { own, _ in own }
      changes += changeAll(of: subject, where: { $0.labels == labels && $0.state != .inactive }) { alert in
        let before = alert
        alert.value = result.value
        alert.annotations = rule.annotations(of: alert, facts)
        let step = alert.holds()
        // What readers of the history see is as it is now.
        if case .none = step, alert != before { return .updated }
        return step
      }
      if !alerts[subject, default: []].contains(where: { $0.labels == labels && $0.state != .inactive }) {
        changes += begin(subject, rule, labels, result, facts, now)
      }
      changes += changeAll(of: subject, where: { $0.labels == labels }) { $0.fires(rule, now) }
    }
    return changes + changeAll(of: subject, where: { !seen.contains($0.labels) }) { $0.ends(rule, .cleared, now) }
  }

  /// What is breached for another cause than before goes on under the new one at once, since the breach has lasted; the alert with the old one
  /// is over, so that there are never two for one breach. One that has no counterpart, since the host is no reason for a critical alert, just ends.
  private mutating func changeCause(
    _ subject: AlertSubject, _ rule: AlertRule, _ results: [AlertResult], _ facts: [String: String], _ now: Timestamp
  ) -> [AlertChange] {
    let wanted = results.map { ($0, rule.labels(of: subject, $0, externalLabels)) }
    let causes = Set(wanted.map { $1["cause"] })
    let others = alerts[subject, default: []].filter { $0.state != .inactive && !causes.contains($0.labels["cause"]) }
    return others.flatMap { old -> [AlertChange] in
      guard let (result, labels) = wanted.first(where: { $1.without("cause") == old.labels.without("cause") }) else {
        return changeAll(of: subject, where: { $0 == old }) { $0.goes(.causeChanged, now) }
      }
      return move(old, to: labels, .causeChanged, now) { new in
        new.keepSince = nil
        new.unknownSince = nil
        new.value = result.value
        new.annotations = rule.annotations(of: new, result.facts.merging(facts) { own, _ in own })
      }
    }
  }

  /// Ends an alert by its old labels, so that all who were told of it hear of its end, and goes on with it by other ones.
  private mutating func move(
    _ old: Alert, to labels: Labels, _ reason: AlertTransition.Reason, _ now: Timestamp,
    _ change: (inout Alert) -> Void = { _ in }
  ) -> [AlertChange] {
    let subject = old.subject
    let ended = changeAll(of: subject, where: { $0 == old }) { $0.goes(reason, now) }
    guard !alerts[subject, default: []].contains(where: { $0.labels == labels && $0.state != .inactive }) else { return ended }
    var new = old.labelled(labels)
    change(&new)
    alerts[subject, default: []].removeAll { $0.labels == labels }
    alerts[subject, default: []].append(new)
    return ended + [.transition(AlertTransition(alert: new, from: .inactive, at: now, reason: reason))]
  }

  private mutating func begin(
    _ subject: AlertSubject, _ rule: AlertRule, _ labels: Labels, _ result: AlertResult, _ facts: [String: String],
    _ now: Timestamp
  ) -> [AlertChange] {
    guard activeCount(of: rule.name) < limit else {
      dropped += 1
      return []
    }
    let activeAt = min(now, result.since ?? now)
    var alert = Alert(
      subject: subject, labels: labels, annotations: [:], state: .pending, value: result.value, activeAt: activeAt)
    alert.annotations = rule.annotations(of: alert, facts)
    alerts[subject, default: []].removeAll { $0.labels == labels }
    alerts[subject, default: []].append(alert)
    return [.transition(AlertTransition(alert: alert, from: .inactive, at: now, reason: .breached))]
  }

  private func activeCount(of name: AlertName) -> Int {
    alerts.reduce(0) { $0 + ($1.key.name == name ? $1.value.count { $0.state != .inactive } : 0) }
  }

  /// What a subject is about has gone, and is not waited for any more.
  ///
  /// - Parameter news: stands before what the alert said.
  mutating func forget(_ subject: AlertSubject, _ news: String, at now: Timestamp) -> [AlertChange] {
    changeAll(of: subject) { alert in
      guard alert.state != .inactive else { return .none }
      alert.annotations["description"] = [news, alert.annotations["description"]].compactMap { $0 }.joined(separator: " ")
      return alert.goes(.forgotten, now)
    }
  }

  // MARK: Time

  /// When something happens next, by time alone.
  package var nextDue: Timestamp? {
    alerts.compactMap { subject, alerts in rule(for: subject).flatMap { rule in alerts.compactMap { $0.due(rule) }.min() } }
      .min()
  }

  /// Makes happen what is due until an instant, in order, each at its own instant.
  package mutating func advance(to now: Timestamp) -> [AlertChange] {
    var changes: [AlertChange] = []
    while let due = nextDue, due <= now {
      for subject in alerts.keys.sorted() {
        guard let rule = rule(for: subject) else { continue }
        changes += changeAll(of: subject, where: { $0.due(rule).map { $0 <= due } ?? false }) { $0.passes(rule, due) }
      }
    }
    return changes
  }

  /// The wall clock was set, or the agent was down, for so many milliseconds that count for nothing.
  package mutating func pause(_ milliseconds: Int64) {
    for subject in alerts.keys {
      alerts[subject] = alerts[subject]?.map { $0.paused(by: milliseconds) }
    }
  }

  /// The wall clock was set by so much.
  package mutating func moveStamps(by milliseconds: Int64) {
    for subject in alerts.keys {
      alerts[subject] = alerts[subject]?.map { $0.stampsMoved(by: milliseconds) }
    }
  }

  // MARK: Other rules, other lives

  /// Takes up alerts that were kept.
  ///
  /// - Parameter aliveAt: until when they were evaluated.
  package mutating func resume(_ kept: [Alert], aliveAt: Timestamp, at now: Timestamp) -> [AlertChange] {
    for alert in kept { alerts[alert.subject, default: []].append(alert) }
    let gap = max(0, now.milliseconds - aliveAt.milliseconds)
    guard gap <= Self.longestPause else {
      return alerts.keys.sorted().flatMap { subject in
        changeAll(of: subject) { $0.state == .inactive ? .none : $0.goes(.agentDown, now) }
      }
    }
    pause(gap)
    return []
  }

  /// Takes other rules and labels. What has lost its rule, or its subject, ends; the rest goes on.
  package mutating func apply(
    _ rules: [AlertRule], externalLabels: [String: String] = [:], watches: (AlertSubject) -> Bool, at now: Timestamp
  ) -> [AlertChange] {
    self.rules = Dictionary(rules.map { ($0.name, $0) }) { $1 }
    self.externalLabels = externalLabels
    let changes = alerts.keys.sorted().flatMap { subject -> [AlertChange] in
      guard let rule = self.rules[subject.name], rule.isEnabled, watches(subject) else {
        return changeAll(of: subject) { $0.state == .inactive ? .none : $0.goes(.reconfigured, now) }
      }
      return changeAll(of: subject) { alert in
        if alert.state != .inactive, !rule.admits(alert.labels) { return alert.goes(.reconfigured, now) }
        return alert.state == .firing ? alert.waitsAgain(rule, now) : .none
      }
    }
    return changes + alerts.keys.sorted().flatMap { relabel($0, now) }
  }

  /// An alert's labels are what receivers know it by. One that has got others, from another configuration or from an agent of another version,
  /// ends by its old ones and goes on by its new ones at once.
  private mutating func relabel(_ subject: AlertSubject, _ now: Timestamp) -> [AlertChange] {
    guard let rule = rule(for: subject) else { return [] }
    let old = alerts[subject, default: []].filter { $0.state != .inactive }
    return old.flatMap { alert -> [AlertChange] in
      let own = Labels(["severity", "cause"].compactMap { name in alert.labels[name].map { (name, $0) } })
      let labels = rule.labels(of: subject, AlertResult(labels: own, value: nil, facts: [:]), externalLabels)
      guard labels != alert.labels else { return [] }
      return move(alert, to: labels, .reconfigured, now)
    }
  }

  // MARK: Changing

  /// What becomes of one alert.
  enum Step {
    case none
    case updated
    case moved(from: AlertState, AlertTransition.Reason, at: Timestamp)
    case forgotten
  }

  private mutating func changeAll(
    of subject: AlertSubject, where isMeant: (Alert) -> Bool = { _ in true }, _ change: (inout Alert) -> Step
  ) -> [AlertChange] {
    guard let before = alerts[subject] else { return [] }
    var changes: [AlertChange] = []
    var after: [Alert] = []
    for var alert in before {
      guard isMeant(alert) else {
        after.append(alert)
        continue
      }
      switch change(&alert) {
      case .none: after.append(alert)
      case .updated:
        after.append(alert)
        changes.append(.updated(alert))
      case .moved(let from, let reason, let at):
        if alert.state != .inactive || alert.resolvedAt != nil { after.append(alert) }
        changes.append(.transition(AlertTransition(alert: alert, from: from, at: at, reason: reason)))
      case .forgotten: changes.append(.forgotten(alert))
      }
    }
    alerts[subject] = after.isEmpty ? nil : after
    return changes
  }
}
