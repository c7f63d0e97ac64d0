import API
import Alerting
import Endpoint
import Pages
import Processes
import Samples
import Snapshots
import Storage
import Thresholds

/// The pages of alerts.
extension AgentSite {
  /// Of an alert, with their stalls: those that led to it …
  private static let runsBefore = 5
  /// … and the newest after it.
  private static let runsAfter = 3
  /// Before an alert became pending, in seconds: in which runs may explain one that has not fired yet.
  private static let reach = 1800.0

  /// Before an alert on an application became pending, and after it fired, in seconds.
  private static let appReach = 300.0

  /// What the history knows of an alert.
  private struct Found: Sendable {
    let episode: AlertEpisode
    let runs: [JudgedRun]
    /// What the application did around it that it is about.
    var app: AppExcerpt?
    /// By which it was judged.
    let target: Target?
    /// Of an application's queues the one that was worst off.
    var queue: String?
  }

  func alertListPage(_ query: EndpointContent.Query) async throws -> Document {
    try APIRequest.refuse(query, of: "/alerts")
    let snapshot = snapshot()
    let since = snapshot.at.advanced(bySeconds: -7 * 86_400)
    let transitions = await history.find { try $0.alertTransitions(since: since, until: snapshot.at) }
    return .html(
      AlertListPage.html(
        snapshot.alerts, transitions: transitions ?? [], current: { snapshot.now(of: $0) }, now: snapshot.at, root: root,
        version: build.text))
  }

  func alertPage(_ id: String, _ query: EndpointContent.Query) async throws -> Document {
    try APIRequest.refuse(query, of: "/alerts/\(id)")
    guard id.count == 12, id.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw APIProblem(.notFound, "'\(id)' is no id of an alert; ids are 12 hexadecimal digits")
    }
    let snapshot = snapshot()
    let active = snapshot.alerts.first { $0.alert.id == id }
    guard let found = await history.find({ try self.found(id, active?.alert, $0) }) ?? active.map({ remembered($0, snapshot) })
    else {
      throw APIProblem(.notFound, "there is no alert \(id), or it is not kept any more")
    }
    let subject = active?.alert.subject ?? AlertSubject(found.episode.labels)
    let current = active.map { snapshot.now(of: $0.alert) } ?? subject.map { snapshot.now(of: $0) } ?? AlertNow()
    // If no plan of that time is kept, that of an application is shown as it is now.
    let target = found.target ?? (subject?.app == nil ? nil : current.judgement?.target)
    return .html(
      AlertPage.html(
        found.episode, runs: found.runs, isMuted: active?.isMuted ?? false, now: snapshot.at, current: current, app: found.app,
        target: target, queue: found.queue, storagePath: storagePath, root: root, version: build.text))
  }

  /// As the history has it. Whether it still fires is for this agent to say.
  private func found(_ id: String, _ alert: Alert?, _ reader: HistoryReader) throws -> Found? {
    guard case .one(let kept) = try reader.alertEpisode(idPrefix: id) else { return nil }
    let beginning = alert?.firedAt ?? kept.transitions.first { $0.to == .firing }?.at ?? kept.transitions.first?.at
    let subject = alert?.subject ?? AlertSubject(kept.labels)
    var judge = RunJudge(reader)
    let runs = try judge.judge(try evidence(kept, subject, since: alert?.activeAt, firedAt: beginning, reader))
    let targets = try subject?.identity.flatMap { identity in
      try beginning.flatMap { try reader.judging(at: $0) }?.plan.targets(of: identity, runs.first?.detail.run.kind ?? .mixed)
    }
    let ofApp = try beginning.flatMap { try judgement(subject, at: $0, by: kept.appIntervals, reader) }
    return Found(
      episode: AlertEpisode(
        id: id, labels: kept.labels, alert: alert, transitions: kept.transitions, runs: kept.runs,
        appIntervals: kept.appIntervals, appStalls: kept.appStalls),
      runs: runs, app: try app(subject, since: alert?.activeAt ?? kept.transitions.first?.at, firedAt: beginning, reader),
      target: ofApp?.target ?? targets?.first { AlertName($0.name) == subject?.name }, queue: ofApp?.queue)
  }

  /// Of an alert on a target of an application: how that was judged then.
  private func judgement(
    _ subject: AlertSubject?, at instant: Timestamp, by intervals: [AppInterval], _ reader: HistoryReader
  ) throws -> Judgement? {
    guard let subject, let app = subject.app, let name = TargetName.allCases.first(where: { AlertName($0) == subject.name })
    else {
      return nil
    }
    return try reader.judgement(of: name, app: app, at: instant, by: intervals)
  }

  /// From some time before it began until some time after it fired.
  private func app(
    _ subject: AlertSubject?, since: Timestamp?, firedAt: Timestamp?, _ reader: HistoryReader
  ) throws -> AppExcerpt? {
    guard let app = subject?.app, let since = since ?? firedAt else { return nil }
    return try reader.appExcerpt(
      app, since: since.advanced(bySeconds: -Self.appReach), until: (firedAt ?? since).advanced(bySeconds: Self.appReach))
  }

  /// The newest first. Runs are kept for an alert once it fires; those of a pending one are looked for.
  private func evidence(
    _ episode: AlertEpisode, _ subject: AlertSubject?, since: Timestamp?, firedAt: Timestamp?, _ reader: HistoryReader
  ) throws -> [RunDetail] {
    guard episode.runs.isEmpty else {
      let before = episode.runs.filter { run in firedAt.map { run.endedAt <= $0 } ?? true }.suffix(Self.runsBefore)
      let after = episode.runs.filter { run in firedAt.map { $0 < run.endedAt } ?? false }.suffix(Self.runsAfter)
      return try (before + after).reversed().compactMap { try reader.run($0.id) }
    }
    guard let since, let subject, subject.app == nil else { return [] }
    let filter = HistoryFilter(
      since: since.advanced(bySeconds: -Self.reach), until: Timestamp(milliseconds: .max), mix: subject.mix,
      strategy: subject.identity?.strategy, runtime: subject.identity?.runtime)
    return try reader.runs(filter, limit: Self.runsBefore)
  }

  /// From memory, where the history does not have it.
  private func remembered(_ active: AgentSnapshot.ActiveAlert, _ snapshot: AgentSnapshot) -> Found {
    let alert = active.alert
    let runs = snapshot.newestRuns.filter { $0.run.identity == alert.subject.identity }.prefix(Self.runsBefore)
    return Found(
      episode: AlertEpisode(id: alert.id, labels: alert.labels, alert: alert, transitions: [], runs: []),
      runs: runs.map(snapshot.judged), target: snapshot.now(of: alert).judgement?.target)
  }
}
