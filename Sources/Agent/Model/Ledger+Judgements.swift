import Alerting
import Exposition
import Samples
import Thresholds

/// The series of judgements, of runs and of applications alike. They are written if they are others than before: many applications are judged,
/// each a moment after another.
extension Ledger {
  /// What is judged.
  enum JudgedThing: Hashable {
    case run(RunIdentity)
    case app(String)

    var labels: Labels {
      switch self {
      case .run(let identity): identity.labels
      case .app(let app): Labels([("app", app)])
      }
    }
  }

  /// All that is shown of one.
  struct ShownJudgements: Equatable {
    fileprivate struct Count: Equatable {
      let target: Target
      let bad: BadRuns
    }

    let judgements: [Judgement]
    fileprivate let counts: [Count]
    fileprivate let critical: [TargetName: Bool]
    fileprivate let alerts: Bool
    fileprivate var isFailing: Bool?
    fileprivate var failed: BadRuns?

    fileprivate init(
      _ judgements: [Judgement], _ counts: [(target: Target, bad: BadRuns)], critical: [TargetName: Bool], alerts: Bool
    ) {
      self.judgements = judgements
      self.critical = critical
      self.counts = counts.map { Count(target: $0.target, bad: $0.bad) }
      self.alerts = alerts
    }
  }

  func judgements(of thing: JudgedThing) -> [Judgement] {
    switch thing {
    case .run(let identity): watch.judgements(of: identity)
    case .app(let app): watch.judgements(ofApp: app)
    }
  }

  private func now(_ thing: JudgedThing) -> ShownJudgements {
    switch thing {
    case .run(let identity):
      var shown = ShownJudgements(
        watch.judgements(of: identity), watch.badRuns(of: identity).map { ($0.target, $0.runs) },
        critical: watch.criticalTargets(of: identity), alerts: watch.alerts(on: identity))
      shown.isFailing = watch.isFailing(identity)
      shown.failed = watch.failedRuns(of: identity)
      return shown
    case .app(let app):
      return ShownJudgements(
        watch.judgements(ofApp: app), watch.badIntervals(ofApp: app).map { ($0.target, $0.intervals) },
        critical: watch.criticalTargets(ofApp: app), alerts: watch.alerts(onApp: app))
    }
  }

  mutating func show(_ thing: JudgedThing) {
    let shown = now(thing)
    guard shownJudgements[thing] != shown else { return }
    shownJudgements[thing] = shown
    let labels = thing.labels
    registry.set(MetricCatalog.alertingEnabled, labels, shown.alerts ? 1 : 0)
    if let isFailing = shown.isFailing { registry.set(MetricCatalog.runFailing, labels, isFailing ? 1 : 0) }
    if let failed = shown.failed {
      registry.set(MetricCatalog.failedRuns, labels, Double(failed.bad))
      registry.set(MetricCatalog.failedRunsNeeded, labels, Double(failed.rule.needed))
    }
    for judgement in shown.judgements { show(judgement, labels.with("target", judgement.target.name.rawValue)) }
    for target in TargetName.allCases {
      let critical = shown.critical[target].map { $0 ? 1.0 : 0 }
      setOrRemove(MetricCatalog.targetCritical, labels.with("target", target.rawValue), critical)
    }
    for count in shown.counts { show(count.bad, of: count.target, labels.with("target", count.target.name.rawValue)) }
  }

  private mutating func show(_ judgement: Judgement, _ labels: Labels) {
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

  private mutating func show(_ bad: BadRuns, of target: Target, _ labels: Labels) {
    registry.set(MetricCatalog.targetBadRuns, labels, Double(bad.bad))
    registry.set(MetricCatalog.targetBadRunsNeeded, labels, Double(bad.rule.needed))
    setOrRemove(MetricCatalog.targetCriticalRuns, labels, target.critical.isEmpty ? nil : Double(bad.critical))
  }

  mutating func hide(_ target: TargetName, of thing: Labels) {
    let labels = thing.with("target", target.rawValue)
    for metric in [
      MetricCatalog.targetValue, MetricCatalog.targetBreached, MetricCatalog.targetUnknown, MetricCatalog.targetCritical,
      MetricCatalog.targetBadRuns, MetricCatalog.targetCriticalRuns, MetricCatalog.targetBadRunsNeeded,
    ] {
      registry.remove(metric, labels)
    }
    for kind in TargetCause.Kind.allCases { registry.remove(MetricCatalog.targetCause, labels.with("cause", kind.rawValue)) }
    for bound in ["lower", "upper"] { registry.remove(MetricCatalog.targetLimit, labels.with("bound", bound)) }
  }

  /// What is not judged any more does not stand there as if it was.
  mutating func hideForgottenApps() {
    let judged = Set(watch.watchedApps)
    for case .app(let app) in Array(shownJudgements.keys) where !judged.contains(app) { hide(app: app) }
  }

  /// An application is known no more.
  mutating func hide(app: String) {
    let labels = JudgedThing.app(app).labels
    for target in TargetName.allCases { hide(target, of: labels) }
    registry.remove(MetricCatalog.alertingEnabled, labels)
    shownJudgements[.app(app)] = nil
  }
}
