package import Alerting
package import Endpoint
import Exposition
package import Logging
package import Notifying
import Pages
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

/// The agent's services, joined by its state. Everything that touches the world comes from outside: files of the kernel, clocks,
/// the database, the execution of runs, who is told of alerts.
package struct AgentParts: Sendable {
  /// What an agent before this one has left behind.
  package struct Inheritance: Sendable {
    /// Its alerts.
    package var alerts = AlertMemory(alerts: [], deliveries: [], aliveAt: nil)
    /// The runs of the windows, ascending in time.
    package var runs: [StoredRunEvidence] = []
    /// What is known of how fast this host computes.
    package var calibrations = CalibrationBook([])

    /// Nothing.
    package init() {}
  }

  /// What the endpoint serves. The closure reads the configuration anew.
  package let content: @Sendable (_ reload: @escaping @Sendable () async -> ReloadOutcome) -> EndpointContent
  /// What pages and the API show.
  package let snapshot: @Sendable () -> AgentSnapshot
  /// Writes history. Starts first and stops last.
  package let storing: any Service
  /// Tells people of alerts.
  package let alerting: any Service
  /// Runs the canaries, once `endpointIsUp` has yielded.
  package let canaries: any Service
  /// To be told when the endpoint serves.
  package let endpointIsUp: AsyncStream<Void>.Continuation
  /// Takes other settings while the agent runs. What is the same in both goes on as it was.
  package let apply: @Sendable (AgentSettings) async -> Void
  /// Notes where it is really served: where people find it, unless the settings say otherwise.
  package let isServed: @Sendable (_ url: String) -> Void
  /// Notes that a configuration was refused.
  package let refuse: @Sendable () -> Void
  /// Notes that the agent is on its way out.
  package let stop: @Sendable () -> Void
  /// Counts a response, by its status.
  package let responded: @Sendable (_ status: Int) -> Void
  /// Counts what became of a connection.
  package let connection: @Sendable (ServerEvent) -> Void
  /// Notes what became of the web configuration.
  package let webChanged: @Sendable (WebSecurity.Event) -> Void
  /// Takes the state, and lets it go again.
  package let look: @Sendable () -> Void

  /// Size of a database with its write-ahead log, and of the log alone, in bytes.
  package typealias StorageSizes = @Sendable (HistoryStore) -> (all: Int, log: Int)

  /// Joins the parts; nothing runs yet.
  ///
  /// - Parameters:
  ///   - cores: available to runs.
  ///   - store: the database as it was opened, or why it could not be.
  ///   - opener: opens it anew.
  ///   - unavailable: runtimes that cannot be used, with the reason; all others can.
  ///   - inheritance: what is known from before.
  ///   - makeNotifier: for each notifier of the settings.
  package init(
    options: AgentOptions, build: BuildInfo, proc: ProcRoot, cgroup: ProcRoot, cores: Double,
    store: Result<HistoryStore, StorageError>, opener: StoreOpener,
    storageSizes: @escaping StorageSizes = { ($0.sizeInBytes(), $0.walBytes()) }, unavailable: [Runtime: String],
    inheritance: Inheritance, executor: any RunExecutor,
    makeNotifier: @escaping @Sendable (NotifierSettings, _ externalURL: @escaping @Sendable () -> String) -> any Notifier,
    time: any TimeSource, logger: Logger
  ) {
    let settings = options.settings
    let runtimes = Runtime.allCases.filter { unavailable[$0] == nil }
    let plan: @Sendable (AgentSettings, String) -> WatchPlan = { settings, served in
      settings.watchPlan(in: runtimes, externalURL: settings.externalURL ?? served)
    }
    let state = AgentState(Ledger(plan(settings, options.externalURL), unavailable: unavailable, build: build, at: time.moment))
    state.update {
      $0.resume(inheritance.alerts, runs: inheritance.runs, at: time.moment)
      $0.reloaded(successfully: true, at: time.wall)
    }
    let (isUp, up) = AsyncStream<Void>.makeStream()
    let writer = StoreWriter(
      start: store, opener: opener, retention: settings.retention, sizes: storageSizes, state: state, time: time, logger: logger)
    let storing = StoreService(writer: writer, state: state, time: time, logger: logger)
    self.storing = storing
    let sampler = AgentSampler(samplers: SamplerCatalog.samplers(proc: proc, cgroup: cgroup), time: time, logger: logger)
    let alarm = Alarm(time: time)
    let alertDesk = AlertDesk(
      settings.alerting, deliveries: inheritance.alerts.deliveries,
      makeNotifier: { makeNotifier($0) { state.update { $0.externalURL } } }, state: state, store: storing, time: time,
      logger: logger)
    alerting = AlertService(alarm: alarm, desk: alertDesk, state: state, store: storing, time: time, logger: logger)
    let canaryDesk = CanaryDesk(CanaryList(settings, in: runtimes), time: time)
    canaries = CanaryService(
      desk: canaryDesk, cores: cores, executor: executor, calibrations: inheritance.calibrations, state: state,
      store: storing, alerts: alarm, time: time, logger: logger, endpointIsUp: isUp)
    endpointIsUp = up
    apply = { settings in
      state.update {
        $0.apply(plan(settings, $0.externalURL), at: time.moment)
        $0.reloaded(successfully: true, at: time.wall)
      }
      await writer.apply(settings.retention)
      canaryDesk.put(CanaryList(settings, in: runtimes))
      alertDesk.apply(settings.alerting)
      alarm.ring()
    }
    let isGiven = settings.externalURL != nil
    isServed = { url in if !isGiven { state.update { $0.isServed(at: url) } } }
    refuse = { state.update { $0.reloaded(successfully: false, at: time.wall) } }
    stop = { state.update { $0.isStopping = true } }
    responded = { status in state.update { $0.responded(status) } }
    connection = { event in state.update { $0.connection(event) } }
    webChanged = { event in state.update { $0.webChanged(event) } }
    look = { state.update { _ in } }
    let site = AgentSite(
      state: state, history: HistoryDesk(store: storing, logger: logger), sampler: sampler,
      renderer: ExpositionRenderer(createdTimestamps: options.exposesCreation), alerts: alertDesk, canaries: canaryDesk,
      build: build, cores: cores, startedAt: time.moment, root: options.endpoint.routePrefix, time: time)
    snapshot = site.snapshot
    content = { reload in
      EndpointContent(
        metrics: site.metrics, readiness: { site.readiness }, page: site.page, api: site.api, asset: { PageAssets.answer($0) },
        events: site.events, reload: reload)
    }
  }
}

extension PageAssets {
  fileprivate static func answer(_ name: String) -> Answer? {
    all.first { $0.path.hasPrefix("/assets/\(name)?") }.map {
      Answer(contentType: $0.contentType, body: $0.bytes, isImmutable: true)
    }
  }
}
