import Alerting
import Endpoint
import Glibc
import HTTPServer
package import Logging
import NIOPosix
import NIOSSL
import Notifying
package import Processes
import Procfs
import Runs
import Samples
import Scheduling
import ServiceLifecycle
import ServiceManager
import Settings
import Storage
import Synchronization
import UnixSignals
import WebSecurity
import Workloads

/// The long-running agent: joins the parts, starts them in the order in which they need each other, stops them in reverse.
package enum Agent {
  /// By then everything has stopped after SIGTERM or SIGINT.
  private static let stopDeadline = Duration.seconds(4)

  /// Runs until SIGTERM or SIGINT.
  ///
  /// - Parameters:
  ///   - listening: told the URL of each socket, without a slash at its end, once connections are accepted there.
  /// - Throws: `ProcError`, `StorageError`, `WebSecurityError`, `NotifyError`, `EndpointError` or `ServiceFailure`, whose descriptions say what to do.
  package static func run(
    _ options: AgentOptions, build: BuildInfo = .current, logger: Logger,
    listening: @escaping @Sendable (_ url: String) -> Void
  ) async throws {
    let reloads = await ReloadSignals()
    // A closed log pipe or a file-size limit is no reason to die.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    try await RunEnvironment.use(options.environment, time: SystemTime()) { environment in
      try await run(options, build, environment, reloads, logger: logger, listening: listening)
    }
  }

  private static func run(
    _ options: AgentOptions, _ build: BuildInfo, _ environment: RunEnvironment, _ reloads: ReloadSignals, logger: Logger,
    listening: @escaping @Sendable (_ url: String) -> Void
  ) async throws {
    let time = environment.time
    // Whatever keeps the agent from starting is found before its start is noted in the database.
    let manager = try NotifySocket(environment: options.serviceManager) { logger.error("\($0)") }
    let web = try await webSecurity(options, time: time, logger: logger)
    let opener = StoreOpener(path: options.storagePath, version: build.version, pid: getpid(), time: time)
    let store = try open(opener)
    for (runtime, reason) in environment.unavailable {
      logger.warning("a runtime is not available: \(reason)", metadata: ["runtime": "\(runtime)"])
    }
    let inheritance = await inheritance(from: try? store.get(), options, at: time.wall, logger)
    let core = AgentCore(
      options: options, build: build, proc: environment.proc, cgroup: environment.cgroup, cores: environment.cores, store: store,
      opener: opener, unavailable: environment.unavailable.mapValues(\.description), inheritance: inheritance,
      executor: environment.supervisor,
      makeNotifier: { settings, externalURL in
        NotifierFactory(
          version: build.version, externalURL: externalURL, group: MultiThreadedEventLoopGroup.singleton, time: time,
          logger: logger
        ).make(settings)
      }, time: time, logger: logger)

    web?.observe(core.webChanged)
    let reloadDesk = ReloadDesk()
    let (isUp, up) = AsyncStream<String>.makeStream()
    let endpoints = endpoints(options, core, web, core.content(reload: reloadDesk.reload), logger: logger, listening: listening) {
      core.endpointIsUp.yield()
      up.yield($0)
    }
    let reloading = ReloadService(
      reloads, reloadDesk, options, core, manager: manager, logger: logger)
    let life = SystemdService(
      manager: manager, watchdog: WatchdogInterval.from(environment: options.serviceManager, pid: getpid()), endpointIsUp: isUp,
      loop: environment.loop, core: core, time: time)
    try await run([core.storing, core.alerting] + endpoints + [core.canaries, reloading, life], logger: logger)
  }

  private static func webSecurity(
    _ options: AgentOptions, time: any TimeSource, logger: Logger
  ) async throws -> WebSecurity? {
    guard let file = options.webConfigFile else { return nil }
    return try await WebSecurity.start(
      file: file, read: { try WebSettings.read(file: $0) }, time: time, logger: logger)
  }

  /// - Parameter allUp: called with the first one's URL when all of them serve.
  private static func endpoints(
    _ options: AgentOptions, _ core: AgentCore, _ web: WebSecurity?, _ content: EndpointContent, logger: Logger,
    listening: @escaping @Sendable (_ url: String) -> Void, allUp: @escaping @Sendable (_ url: String) -> Void
  ) -> [any Service] {
    let sockets =
      options.inheritedSockets.isEmpty
      ? options.listenAddresses.map(HTTPService.Socket.address)
      : options.inheritedSockets.map(HTTPService.Socket.inherited(fd:))
    var served = options.endpoint
    served.responded = core.responded
    served.connection = core.connection
    if let web {
      served.authorize = web.authorize
      served.headers = { web.headers }
    }
    let scheme = web?.usesTLS == true ? "https" : "http"
    let missing = Mutex(sockets.count)
    var tls: (@Sendable () -> NIOSSLServerHandler?)?
    if let web, web.usesTLS { tls = { web.makeServerHandler() } }
    return sockets.enumerated().map { index, socket in
      EndpointService(socket, content: content, options: served, tls: tls, logger: logger) { address in
        let url = address.url(scheme: scheme) + options.endpoint.routePrefix
        listening(url)
        if index == 0 { core.isServed(at: url) }
        let areAllUp = missing.withLock {
          $0 -= 1
          return $0 == 0
        }
        if areAllUp { allUp(url) }
      }
    }
  }

  /// What is damaged is found, and set aside, by who writes: here it is told, and not read.
  private static func inheritance(
    from store: HistoryStore?, _ options: AgentOptions, at now: Timestamp, _ logger: Logger
  ) async -> AgentCore.Inheritance {
    var inheritance = AgentCore.Inheritance()
    guard let store else { return inheritance }
    do {
      if !options.recalibrates { inheritance.calibrations = CalibrationBook(try await store.calibrations()) }
      inheritance.alerts = try await store.alertMemory {
        logger.error("an alert that an agent before this one has left cannot be read", metadata: ["error": "\($0)"])
      }
      inheritance.runs = try await store.recentRunEvidence(
        since: now.advanced(bySeconds: -options.settings.watchPlan(in: Runtime.allCases, externalURL: "").reachSeconds))
    } catch {
      logger.error("what an agent before this one has left cannot be read; alerts begin anew", metadata: ["error": "\(error)"])
    }
    return inheritance
  }

  /// What may pass is no reason not to start: a full disk is just when somebody needs to be told.
  private static func open(_ opener: StoreOpener) throws(StorageError) -> Result<HistoryStore, StorageError> {
    do throws(StorageError) {
      return .success(try opener.open())
    } catch {
      guard error.mayPass else { throw error }
      return .failure(error)
    }
  }

  private static func run(_ services: [any Service], logger: Logger) async throws {
    var quiet = logger
    quiet.logLevel = max(.warning, logger.logLevel)
    var configuration = ServiceGroupConfiguration(
      services: services.map { service in
        .init(
          service: service, successTerminationBehavior: .gracefullyShutdownGroup,
          failureTerminationBehavior: .gracefullyShutdownGroup)
      },
      gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    configuration.maximumGracefulShutdownDuration = stopDeadline
    try await ServiceGroup(configuration: configuration).run()
  }
}
