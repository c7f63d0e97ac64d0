package import Samples
package import Thresholds

/// Watched applications: their intervals are judged as runs are.
extension Watch {
  /// The applications of which an interval is known, in order.
  package var watchedApps: [String] { apps.keys.sorted() }

  /// As they were judged last, in the order of the targets.
  package func judgements(ofApp app: String) -> [Judgement] { apps[app]?.window.judgements ?? [] }

  /// How many of the newest intervals broke each target, in the order of the targets.
  package func badIntervals(ofApp app: String) -> [(target: Target, intervals: BadRuns)] {
    apps[app]?.window.judged.map { ($0.judgement.target, $0.runs) } ?? []
  }

  /// Whether a breach becomes an alert.
  package func alerts(onApp app: String) -> Bool { apps[app]?.plan.alerts ?? false }

  /// An interval of an application has ended.
  package mutating func intervalEnded(_ interval: AppInterval) -> [AlertChange] {
    var changes = advance(to: interval.endedAt)
    let app = interval.app
    if apps[app] == nil { apps[app] = judgedApp(app, before: nil) }
    apps[app]?.window.add(RunEvidence(interval), endedAt: interval.endedAt, at: now)
    presences[app]?.lived(from: interval.startedAt, processes: interval.processes)
    revision += 1
    changes += evaluatePresence(of: app)
    changes += evaluateTargets(ofApp: app)
    return changes + evaluateHost()
  }

  func judgedApp(_ app: String, before: JudgedApp?) -> JudgedApp {
    let own = plan.app(app)
    let window = AppWindow(
      own, window: plan.window, badRuns: { plan.badRuns(AlertName($0)) }, intervalsOf: before?.window, at: now)
    return JudgedApp(plan: own, window: window)
  }

  mutating func evaluateTargets(ofApp app: String) -> [AlertChange] {
    guard let known = apps[app], known.plan.alerts else { return [] }
    return known.window.judged.flatMap { evaluate($0, of: .app(app)) }
  }

  /// Takes up what was kept: an alert whose application does not come back ends for lack of data.
  mutating func resumeApps(_ alerts: [Alert], _ intervals: [AppInterval]) {
    let ofAlerts = alerts.filter { $0.state != .inactive }.compactMap(\.subject.app)
    for app in Set(ofAlerts + intervals.map(\.app)) where apps[app] == nil { apps[app] = judgedApp(app, before: nil) }
    for (app, intervals) in Dictionary(grouping: intervals, by: \.app) {
      apps[app]?.window.load(intervals.map { RunEvidence($0) }, endedAt: intervals.map(\.endedAt), at: now)
    }
    resumePresences(alerts)
  }

  /// Whether an alert of this name about an application is evaluated.
  func watches(_ name: AlertName, ofApp app: String) -> Bool {
    let own = plan.app(app)
    guard own.alerts else { return false }
    return name == .appDown || name == .appStanding || own.targets.contains { AlertName($0.name) == name }
  }
}
