package import Endpoint
import Exposition
import Glibc
package import Logging
import NIOPosix
import Procfs
import Processes
import Runs
import Samples
import Sampling
import Scheduling
import ServiceLifecycle
import Storage
import Synchronization
import UnixSignals
import Workloads

/// The long-running agent: joins the parts, starts them in the order in which they need each other, stops them in reverse.
package enum Agent {
  /// By then everything has stopped after SIGTERM or SIGINT.
  private static let stopDeadline = Duration.seconds(4)

  /// Runs until SIGTERM or SIGINT.
  ///
  /// - Parameters:
  ///   - listening: told each address, with its real port, once connections are accepted there.
  /// - Throws: `ProcError`, `StorageError` or `EndpointError`, whose descriptions say what to do.
  package static func run(
    _ options: AgentOptions, build: BuildInfo = .current, logger: Logger,
    listening: @escaping @Sendable (ListenAddress) -> Void
  ) async throws {
    // A closed log pipe or a file-size limit is no reason to die.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    let time = SystemTime()
    let proc = try ProcRoot(procfs: options.procPath)
    let cores = try AvailableCores.read(proc: proc, cgroup: ProcRoot(cgroupfs: options.cgroupPath))
    let store = try HistoryStore(path: options.storagePath, version: build.version, pid: getpid(), at: time.wall)
    let calibration = try await store.latestCalibration(runtime: .swift, kernel: IntegerKernel.name)

    let state = AgentState(
      Ledger(canaries: options.canaries.map { ($0.identity, $0.mix.kind) }, window: options.window, build: build))
    let spawner = Spawner(waiters: 1)
    let supervisor = RunSupervisor(
      command: options.child, spawner: spawner, reader: ProcessTreeReader(proc: proc), time: time,
      loop: MultiThreadedEventLoopGroup.singleton.next())
    let (endpointIsUp, endpointUp) = AsyncStream<Void>.makeStream()

    let storing = StoreService(store: store, state: state, time: time, logger: logger)
    let content = content(state, build: build)
    let listeners = ListenerCount(options.listenAddresses.count)
    let endpoints = options.listenAddresses.map { address in
      EndpointService(address: address, content: content, logger: logger) { address in
        listening(address)
        if listeners.oneMore() { endpointUp.yield() }
      }
    }
    let sampling = SamplingService(
      samplers: SamplerCatalog.samplers(proc: proc), interval: options.samplingInterval, state: state, time: time,
      logger: logger)
    let canaries = CanaryService(
      options: options, cores: cores, supervisor: supervisor, calibration: calibration, state: state, store: storing,
      time: time, logger: logger, endpointIsUp: endpointIsUp)

    let services: [any Service] = [storing] + endpoints + [sampling, canaries]
    try await run(services, logger: logger)
    await spawner.shutDown()
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

  private static func content(_ state: AgentState, build: BuildInfo) -> EndpointContent {
    EndpointContent(
      metrics: { TextFormat.render(state.snapshot.registry) },
      isReady: { state.snapshot.hasData },
      status: {
        let ledger = state.snapshot
        return AgentStatus(version: build.text, rows: ledger.statusRows, running: ledger.running)
      })
  }
}

/// Tells when the last of several has come.
private final class ListenerCount: Sendable {
  private let missing: Mutex<Int>

  init(_ count: Int) { missing = Mutex(count) }

  func oneMore() -> Bool {
    missing.withLock {
      $0 -= 1
      return $0 == 0
    }
  }
}
