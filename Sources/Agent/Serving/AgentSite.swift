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
import Thresholds
import Workloads

/// What the agent serves, from its state and its history.
struct AgentSite: Sendable {
  /// Between two events that are sent to one listener, at least.
  private static let eventInterval = Duration.milliseconds(500)

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
  /// On which the agent runs; `nil`: not known.
  let machine: HostMachine?
  let runtimes: [AgentSnapshot.RuntimeState]
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
          failures: ledger.watch.failures(of: identity),
          badRuns: Dictionary(ledger.watch.badRuns(of: identity).map { ($0.target.name, $0.runs) }) { first, _ in first })
      }, missing: list.missing,
      alerts: ledger.alerts.map {
        AgentSnapshot.ActiveAlert(
          alert: $0, isMuted: notifications.isMuted($0, at: now.wall), isCovered: inhibition.covers($0))
      },
      rules: ledger.watch.plan.rules, running: ledger.running,
      nextRunAt: ledger.running == nil ? ledger.nextRunAt : nil, newestRuns: ledger.newestRuns,
      cost: AgentSnapshot.Cost(
        uptimeSeconds: (now.uptime - begunAt).seconds, cpuSeconds: ledger.registry.value(MetricCatalog.processCPU),
        residentBytes: ledger.registry.value(MetricCatalog.processResident), runCPUSeconds: ledger.runCPUSeconds,
        runCPUBudget: list.budgetShare, cores: cores, runCores: list.cores.cores(of: cores), runsAnHour: list.runsAnHour,
        databaseBytes: ledger.storage.bytes),
      machine: machine, runtimes: runtimes, notes: ledger.notes, apps: apps.views,
      judgedApps: ledger.watch.watchedApps.map { JudgedAppNow($0, ledger.watch) })
  }

  /// Of the state now, and then of each change, as seldom as a person reads.
  func events() -> AsyncStream<String> {
    let events = LiveEvents(
      state.changes(), interval: AgentSite.eventInterval, time: time, isMoving: { apps.isWatching }
    ) {
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
        let (now, pages) = (time.wall, state.update { $0.externalURL })
        return Document(
          try await history.read { try query.answer(history: $0, at: now, pages: pages, within: HistoryDesk.limit) })
      }
      if case .export(let query) = request { return try await export(query) }
      let snapshot = snapshot()
      guard request.needsHistory else { return .json(try answer(request, snapshot: snapshot, history: nil)) }
      return .json(try await history.read { try answer(request, snapshot: snapshot, history: $0) })
    } catch {
      let problem = APIProblem(error)
      return .json((try? problem.json()) ?? "{}", status: problem.status)
    }
  }

  private func export(_ query: ExportQuery) async throws -> Document {
    let now = time.wall
    let pieces = try await history.pieces { try query.write($0, at: now, within: HistoryDesk.longLimit, to: $1) }
    var document = Document(contentType: query.contentType, body: pieces.first)
    document.rest = { try await pieces.forEach($0) }
    return document
  }

  // MARK: Pages

  func page(_ path: [String], _ query: EndpointContent.Query?) async -> Document {
    guard let query else { return problem(AgentSite.undecodable) }
    do {
      switch (path.first, path.count) {
      case (nil, _): return await statusPage(query)
      case ("apps", 1): return try await appListPage(query)
      case ("apps", 2): return try await appPage(path[1], query)
      case ("runs", 1): return try await runListPage(query)
      case ("runs", 2): return try await runPage(path[1], query)
      case ("alerts", 1): return try await alertListPage(query)
      case ("alerts", 2): return try await alertPage(path[1], query)
      case ("runbooks", 2):
        guard let text = runbookPage(path[1]) else { return missing(path) }
        return .html(text)
      case ("simulator", 1): return .html(await simulatorPage(query))
      default: return missing(path)
      }
    } catch {
      return problem(APIProblem(error), ways: AgentSite.ways(path))
    }
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

  private func missing(_ path: [String]) -> Document {
    let page = MissingPage(path, runbooks: Runbook.names)
    return problem(APIProblem(.notFound, page.message), ways: page.ways)
  }

  func problem(_ problem: APIProblem, ways: [ErrorPage.Way] = []) -> Document {
    let reasons = [400: "Bad Request", 404: "Not Found", 503: "Service Unavailable"]
    let reason = reasons[problem.status] ?? "Error"
    return .html(
      ErrorPage.html(
        status: problem.status, reason: reason, message: problem.message, ways: ways, root: root, version: build.text),
      status: problem.status)
  }

  /// The list of what is at an address like this one.
  private static func ways(_ path: [String]) -> [ErrorPage.Way] {
    switch path.first {
    case "apps": [ErrorPage.Way("/apps", "To all applications")]
    case "runs": [ErrorPage.Way("/runs", "To all runs")]
    case "alerts": [ErrorPage.Way("/alerts", "To all alerts")]
    default: []
    }
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

extension JudgedAppNow {
  fileprivate init(_ app: String, _ watch: Watch) {
    self.init(
      app: app, judgements: watch.judgements(ofApp: app),
      badIntervals: Dictionary(watch.badIntervals(ofApp: app).map { ($0.target.name, $0.intervals) }) { first, _ in first },
      alerts: watch.alerts(onApp: app))
  }
}
