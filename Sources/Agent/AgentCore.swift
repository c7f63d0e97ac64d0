package import Alerting
package import Endpoint
import Exposition
package import HTTPServer
package import Logging
package import Notifying
import Pages
import Rendering
package import Processes
package import Procfs
package import Samples
import Sampling
package import Scheduling
package import ServiceLifecycle
package import Settings
package import Snapshots
package import Storage
package import WebSecurity
import Workloads

/// The agent's services, joined by its model, and the events that reach it. Everything that touches the world comes from outside: files of
/// the kernel, clocks, the database, the execution of runs, notifiers.
package struct AgentCore: Sendable {
  /// What an agent before this one has left behind.
  package struct Inheritance: Sendable {
    /// Its alerts.
    package var alerts = AlertMemory(alerts: [], deliveries: [], aliveAt: nil)
    /// The runs of the windows, ascending in time.
    package var runs: [StoredRunEvidence] = []
    /// What is known of watched applications.
    package var apps = InheritedApps()
    /// What is known of how fast this host computes.
    package var calibrations = CalibrationBook([])

    /// Nothing.
    package init() {}
  }

  /// Writes history. Starts first and stops last.
  package let storing: any Service
  /// Advances alerts and sends notifications.
  package let alerting: any Service
  /// Runs the canaries, once `endpointIsUp` has yielded.
  package let canaries: any Service
  /// The applications that are watched.
  let apps: AppDesk
  /// Takes what becomes of them.
  let appNews: AppNewsDesk
  let watchDesk = WatchDesk()
  /// To be told when the endpoint serves.
  package let endpointIsUp: AsyncStream<Void>.Continuation
  private let state: AgentState
  private let writer: StoreWriter
  private let opener: StoreOpener
  private let store: StoreService
  private let canaryDesk: CanaryDesk
  private let dispatcher: NotificationDispatcher
  private let alarm: Alarm
  private let site: AgentSite
  /// Those that can be used.
  private let runtimes: [Runtime]
  private let hostName: String
  /// Available to runs.
  private let cores: Double
  /// See `WatchPlan.storage`.
  private let storageWords: String
  /// Whether the settings at the start said where people find the agent.
  private let hasExternalURL: Bool
  private let time: any TimeSource

  /// Size of a database with its write-ahead log, and of the log alone, in bytes.
  package typealias StorageSizes = @Sendable (HistoryStore) -> (all: Int, log: Int)

  /// Joins the parts; nothing runs yet.
  ///
  /// - Parameters:
  ///   - cores: available to runs.
  ///   - store: the database as it was opened, or why it could not be.
  ///   - opener: opens it anew.
  ///   - unavailable: runtimes that cannot be used, with the reason; all others can.
  ///   - versions: of runtimes that are programs of their own.
  ///   - inheritance: what is known from before.
  ///   - makeNotifier: for each notifier of the settings.
  package init(
    options: AgentOptions, build: BuildInfo, proc: ProcTrees, cgroup: ProcRoot, cores: Double,
    store: Result<HistoryStore, StorageError>, opener: StoreOpener,
    storageSizes: @escaping StorageSizes = { ($0.sizeInBytes(), $0.walBytes()) }, unavailable: [Runtime: String],
    versions: [Runtime: String] = [:], inheritance: Inheritance, executor: any RunExecutor,
    makeNotifier: @escaping @Sendable (NotifierSettings, _ externalURL: @escaping @Sendable () -> String) -> any Notifier,
    time: any TimeSource, logger: Logger
  ) {
    let settings = options.settings
    self.time = time
    let runtimes = Runtime.allCases.filter { unavailable[$0] == nil }
    self.runtimes = runtimes
    hasExternalURL = settings.externalURL != nil
    hostName = options.hostName
    self.cores = cores
    self.opener = opener
    storageWords = " --storage.path " + ShellText.quoted(options.absoluteStoragePath)
    let plan = settings.watchPlan(
      in: runtimes, externalURL: settings.externalURL ?? options.externalURL, host: hostName, storage: storageWords)
    let state = AgentState(Ledger(plan, unavailable: unavailable, build: build, at: time.moment))
    self.state = state
    state.update {
      $0.canariesMayUse(cores: settings.cpuBudget * cores)
      $0.resume(inheritance.alerts, runs: inheritance.runs, intervals: inheritance.apps.intervals, at: time.moment)
      $0.reloaded(successfully: true, at: time.wall)
    }
    let damageLog = DamageLog(logger)
    opener.damages.observe { damage in
      state.update { $0.storageRowLeftOut(damage) }
      damageLog.tell(damage)
    }
    writer = StoreWriter(
      start: store, opener: opener, retention: settings.retention, sizes: storageSizes, state: state, time: time, logger: logger)
    let storing = StoreService(writer: writer, state: state, time: time, logger: logger)
    self.storing = storing
    self.store = storing
    alarm = Alarm(time: time)
    dispatcher = NotificationDispatcher(
      settings.alerting, deliveries: inheritance.alerts.deliveries,
      makeNotifier: { makeNotifier($0) { state.update { $0.externalURL } } }, state: state, store: storing, time: time,
      logger: logger)
    alerting = AlertService(
      alarm: alarm, dispatcher: dispatcher, state: state, store: storing, time: time, logger: logger)
    canaryDesk = CanaryDesk(CanaryList(settings, in: runtimes), time: time)
    let (isUp, up) = AsyncStream<Void>.makeStream()
    endpointIsUp = up
    canaries = CanaryService(
      desk: canaryDesk, cores: cores, executor: executor, calibrations: inheritance.calibrations, state: state,
      store: storing, alerts: alarm, time: time, logger: logger, endpointIsUp: isUp)
    apps = AppDesk(proc: proc, cgroup: cgroup, inherited: inheritance.apps, time: time)
    appNews = AppNewsDesk(state: state, store: storing, alerts: alarm, time: time)
    site = AgentSite(
      state: state, apps: apps, history: HistoryDesk(store: storing, time: time, logger: logger),
      sampler: AgentSampler(
        samplers: SamplerCatalog.samplers(proc: proc, cgroup: cgroup), droppedLogLines: options.droppedLogLines, time: time,
        logger: logger),
      renderer: ExpositionRenderer(createdTimestamps: options.exposesCreation), notifications: dispatcher,
      canaries: canaryDesk, storagePath: options.absoluteStoragePath, build: build, cores: cores, machine: options.machine,
      runtimes: Runtime.allCases.map { runtime in
        AgentSnapshot.RuntimeState(
          runtime: runtime, version: versions[runtime] ?? (runtime == .swift ? "Swift \(build.swiftVersion)" : nil),
          isAvailable: unavailable[runtime] == nil)
      },
      begunAt: time.uptime, root: options.endpoint.routePrefix, time: time)
  }

  // MARK: What is served

  /// Everything that the endpoint serves.
  ///
  /// - Parameter reload: reads the configuration anew.
  package func content(reload: @escaping @Sendable () async -> ReloadOutcome) -> EndpointContent {
    let site = site
    return EndpointContent(
      metrics: site.metrics, readiness: { site.readiness }, page: site.page, api: site.api, asset: { PageAssets.document($0) },
      events: site.events, reload: reload)
  }

  /// Returns what pages and the API show.
  package func snapshot() -> AgentSnapshot { site.snapshot() }

  // MARK: Events

  /// Takes other settings while the agent runs. What is the same in both goes on as it was.
  package func apply(_ settings: AgentSettings) async {
    state.update {
      let plan = settings.watchPlan(
        in: runtimes, externalURL: settings.externalURL ?? $0.externalURL, host: hostName, storage: storageWords)
      $0.apply(plan, at: time.moment)
      $0.canariesMayUse(cores: settings.cpuBudget * cores)
      $0.reloaded(successfully: true, at: time.wall)
    }
    let judging = settings.judgingPlan(host: hostName)
    opener.judge(by: judging)
    store.keep([.judging(JudgingEntry(plan: judging, at: time.wall))])
    await writer.apply(settings.retention)
    canaryDesk.put(CanaryList(settings, in: runtimes))
    dispatcher.apply(settings.alerting)
    watchDesk.put(settings.watch)
    alarm.ring()
  }

  /// Notes that a configuration was refused.
  package func refuse() { state.update { $0.reloaded(successfully: false, at: time.wall) } }

  /// Notes where it is really served: people find it there, unless the settings say otherwise.
  package func isServed(at url: String) {
    if !hasExternalURL { state.update { $0.isServed(at: url) } }
  }

  /// Notes that the agent is on its way out.
  package func stop() { state.update { $0.isStopping = true } }

  /// Counts a response, by its status.
  package func responded(_ status: Int) { state.update { $0.responded(status) } }

  /// Counts what became of a connection.
  package func connection(_ event: ServerEvent) { state.update { $0.connection(event) } }

  /// Notes what became of the web configuration.
  package func webChanged(_ event: WebSecurity.Event) { state.update { $0.webChanged(event) } }

  /// Locks the state once: it returns if nothing hangs in there.
  package func probe() { state.update { _ in } }
}

extension PageAssets {
  fileprivate static func document(_ name: String) -> Document? {
    all.first { $0.path.hasPrefix("/assets/\(name)?") }.map {
      Document(contentType: $0.contentType, body: $0.bytes, isImmutable: true)
    }
  }
}
