package import Samples

/// What state an alert is in. The raw value is the `state` label of `calcmon_alerts`, and the word in the history.
package enum AlertState: String, CaseIterable, Sendable {
  /// Not breached, or resolved.
  case inactive
  /// Breached, not yet for long enough.
  case pending
  case firing
}

/// One alert: a rule with the labels of what breaches it. Its identity is its labels.
package struct Alert: Hashable, Sendable {
  /// Which rule, for what.
  package let subject: AlertSubject
  /// `alertname` and `severity` among them.
  package let labels: Labels
  /// As people read them, by name; replaced at each evaluation.
  package var annotations: [String: String]
  /// `inactive`: it has fired and is resolved.
  package var state: AlertState
  /// What was judged at the last evaluation, in the target's unit.
  package var value: Double?
  /// When it became pending.
  package var activeAt: Timestamp
  /// When it became firing.
  package var firedAt: Timestamp?
  /// When it stopped firing.
  package var resolvedAt: Timestamp?
  /// Since when it fires only because of `keep_firing_for`.
  package var keepSince: Timestamp?
  /// Since when there is no data to judge it by.
  package var unknownSince: Timestamp?
  /// How long, since it became pending, nobody could tell whether it still was, in milliseconds: the agent was down, or the clock was set.
  /// It does not count for `for`.
  package var paused: Int64 = 0

  /// Joins the parts.
  package init(
    subject: AlertSubject, labels: Labels, annotations: [String: String], state: AlertState, value: Double?, activeAt: Timestamp,
    firedAt: Timestamp? = nil, resolvedAt: Timestamp? = nil, keepSince: Timestamp? = nil, unknownSince: Timestamp? = nil
  ) {
    self.subject = subject
    self.labels = labels
    self.annotations = annotations
    self.state = state
    self.value = value
    self.activeAt = activeAt
    self.firedAt = firedAt
    self.resolvedAt = resolvedAt
    self.keepSince = keepSince
    self.unknownSince = unknownSince
  }

  /// The same with other labels: another alert, as far as others can tell.
  func labelled(_ labels: Labels) -> Alert {
    var alert = Alert(
      subject: subject, labels: labels, annotations: annotations, state: state, value: value, activeAt: activeAt,
      firedAt: firedAt,
      resolvedAt: resolvedAt, keepSince: keepSince, unknownSince: unknownSince)
    alert.paused = paused
    // Commands among them name it.
    let (old, new) = (id, alert.id)
    alert.annotations = annotations.mapValues { $0.replacing(old, with: new) }
    return alert
  }

  /// Of its labels, as Alertmanager computes it.
  package var fingerprint: Fingerprint { Fingerprint(labels) }
  /// Names this episode of the alert, from the instant at which it became pending: 12 hexadecimal digits.
  package var id: String { Fingerprint(labels.with("", "\(activeAt.milliseconds)")).text.prefix(12).description }
}

/// What a rule is evaluated for.
package struct AlertSubject: Hashable, Comparable, Sendable {
  /// What it is about.
  package enum Thing: Hashable, Sendable {
    case run(RunIdentity)
    /// A mix as a whole.
    case mix(String)
    /// A watched application.
    case app(String)
    /// The host as a whole.
    case host
  }

  /// Which rule.
  package let name: AlertName
  package let thing: Thing

  package init(_ name: AlertName, _ thing: Thing) {
    self.name = name
    self.thing = thing
  }

  /// A mix, strategy and runtime.
  package init(_ name: AlertName, _ identity: RunIdentity) { self.init(name, .run(identity)) }

  /// A mix as a whole.
  package init(_ name: AlertName, mix: String) { self.init(name, .mix(mix)) }

  /// A watched application.
  package init(_ name: AlertName, app: String) { self.init(name, .app(app)) }

  /// The host as a whole.
  package init(ofHost name: AlertName) { self.init(name, .host) }

  /// What an alert with these labels is for; `nil` where this version does not know its name.
  package init?(_ labels: Labels) {
    guard let name = labels["alertname"].flatMap(AlertName.init) else { return nil }
    let mix = labels["mix"] ?? ""
    if let strategy = labels["strategy"].flatMap(Strategy.init), let runtime = labels["runtime"].flatMap(Runtime.init) {
      self.init(name, RunIdentity(mix: mix, strategy: strategy, runtime: runtime))
    } else if name.mayBeOfApp, let app = labels["app"], !app.isEmpty, mix.isEmpty {
      self.init(name, app: app)
    } else if mix.isEmpty {
      self.init(ofHost: name)
    } else {
      self.init(name, mix: mix)
    }
  }

  /// Whose runs; `nil` if it is about none of them alone.
  package var identity: RunIdentity? { if case .run(let identity) = thing { identity } else { nil } }

  /// `nil` if it is about none.
  package var mix: String? {
    switch thing {
    case .run(let identity): identity.mix
    case .mix(let mix): mix
    case .app, .host: nil
    }
  }

  /// `nil` if it is about none.
  package var app: String? { if case .app(let app) = thing { app } else { nil } }

  /// By rule, then by labels.
  package static func < (a: AlertSubject, b: AlertSubject) -> Bool {
    (a.name.rawValue, a.labels) < (b.name.rawValue, b.labels)
  }

  /// The labels that say what it is for.
  package var labels: Labels {
    switch thing {
    case .run(let identity): identity.labels
    case .mix(let mix): Labels([("mix", mix)])
    case .app(let app): Labels([("app", app)])
    case .host: .none
    }
  }
}

/// An alert has changed its state.
package struct AlertTransition: Hashable, Sendable {
  /// Why it did.
  package enum Reason: String, CaseIterable, Sendable {
    /// A target was breached, a run failed, slots were missed.
    case breached
    /// It was, for as long as `for` asks.
    case held
    /// It is not breached any more.
    case cleared
    /// It is breached for another cause: another alert says so.
    case causeChanged = "cause_changed"
    /// There was no data to judge by for too long.
    case noData = "no_data"
    /// The agent was down for too long to know.
    case agentDown = "agent_down"
    /// What it was for has gone and did not come back: it is not waited for any more.
    case forgotten
    /// Its rule, or what it was for, is not configured any more, or `for` is longer than before.
    case reconfigured
  }

  /// As it is after the transition; one that becomes `inactive` from `pending` has neither `firedAt` nor `resolvedAt`.
  package let alert: Alert
  /// Before.
  package let from: AlertState
  /// When.
  package let at: Timestamp
  /// Why.
  package let reason: Reason

  /// After.
  package var to: AlertState { alert.state }

  /// Joins the parts.
  package init(alert: Alert, from: AlertState, at: Timestamp, reason: Reason) {
    self.alert = alert
    self.from = from
    self.at = at
    self.reason = reason
  }
}
