import Alerting
import AppIntake
import Endpoint
import FoundationEssentials
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
import WebSecurity
import Workloads

/// The long-running agent: joins the parts, starts them in the order in which they need each other, stops them in reverse.
package enum Agent {
  /// By then everything has stopped after SIGTERM or SIGINT, unless the disk hangs.
  private static let stopDeadline = Duration.seconds(4)
  /// Descriptors that are no connections': of a run and what is started beside it, of readers of the history, of notifiers.
  private static let reservedDescriptors = 24
  /// Those of the database, of signals, of the service manager.
  private static let lastingDescriptors = 10
  /// With fewer, one person's browser would keep Prometheus out.
  private static let fewestConnections = 8

  /// Runs until SIGTERM or SIGINT; a second one ends the process at once.
  ///
  /// - Parameters:
  ///   - listening: told the URL of each socket, without a slash at its end, once connections are accepted there.
  /// - Throws: `ProcError`, `DescriptorShortage`, `ResourceError`, `StorageError`, `WebSecurityError`, `NotifyError`, `EndpointError` or
  ///   `ServiceFailure`, whose descriptions say what to do.
  package static func run(
    _ options: AgentOptions, build: BuildInfo = .current, logger: Logger,
    listening: @escaping @Sendable (_ url: String) -> Void
  ) async throws {
    let reloads = await ReloadSignals()
    // A closed log pipe or a file-size limit is no reason to die.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    var surroundings = options.environment
    surroundings.warn = { logger.warning("\($0)") }
    surroundings.descriptorsBeside = lastingDescriptors + options.sockets.count * (1 + fewestConnections)
    try await RunEnvironment.use(surroundings, time: SystemTime()) { environment in
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
    let opener = StoreOpener(
      path: options.storagePath, version: build.version, pid: getpid(), machine: options.machine,
      judging: options.settings.judgingPlan(host: options.hostName), time: time)
    let store = try open(opener)
    if environment.proc.isSplit {
      logger.info(
        "runs and the agent are read in another procfs than the one that was named, which is of another pid namespace",
        metadata: ["machine": "\(environment.proc.machine.path)", "processes": "\(environment.proc.processes.path)"])
    }
    for (runtime, reason) in environment.unavailable {
      logger.warning("a runtime is not available: \(reason)", metadata: ["runtime": "\(runtime)"])
    }
    let inheritance = await inheritance(from: try? store.get(), options, at: time.moment, logger)
    let core = AgentCore(
      options: options, build: build, proc: environment.proc, cgroup: environment.cgroup, cores: environment.cores, store: store,
      opener: opener, unavailable: environment.unavailable.mapValues(\.description), versions: environment.versions,
      inheritance: inheritance,
      executor: environment.supervisor,
      makeNotifier: { settings, externalURL in
        NotifierFactory(
          version: build.version, externalURL: externalURL, group: MultiThreadedEventLoopGroup.singleton, time: time,
          logger: logger
        ).make(settings)
      }, time: time, logger: logger)

    web?.observe(core.webChanged)
    let appConnections = appConnections(servers: options.sockets.count)
    let reloadDesk = ReloadDesk()
    let (isUp, up) = AsyncStream<String>.makeStream()
    let (appsMayReport, applicationsBegin) = AsyncStream<Void>.makeStream()
    let endpoints = try endpoints(
      options, core, web, core.content(reload: reloadDesk.reload), apps: appConnections, logger: logger, listening: listening
    ) {
      // Not before: why it does not start is to be told alone.
      if geteuid() == 0 { logger.warning("the agent runs as root, which it does not need; give it a user of its own") }
      logger.notice(
        "calcmon has started", metadata: ["url": "\($0)", "version": "\(build.version)", "database": "\(options.storagePath)"])
      core.endpointIsUp.yield()
      applicationsBegin.yield()
      up.yield($0)
    }
    let applications = AppService(
      core.apps, core.appNews, options.settings.watch, core.watchDesk, runtimeFolder: options.runtimeFolder,
      version: build.version,
      connections: appConnections, loop: environment.loop, time: time, logger: logger, endpointIsUp: appsMayReport)
    let reloading = ReloadService(
      reloads, reloadDesk, options, core, manager: manager, logger: logger)
    let life = SystemdService(
      manager: manager, watchdog: WatchdogInterval.from(environment: options.serviceManager, pid: getpid()), endpointIsUp: isUp,
      loop: environment.loop, core: core, time: time)
    try await run([core.storing, core.alerting, applications] + endpoints + [core.canaries, reloading, life], logger: logger)
    logger.notice("calcmon has stopped")
  }

  private static func webSecurity(
    _ options: AgentOptions, time: any TimeSource, logger: Logger
  ) async throws -> WebSecurity? {
    guard let file = options.webConfigFile else { return nil }
    return try await WebSecurity.start(
      file: file, read: { try WebSettings.read(file: $0) }, time: time, logger: logger)
  }

  /// What the hosts file calls this host besides, as it is at the start.
  private static var hostsFileNames: Set<String> {
    guard let bytes = FileManager.default.contents(atPath: "/etc/hosts") else { return [] }
    return HostNames.inHostsFile(String(decoding: bytes.prefix(1 << 20), as: UTF8.self), hostName: HostNames.hostName())
  }

  /// - Parameter allUp: called with the first one's URL when all of them serve.
  private static func endpoints(
    _ options: AgentOptions, _ core: AgentCore, _ web: WebSecurity?, _ content: EndpointContent, apps: Int,
    logger: Logger, listening: @escaping @Sendable (_ url: String) -> Void, allUp: @escaping @Sendable (_ url: String) -> Void
  ) throws(DescriptorShortage) -> [any Service] {
    let sockets = options.sockets
    var served = options.endpoint
    served.responded = core.responded
    served.connection = core.connection
    served.hosts.formUnion(options.listenAddresses.map(\.host))
    served.hosts.formUnion(hostsFileNames)
    if let web {
      served.authorize = web.authorize
      served.headers = { web.headers }
    }
    let scheme = web?.usesTLS == true ? "https" : "http"
    let missing = Mutex(sockets.count)
    let limits = try limits(servers: sockets.count, apps: apps)
    var tls: (@Sendable () -> NIOSSLServerHandler?)?
    if let web, web.usesTLS { tls = { web.makeServerHandler() } }
    return sockets.enumerated().map { index, socket in
      EndpointService(socket, content: content, options: served, limits: limits, tls: tls, logger: logger) { address in
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

  /// All that lasts is open by now: what is left is for runs, readers of the history and notifiers, and then for connections.
  private static func limits(servers: Int, apps: Int) throws(DescriptorShortage) -> ServerLimits {
    try DescriptorSupply.require(reservedDescriptors + servers * (1 + fewestConnections))
    return ServerLimits(descriptors: (DescriptorSupply.left - reservedDescriptors - 2 * apps) / servers - 1)
  }

  /// How many processes of applications may be connected, and how many may connect beside them: as many as the limit of open files leaves
  /// beside what the agent cannot do without.
  private static func appConnections(servers: Int) -> Int {
    let free = DescriptorSupply.left - reservedDescriptors - servers * (1 + fewestConnections)
    return min(AppServer.mostConnections, max(0, free / 8))
  }

  /// What is damaged is found, and set aside, by who writes: here it is told, and not read.
  private static func inheritance(
    from store: HistoryStore?, _ options: AgentOptions, at moment: Moment, _ logger: Logger
  ) async -> AgentCore.Inheritance {
    let now = moment.wall
    var inheritance = AgentCore.Inheritance()
    guard let store else { return inheritance }
    do {
      if !options.recalibrates { inheritance.calibrations = CalibrationBook(try await store.calibrations()) }
      inheritance.alerts = try await store.alertMemory()
      inheritance.runs = try await store.recentRunEvidence(
        since: now.advanced(bySeconds: -options.settings.watchPlan(in: Runtime.allCases, externalURL: "").reachSeconds))
      inheritance.apps = try await InheritedApps(from: store, options.settings.watchPlan(in: [], externalURL: ""), at: moment)
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
      logger: quiet)
    configuration.maximumGracefulShutdownDuration = stopDeadline
    let group = ServiceGroup(configuration: configuration)
    try await StopSignals().during {
      try await group.run()
    } stop: {
      await group.triggerGracefulShutdown()
    }
  }
}
