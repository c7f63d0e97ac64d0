package import Samples
package import Thresholds

/// Runs in, judgements and alerts out: the one evaluation, live and over the history alike.
///
/// A value without I/O and without a clock. What happens by time alone (a run leaves its window, a `for` is over) happens at its own instant,
/// however late `advance(to:)` is called, so that stored runs give the transitions that the agent gave, to the millisecond.
package struct Watch: Sendable {
  private struct Canary {
    var plan: WatchPlan.Canary
    var window: TargetWindow
    var failures: FailureWindow
    /// What became of the newest runs that say anything.
    var newest: RunFailures
  }

  /// What is watched.
  package private(set) var plan: WatchPlan
  /// The alerts as they stand.
  package internal(set) var book: AlertBook
  /// Grows with everything that may have changed a judgement or an alert.
  package internal(set) var revision = 0
  private var canaries: [RunIdentity: Canary] = [:]
  private var slots: [String: SlotWindow] = [:]
  var apps: [String: JudgedApp] = [:]
  /// By the names of applications: whether they are there, and stand.
  var presences: [String: AppPresence] = [:]
  var now: Timestamp

  /// Nothing is known yet.
  package init(_ plan: WatchPlan, at now: Timestamp) {
    self.plan = plan
    self.now = now
    book = AlertBook(rules: plan.rules, limit: plan.limit, externalLabels: plan.externalLabels)
    setUp()
  }

  private mutating func setUp() {
    let before = canaries
    canaries = Dictionary(
      plan.canaries.map { canary in
        let known = before[canary.identity]
        let windowPlan = TargetWindow.Plan(targets: canary.targets, window: plan.window, every: canary.every) { [plan] in
          plan.badRuns(AlertName($0))
        }
        let window = TargetWindow(windowPlan, runsOf: known?.window, at: now)
        let failures = FailureWindow(window: plan.window, runsOf: known?.failures, at: now)
        let newest = RunFailures(plan.badRuns(.runFailing), every: canary.every, runsOf: known?.newest)
        return (canary.identity, Canary(plan: canary, window: window, failures: failures, newest: newest))
      }, uniquingKeysWith: { $1 })
    book.apps = plan.apps
    book.every = Dictionary(plan.canaries.map { ($0.identity, $0.every) }) { $1 }
    identities = canaries.keys.sorted()
    let mixes = Set(plan.canaries.map(\.identity.mix))
    slots = Dictionary(uniqueKeysWithValues: mixes.map { ($0, slots[$0] ?? SlotWindow(window: plan.window)) })
    for (app, before) in apps { apps[app] = judgedApp(app, before: before) }
  }

  // MARK: What is known

  /// As they were judged last, in the order of the targets.
  package func judgements(of identity: RunIdentity) -> [Judgement] { canaries[identity]?.window.judgements ?? [] }

  /// What failed of its runs in the window that targets without one of their own have, as it was judged last.
  package func failures(of identity: RunIdentity) -> Failures { canaries[identity]?.failures.failures ?? Failures() }

  /// What is watched, in order.
  package private(set) var identities: [RunIdentity] = []

  /// Whether what becomes of it becomes an alert: baselines are judged only.
  package func alerts(on identity: RunIdentity) -> Bool { canaries[identity]?.plan.alerts ?? false }

  /// Whether its newest run ended badly, or too many of its items failed; cancelled ones say nothing.
  package func isFailing(_ identity: RunIdentity) -> Bool {
    canaries[identity]?.newest.newestIsBad ?? false
  }

  /// How many of its newest runs ended badly.
  package func failedRuns(of identity: RunIdentity) -> BadRuns? { canaries[identity]?.newest.count }

  /// How many of the newest runs broke each target, in the order of the targets.
  package func badRuns(of identity: RunIdentity) -> [(target: Target, runs: BadRuns)] {
    canaries[identity]?.window.judged.map { ($0.judgement.target, $0.runs) } ?? []
  }

  /// Of the targets that have a critical limit, whether it is broken, and the program to blame for it.
  package func criticalTargets(of identity: RunIdentity) -> [TargetName: Bool] {
    criticalTargets(judgements(of: identity))
  }

  /// The same of a watched application.
  package func criticalTargets(ofApp app: String) -> [TargetName: Bool] { criticalTargets(judgements(ofApp: app)) }

  private func criticalTargets(_ judgements: [Judgement]) -> [TargetName: Bool] {
    judgements.reduce(into: [:]) { found, judgement in
      guard !judgement.target.critical.isEmpty else { return }
      found[judgement.target.name] = AlertFinding.isCritical(judgement)
    }
  }

  /// When something happens next by time alone.
  package var nextDue: Timestamp? {
    let windows =
      canaries.values.flatMap { [$0.window.nextDue, $0.failures.nextDue] } + apps.values.map(\.window.nextDue)
      + presences.values.map { $0.nextDue(after: now) }
    return (windows + slots.values.map(\.nextDue) + [book.nextDue]).compactMap { $0 }.min()
  }

  // MARK: Events

  /// A run has ended.
  ///
  /// - Parameters:
  ///   - evidence: what it has shown; `nil` where it did not complete.
  ///   - reason: why it did not.
  package mutating func runEnded(
    _ identity: RunIdentity, _ outcome: RunOutcome, reason: String? = nil, evidence: RunEvidence?, at endedAt: Timestamp
  ) -> [AlertChange] {
    var changes = advance(to: endedAt)
    note(identity, outcome, reason: reason, evidence: evidence, endedAt: endedAt, at: now)
    guard let canary = canaries[identity] else { return changes }
    revision += 1
    if evidence == nil { canaries[identity]?.window.judge(at: now) }
    canaries[identity]?.failures.judge(at: now)
    changes += evaluateFailure(canary)
    changes += evaluateTargets(of: identity)
    return changes + evaluateHost()
  }

  private mutating func note(
    _ identity: RunIdentity, _ outcome: RunOutcome, reason: String?, evidence: RunEvidence?, endedAt: Timestamp, at now: Timestamp
  ) {
    if let evidence { canaries[identity]?.window.add(evidence, endedAt: endedAt, at: now) }
    canaries[identity]?.failures.add(outcome, reason: reason, items: evidence?.items, endedAt: endedAt)
    canaries[identity]?.newest.add(outcome, reason: reason, items: evidence?.items, endedAt: endedAt)
  }

  /// A slot came due.
  ///
  /// - Parameter missed: why no run was started in it; `nil` where one was.
  package mutating func slotDue(_ mix: String, missed: String?, at instant: Timestamp) -> [AlertChange] {
    let changes = advance(to: instant)
    slots[mix]?.add(missed: missed, at: now)
    revision += 1
    return changes + evaluateSlots(mix)
  }

  /// Makes happen what is due until an instant. It never goes back.
  package mutating func advance(to instant: Timestamp) -> [AlertChange] {
    var changes: [AlertChange] = []
    while let due = nextDue, due <= instant {
      now = max(now, due)
      revision += 1
      changes += book.advance(to: now)
      for identity in identities where canaries[identity]?.failures.nextDue.map({ $0 <= now }) ?? false {
        canaries[identity]?.failures.judge(at: now)
      }
      for identity in identities where canaries[identity]?.window.nextDue.map({ $0 <= now }) ?? false {
        canaries[identity]?.window.judge(at: now)
        changes += evaluateTargets(of: identity)
      }
      for app in apps.keys.sorted() where apps[app]?.window.nextDue.map({ $0 <= now }) ?? false {
        apps[app]?.window.judge(at: now)
        changes += evaluateTargets(ofApp: app)
      }
      for mix in slots.keys.sorted() where slots[mix]?.nextDue.map({ $0 <= now }) ?? false { changes += evaluateSlots(mix) }
      changes += advancePresences()
      changes += evaluateHost()
    }
    now = max(now, instant)
    return changes
  }

  /// The wall clock was set by so much, or the machine slept: durations go on as if nothing had happened.
  package mutating func clockWasSet(by milliseconds: Int64) {
    now = now.later(milliseconds: milliseconds)
    for identity in canaries.keys {
      canaries[identity]?.window.shift(by: milliseconds)
      canaries[identity]?.failures.shift(by: milliseconds)
      canaries[identity]?.newest.shift(by: milliseconds)
    }
    for mix in slots.keys { slots[mix]?.shift(by: milliseconds) }
    for app in apps.keys { apps[app]?.window.shift(by: milliseconds) }
    for app in presences.keys { presences[app]?.shift(by: milliseconds) }
    book.pause(milliseconds)
  }

  /// The wall clock was set by so much: since when alerts fire is told by the clock as it is now. When they became pending stays, which names
  /// them.
  package mutating func moveStamps(by milliseconds: Int64) {
    book.moveStamps(by: milliseconds)
    revision += 1
  }

  // MARK: Other plans, other lives

  /// Takes up what an agent before this one had: its alerts, and the runs of the windows and the intervals of applications, ascending in time.
  package mutating func resume(
    _ alerts: [Alert], aliveAt: Timestamp,
    runs: [(identity: RunIdentity, outcome: RunOutcome, reason: String?, evidence: RunEvidence?, endedAt: Timestamp)],
    intervals: [AppInterval] = []
  ) -> [AlertChange] {
    for run in runs {
      note(
        run.identity, run.outcome, reason: run.reason, evidence: run.evidence, endedAt: run.endedAt, at: min(run.endedAt, now))
    }
    for identity in canaries.keys {
      canaries[identity]?.window.judge(at: now)
      canaries[identity]?.failures.judge(at: now)
    }
    resumeApps(alerts, intervals)
    var changes = book.resume(alerts, aliveAt: aliveAt, at: now)
    changes += book.apply(plan.rules, externalLabels: plan.externalLabels, watches: watches, at: now)
    return changes + evaluateAll()
  }

  /// Where people find this agent became known: templates name it from here on.
  package mutating func isServed(at url: String) { plan.externalURL = url }

  /// Takes another plan. What is the same in both goes on as it was.
  package mutating func apply(_ plan: WatchPlan, at instant: Timestamp) -> [AlertChange] {
    var changes = advance(to: instant)
    self.plan = plan
    setUp()
    changes += book.apply(plan.rules, externalLabels: plan.externalLabels, watches: watches, at: now)
    return changes + evaluateAll()
  }

  private func watches(_ subject: AlertSubject) -> Bool {
    if let app = subject.app { return watches(subject.name, ofApp: app) }
    guard let identity = subject.identity else {
      return subject.mix.map { slots[$0] != nil } ?? canaries.values.contains(where: \.plan.alerts)
    }
    guard let canary = canaries[identity], canary.plan.alerts else { return false }
    return subject.name == .runFailing || canary.plan.targets.contains { AlertName($0.name) == subject.name }
  }

  // MARK: Evaluating

  private mutating func evaluateAll() -> [AlertChange] {
    revision += 1
    let changes = identities.flatMap { identity in
      canaries[identity].map { evaluateFailure($0) + evaluateTargets(of: identity) } ?? []
    }
    return changes + apps.keys.sorted().flatMap { evaluateTargets(ofApp: $0) }
      + presences.keys.sorted().flatMap { evaluatePresence(of: $0) }
      + slots.keys.sorted().flatMap { evaluateSlots($0) } + evaluateHost()
  }

  private mutating func evaluateFailure(_ canary: Canary) -> [AlertChange] {
    let identity = canary.plan.identity
    guard canary.plan.alerts, let finding = canaries[identity]?.newest.finding else { return [] }
    return book.evaluate(AlertSubject(.runFailing, identity), finding, facts: facts, at: now)
  }

  private mutating func evaluateTargets(of identity: RunIdentity) -> [AlertChange] {
    guard let canary = canaries[identity], canary.plan.alerts else { return [] }
    return canary.window.judged.flatMap { evaluate($0, of: .run(identity)) }
  }

  mutating func evaluate(_ judged: JudgedTarget, of thing: AlertSubject.Thing) -> [AlertChange] {
    let name = AlertName(judged.judgement.target.name)
    let finding = AlertFinding(judged, severity: plan.rules.first { $0.name == name }?.severity ?? "warning")
    return book.evaluate(AlertSubject(name, thing), finding, facts: facts, at: now)
  }

  private mutating func evaluateSlots(_ mix: String) -> [AlertChange] {
    guard let finding = slots[mix]?.finding(at: now) else { return [] }
    return book.evaluate(AlertSubject(.slotsMissed, mix: mix), finding, facts: facts, at: now)
  }

  /// After all others: what it explains is known then.
  mutating func evaluateHost() -> [AlertChange] {
    let off = Set(plan.rules.filter { !$0.isEnabled }.map(\.name))
    let explained = identities.flatMap { identity -> [HostContention.Explained] in
      guard let canary = canaries[identity], canary.plan.alerts else { return [] }
      return canary.window.hostCaused.filter { !off.contains(AlertName($0.judgement.target.name)) }.map {
        HostContention.Explained(thing: .run(identity), judged: $0)
      }
    }
    let ofApps = apps.keys.sorted().flatMap { app -> [HostContention.Explained] in
      guard let known = apps[app], known.plan.alerts else { return [] }
      return known.window.hostCaused.filter { !off.contains(AlertName($0.judgement.target.name)) }.map {
        HostContention.Explained(thing: .app(app), judged: $0)
      }
    }
    let contention = HostContention(explained + ofApps, alerts: book.alerts.values.joined(), at: now)
    return book.evaluate(AlertSubject(ofHost: .hostContended), contention.finding, facts: facts, at: now)
  }

  var facts: [String: String] { ["externalURL": plan.externalURL, "storage": plan.storage] }
}
