package import Samples

/// Applications that are there or not, and loops that stand.
extension Watch {
  /// Something happened to an application.
  package mutating func appOccurred(_ occurrence: AppOccurrence) -> [AlertChange] {
    change(occurrence.app, at: occurrence.at) { presence, _ in presence.note(occurrence) }
  }

  /// A loop of an application stands.
  ///
  /// - Parameters:
  ///   - seconds: for how long by now; less than `AppOccurrence.longStanding` is nothing.
  ///   - frame: the innermost of its own code or, without one, what it sleeps in.
  package mutating func appStands(_ app: String, seconds: Double, frame: String?, at instant: Timestamp) -> [AlertChange] {
    change(app, at: instant) { presence, now in
      presence.stand(seconds: seconds, at: now, reason: AppPresence.place(frame))
    }
  }

  /// No loop of an application stands any more.
  package mutating func appTurns(_ app: String, at instant: Timestamp) -> [AlertChange] {
    change(app, at: instant) { presence, _ in presence.turn() }
  }

  private mutating func change(
    _ app: String, at instant: Timestamp, _ change: (inout AppPresence, Timestamp) -> Void
  ) -> [AlertChange] {
    let changes = advance(to: instant)
    change(&presences[app, default: AppPresence()], now)
    revision += 1
    return changes + evaluatePresence(of: app)
  }

  /// Takes up what alerts of another agent's life say of applications.
  mutating func resumePresences(_ alerts: [Alert]) {
    for alert in alerts where alert.state != .inactive {
      guard let app = alert.subject.app, [.appDown, .appStanding].contains(alert.subject.name) else { continue }
      presences[app, default: AppPresence()].resume(alert.subject.name, since: alert.activeAt, at: now)
    }
  }

  /// What has become of applications by time alone.
  mutating func advancePresences() -> [AlertChange] {
    presences.keys.sorted().flatMap { app -> [AlertChange] in
      guard let presence = presences[app] else { return [] }
      if presence.isForgotten(at: now) {
        presences[app]?.forgetDown()
        return book.forget(
          AlertSubject(.appDown, app: app),
          "It has not come back for \(DurationText.text(Double(AppPresence.patience) / 1000)), and is not waited for any more.",
          at: now) + evaluatePresence(of: app)
      }
      if presence.isLost(at: now) { presences[app]?.turn() }
      return evaluatePresence(of: app)
    }
  }

  mutating func evaluatePresence(of app: String) -> [AlertChange] {
    guard let presence = presences[app] else { return [] }
    if presence.isQuiet { presences[app] = nil }
    guard plan.app(app).alerts else { return [] }
    return evaluate(.appDown, app, presence.down, isCritical: false)
      + evaluate(.appStanding, app, presence.standing, isCritical: presence.standsLong(at: now))
  }

  private mutating func evaluate(
    _ name: AlertName, _ app: String, _ trouble: AppPresence.Trouble?, isCritical: Bool
  ) -> [AlertChange] {
    let subject = AlertSubject(name, app: app)
    guard let trouble else { return book.evaluate(subject, .met, at: now) }
    let severity = plan.rules.first { $0.name == name }?.severity ?? "warning"
    let severities = isCritical && severity != "critical" ? [severity, "critical"] : [severity]
    let own = ["at": trouble.since.iso8601, "reason": trouble.reason]
    let results = severities.map {
      AlertResult(labels: Labels.unexplained.with("severity", $0), value: nil, facts: own)
    }
    return book.evaluate(subject, .breached(results), facts: facts, at: now)
  }
}
