import API
import Alerting
import Calculator
import Endpoint
import Exposition
import Pages
import Processes
import Samples
import Scheduling
import ServiceLifecycle
import Settings
import Snapshots
import Storage
import Workloads

/// What the agent serves, from its state and its history.
struct AgentSite: Sendable {
  /// Between two events that are sent to one listener, at least.
  private static let eventInterval = Duration.milliseconds(500)
  /// Intervals of the heat maps.
  private static let heatColumns = 96
  /// Of an alert, with their samples and stalls: the newest.
  private static let evidenceRuns = 5

  let state: AgentState
  let apps: AppDesk
  let history: HistoryDesk
  let calculator = CalculatorDesk()
  let sampler: AgentSampler
  let renderer: ExpositionRenderer
  let notifications: NotificationDispatcher
  let canaries: CanaryDesk
  /// As people in any folder name it.
  let storagePath: String
  let build: BuildInfo
  let cores: Double
  let begunAt: Duration
  /// What all links begin with.
  let root: String
  let time: any TimeSource

  // MARK: Metrics and life

  func metrics(_ format: ExpositionFormat, gzip: Bool) -> [UInt8] {
    sampler.sample(into: state)
    let exposure = apps.exposed()
    state.update { $0.show(exposure) }
    return renderer.render(state.current(at: time.moment).registry, format, gzip: gzip)
  }

  var readiness: Readiness {
    let ledger = state.current(at: time.moment)
    if ledger.isStopping { return .notReady("it is stopping") }
    if !ledger.storage.isOpen { return .notReady("the database is not open") }
    return ledger.hasData ? .ready : .notReady("no run has ended yet")
  }

  // MARK: The state

  /// Reads the agent's own process and its host, unless that was done less than a second ago.
  func snapshot() -> AgentSnapshot {
    sampler.refresh(state)
    return lastSnapshot()
  }

  /// Reads nothing: the samplers' figures are as they were read last.
  private func lastSnapshot() -> AgentSnapshot {
    let now = time.moment
    let ledger = state.current(at: now)
    let list = canaries.list
    let kinds = Dictionary(list.canaries.map { ($0.identity, $0) }) { first, _ in first }
    let plans = Dictionary(ledger.watch.plan.canaries.map { ($0.identity, $0) }) { first, _ in first }
    let inhibition = Inhibition(ledger.alerts)
    return AgentSnapshot(
      at: now.wall, startedAt: ledger.startedAt, version: build.text, externalURL: ledger.externalURL,
      canaries: ledger.watch.identities.map { identity in
        AgentSnapshot.Canary(
          identity: identity, kind: kinds[identity]?.mix.kind ?? .mixed, everySeconds: kinds[identity]?.every.seconds ?? 0,
          alerts: plans[identity]?.alerts ?? false, judgements: ledger.watch.judgements(of: identity),
          failures: ledger.watch.failures(of: identity))
      }, missing: list.missing,
      alerts: ledger.alerts.map {
        AgentSnapshot.ActiveAlert(
          alert: $0, isMuted: notifications.isMuted($0, at: now.wall), isCovered: inhibition.covers($0))
      },
      rules: ledger.watch.plan.rules, running: ledger.running,
      newestRuns: ledger.newestRuns,
      cost: AgentSnapshot.Cost(
        uptimeSeconds: (now.uptime - begunAt).seconds, cpuSeconds: ledger.registry.value(MetricCatalog.processCPU),
        residentBytes: ledger.registry.value(MetricCatalog.processResident), runCPUSeconds: ledger.runCPUSeconds,
        runCPUBudget: list.budgetShare, cores: cores, runCores: list.cores.cores(of: cores), runsAnHour: list.runsAnHour,
        databaseBytes: ledger.storage.bytes),
      notes: ledger.notes, apps: apps.views)
  }

  /// Of the state now, and then of each change, as seldom as a person reads.
  func events() -> AsyncStream<String> {
    let events = LiveEvents(state.changes(), interval: AgentSite.eventInterval, time: time) {
      LiveEvent.json(snapshot(), revision: state.update { $0.pageRevision })
    }
    return AsyncStream(unfolding: events.next)
  }

  // MARK: The API

  func api(_ path: [String], _ query: EndpointContent.Query?) async -> Document {
    do {
      guard let query else { throw AgentSite.undecodable }
      let request = try APIRequest(path: path, query: query)
      if case .simulate(let query) = request {
        let (costs, snapshot) = (await hostCosts(), lastSnapshot())
        return .json(
          try await calculator.compute(page: query.page) {
            try answer(request, snapshot: snapshot, history: nil, costs: costs.costs(of:), isCancelled: $0)
          })
      }
      if case .printed(let query) = request {
        let now = time.wall
        return Document(try await history.read { try query.answer(history: $0, at: now, within: HistoryDesk.limit) })
      }
      let snapshot = snapshot()
      guard request.needsHistory else { return .json(try answer(request, snapshot: snapshot, history: nil)) }
      return .json(try await history.read { try answer(request, snapshot: snapshot, history: $0) })
    } catch {
      let problem = APIProblem(error)
      return .json((try? problem.json()) ?? "{}", status: problem.status)
    }
  }

  // MARK: Pages

  func page(_ path: [String], _ query: EndpointContent.Query?) async -> Document {
    guard let query else { return problem(AgentSite.undecodable) }
    let text: String?
    switch (path.first, path.count) {
    case (nil, _): text = await statusPage(query)
    case ("runs", 1): return await runListPage(query)
    case ("runs", 2): text = await runPage(path[1])
    case ("alerts", 1): text = await alertListPage()
    case ("alerts", 2): text = await alertPage(path[1])
    case ("runbooks", 2): text = runbookPage(path[1])
    case ("simulator", 1): text = await simulatorPage(query)
    default: text = nil
    }
    return text.map { .html($0) } ?? problem(AgentSite.noPage)
  }

  private func statusPage(_ query: EndpointContent.Query) async -> String {
    let window = query.first { $0.name == "window" }.flatMap { PageWindow(rawValue: $0.value) } ?? .sixHours
    let snapshot = snapshot()
    let since = snapshot.at.advanced(bySeconds: -window.seconds)
    let excerpt = await history.find { try $0.excerpt(since: since, until: snapshot.at, columns: AgentSite.heatColumns) }
    return StatusPage.html(snapshot, excerpt, window: window, root: root, revision: state.update { $0.pageRevision })
  }

  private func runListPage(_ query: EndpointContent.Query) async -> Document {
    do {
      guard case .runs(let query) = try APIRequest(path: ["runs"], query: query) else {
        return problem(AgentSite.noPage)
      }
      let snapshot = snapshot()
      let page = try await history.read { try RunsPage(query, snapshot, history: $0) }
      let choice = query.choice
      return .html(
        RunListPage.html(
          page.runs.map(\.run), next: page.next, filter: (choice.mix, choice.strategy, choice.runtime), root: root,
          version: build.text))
    } catch {
      return problem(APIProblem(error))
    }
  }

  private func runPage(_ name: String) async -> String? {
    guard let detail = await run(name) else { return nil }
    return RunPage.html(detail, root: root, version: build.text)
  }

  /// From memory, else from the history.
  private func run(_ name: String) async -> RunDetail? {
    guard let id = Int64(name) else { return nil }
    if let run = state.update({ $0.newestRuns.first { $0.run.id == id } }) { return run }
    return await history.find { try $0.run(id) }
  }

  private func alertListPage() async -> String {
    let snapshot = snapshot()
    let since = snapshot.at.advanced(bySeconds: -7 * 86_400)
    let transitions = await history.find { try $0.alertTransitions(since: since, until: snapshot.at) }
    return AlertListPage.html(snapshot.alerts, transitions: transitions ?? [], now: snapshot.at, root: root, version: build.text)
  }

  private func alertPage(_ id: String) async -> String? {
    guard id.count == 12, id.allSatisfy(\.isHexDigit) else { return nil }
    let snapshot = snapshot()
    let active = snapshot.alerts.first { $0.alert.id == id }
    let found = await history.find { reader -> (AlertEpisode, [RunDetail])? in
      guard case .one(let episode) = try reader.alertEpisode(idPrefix: id) else { return nil }
      return (episode, try episode.runs.suffix(AgentSite.evidenceRuns).compactMap { try reader.run($0.id) })
    }
    if let (episode, runs) = found {
      return AlertPage.html(
        episode, runs: runs, isMuted: active?.isMuted ?? false, now: snapshot.at, storagePath: storagePath, root: root,
        version: build.text)
    }
    guard let active else { return nil }
    let episode = AlertEpisode(id: id, labels: active.alert.labels, alert: active.alert, transitions: [], runs: [])
    let runs = snapshot.newestRuns.filter { $0.run.identity == active.alert.subject.identity }.prefix(AgentSite.evidenceRuns)
    return AlertPage.html(
      episode, runs: runs.reversed(), isMuted: active.isMuted, now: snapshot.at, storagePath: storagePath, root: root,
      version: build.text)
  }

  private func runbookPage(_ name: String) -> String? {
    Runbook.text(of: name).map {
      RunbookPage.html(name: name, markdown: String(decoding: $0, as: UTF8.self), root: root, version: build.text)
    }
  }

  /// As they were calibrated last, also by a command beside the agent.
  private func hostCosts() async -> HostCosts {
    await history.find { HostCosts(try $0.runtimeCosts().map { ($0.runtime, $0.seconds) }) } ?? HostCosts()
  }

  private func simulatorPage(_ query: EndpointContent.Query) async -> String {
    let state = SimulatorState(query, cores: max(1, Int(cores)))
    let costs = await hostCosts()
    let outcome: SimulatorPage.Outcome
    do {
      let request = try state.request(mostTasks: SimulateQuery.mostTasks)
      outcome = .predicted(
        try await calculator.compute { CalculatorResult(request, costs: costs.costs(of:), isCancelled: $0) })
    } catch let error as CalculatorProblems {
      outcome = .refused(error.problems)
    } catch {
      outcome = .busy
    }
    return SimulatorPage.html(state, outcome, foreign: costs.foreign(Runtime.allCases), root: root, version: build.text)
  }

  private static let undecodable = APIProblem(.badData, "the query is not percent-encoded UTF-8")
  private static let noPage = APIProblem(.notFound, "there is no page at this address")

  private func problem(_ problem: APIProblem) -> Document {
    let reasons = [400: "Bad Request", 404: "Not Found", 503: "Service Unavailable"]
    let reason = reasons[problem.status] ?? "Error"
    return .html(
      ErrorPage.html(status: problem.status, reason: reason, message: problem.message, root: root), status: problem.status)
  }
}

extension Document {
  fileprivate init(_ answer: PrintedAnswer) {
    self.init(contentType: answer.contentType, body: Array(answer.text.utf8))
    headers = [(PrintedAnswer.header, "\(answer.exitStatus)")]
  }
}

extension APIProblem {
  /// What any error comes down to.
  fileprivate init(_ error: any Error) {
    switch error {
    case let problem as APIProblem: self = problem
    case is CalculatorDesk.Overtaken: self.init(.unavailable, "a newer request of the same page has come")
    case is CalculatorDesk.Busy: self.init(.unavailable, "others calculate already; come again")
    case is HistoryDesk.Busy: self.init(.unavailable, "others read the history already; come again")
    case let error as HistoryDesk.Unreadable: self.init(.unavailable, "\(error)")
    default: self.init(.unavailable, "the history cannot be read: \(StorageFault.reason(of: error))")
    }
  }
}
