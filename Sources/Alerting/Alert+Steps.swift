import Samples
import Thresholds

/// What can become of an alert, a step each.
extension Alert {
  /// When time alone changes it.
  func due(_ rule: AlertRule) -> Timestamp? {
    if state == .inactive { return resolvedAt?.later(milliseconds: AlertBook.resolvedRetention + 1) }
    if let keepSince { return keepSince.later(milliseconds: rule.keepFiringFor.milliseconds) }
    if let unknownSince { return unknownSince.later(milliseconds: rule.noDataAfter.milliseconds) }
    return state == .pending ? fireAt(rule) : nil
  }

  private func fireAt(_ rule: AlertRule) -> Timestamp { waitsSince.later(milliseconds: rule.hold.milliseconds) }

  /// From when its `for` counts.
  var waitsSince: Timestamp { activeAt.later(milliseconds: paused) }

  /// Its time has come.
  mutating func passes(_ rule: AlertRule, _ now: Timestamp) -> AlertBook.Step {
    if state == .inactive { return .forgotten }
    if keepSince != nil { return goes(.cleared, now) }
    if unknownSince != nil { return goes(.noData, now) }
    return fires(rule, now)
  }

  /// Fires where it was pending for long enough.
  mutating func fires(_ rule: AlertRule, _ now: Timestamp) -> AlertBook.Step {
    guard state == .pending, fireAt(rule) <= now else { return .none }
    state = .firing
    firedAt = now
    return .moved(from: .pending, .held, at: now)
  }

  /// It is still so.
  mutating func holds() -> AlertBook.Step {
    guard keepSince != nil || unknownSince != nil else { return .none }
    keepSince = nil
    unknownSince = nil
    return .updated
  }

  /// It is not so any more.
  mutating func ends(_ rule: AlertRule, _ reason: AlertTransition.Reason, _ now: Timestamp) -> AlertBook.Step {
    guard state != .inactive else { return .none }
    guard state == .firing, rule.keepFiringFor > 0 else { return goes(reason, now) }
    unknownSince = nil
    guard keepSince == nil else { return .none }
    keepSince = now
    return .updated
  }

  /// Nobody knows whether it still is so.
  mutating func isUnknown(_ now: Timestamp) -> AlertBook.Step {
    guard state != .inactive, keepSince == nil, unknownSince == nil else { return .none }
    unknownSince = now
    return .updated
  }

  /// Becomes inactive, at once.
  mutating func goes(_ reason: AlertTransition.Reason, _ now: Timestamp) -> AlertBook.Step {
    let before = state
    state = .inactive
    keepSince = nil
    unknownSince = nil
    if before == .firing { resolvedAt = now }
    return .moved(from: before, reason, at: now)
  }

  /// Its `for` is longer than it was: it must wait again.
  mutating func waitsAgain(_ rule: AlertRule, _ now: Timestamp) -> AlertBook.Step {
    guard now < fireAt(rule) else { return .none }
    state = .pending
    firedAt = nil
    keepSince = nil
    return .moved(from: .firing, .reconfigured, at: now)
  }

  /// The wall clock was set by so much.
  func stampsMoved(by milliseconds: Int64) -> Alert {
    var alert = self
    alert.firedAt = firedAt?.later(milliseconds: milliseconds)
    alert.resolvedAt = resolvedAt?.later(milliseconds: milliseconds)
    return alert
  }

  /// So much time does not count.
  func paused(by milliseconds: Int64) -> Alert {
    var alert = self
    if state == .pending { alert.paused += milliseconds }
    alert.keepSince = keepSince?.later(milliseconds: milliseconds)
    alert.unknownSince = unknownSince?.later(milliseconds: milliseconds)
    return alert
  }
}

extension AlertRule {
  /// calcmon's own labels stand above those of the rule, and these above the external ones, of which one without a value is none.
  func labels(of subject: AlertSubject, _ result: AlertResult, _ external: [String: String]) -> Labels {
    let own = (subject.labels.pairs + result.labels.pairs).map { ($0.name, $0.value) } + [("alertname", subject.name.rawValue)]
    let all = external.filter { !$0.value.isEmpty }.merging(labels) { $1 }.merging(["severity": severity]) { $1 }
      .merging(own) { $1 }
    return Labels(all.map { ($0.key, $0.value) })
  }

  /// Whether a breach with these labels becomes an alert. What has no cause is not judged by it.
  func admits(_ labels: Labels) -> Bool {
    labels["cause"].flatMap(TargetCause.Kind.init).map(causes.contains) ?? true
  }

  func annotations(of alert: Alert, _ facts: [String: String]) -> [String: String] {
    let facts = facts.merging(["id": alert.id]) { $1 }
    return templates(alert.subject).mapValues { AlertTemplate.render($0, facts, alert.labels) }
  }

  /// Those that nobody has replaced speak of what the alert is about.
  private func templates(_ subject: AlertSubject) -> [String: String] {
    guard subject.app != nil else { return annotations }
    let (standard, ofApps) = (name.standardAnnotations, name.annotationsOfApps)
    return Dictionary(uniqueKeysWithValues: annotations.map { ($0, $1 == standard[$0] ? ofApps[$0] ?? $1 : $1) })
  }
}

extension Timestamp {
  /// So much later.
  func later(milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: self.milliseconds + milliseconds) }
}

extension Double {
  /// Of seconds.
  var milliseconds: Int64 { Int64((self * 1000).rounded()) }
}
