package import Endpoint
import Exposition
package import Logging
package import Procfs
import Reporting
package import Samples
import Sampling
package import Scheduling
package import ServiceLifecycle
package import Storage
import Workloads

/// The agent's services, joined by its state. Everything that touches the world comes from outside: files of the kernel, clocks,
/// the database, the execution of runs.
package struct AgentParts: Sendable {
  /// What the endpoint serves.
  package let content: EndpointContent
  /// Writes history. Starts first and stops last.
  package let storing: any Service
  /// Runs the canaries, once `endpointIsUp` has yielded.
  package let canaries: any Service
  /// To be told when the endpoint serves.
  package let endpointIsUp: AsyncStream<Void>.Continuation

  /// Size of a database with its write-ahead log, and of the log alone, in bytes.
  package typealias StorageSizes = @Sendable (HistoryStore) -> (all: Int, log: Int)

  /// Joins the parts; nothing runs yet.
  ///
  /// - Parameters:
  ///   - cores: available to runs.
  ///   - store: the database as it was opened, or why it could not be.
  ///   - opener: opens it anew.
  ///   - unavailable: runtimes that cannot be used, with the reason; all others can.
  ///   - calibrations: what is known of how fast this host computes.
  package init(
    options: AgentOptions, build: BuildInfo, proc: ProcRoot, cgroup: ProcRoot, cores: Double,
    store: Result<HistoryStore, StorageError>, opener: StoreOpener,
    storageSizes: @escaping StorageSizes = { ($0.sizeInBytes(), $0.walBytes()) }, unavailable: [Runtime: String],
    calibrations: CalibrationBook,
    executor: any RunExecutor, time: any TimeSource, logger: Logger
  ) {
    let list = options.canaries(in: Runtime.allCases.filter { unavailable[$0] == nil })
    let state = AgentState(
      Ledger(
        canaries: list.map { ($0.identity, $0.mix.kind) }, unavailable: unavailable, window: options.window, build: build))
    let (isUp, up) = AsyncStream<Void>.makeStream()
    let writer = StoreWriter(
      start: store, opener: opener, retention: options.retention, sizes: storageSizes, state: state, time: time, logger: logger)
    let storing = StoreService(writer: writer, state: state, time: time, logger: logger)
    self.storing = storing
    let sampler = AgentSampler(samplers: SamplerCatalog.samplers(proc: proc, cgroup: cgroup), time: time, logger: logger)
    canaries = CanaryService(
      canaries: list, options: options, cores: cores, executor: executor, calibrations: calibrations, state: state,
      store: storing, time: time, logger: logger, endpointIsUp: isUp)
    endpointIsUp = up
    content = EndpointContent(
      metrics: {
        sampler.sample(into: state)
        return TextFormat.render(state.current(at: time.uptime).registry)
      },
      isReady: { state.current(at: time.uptime).hasData },
      status: {
        let ledger = state.current(at: time.uptime)
        return AgentStatus(
          version: build.text, rows: ledger.statusRows, running: ledger.running, stalls: ledger.stallLines,
          notes: ledger.notes)
      },
      runs: { try RunList(state.current(at: time.uptime).newestRuns).json() })
  }
}
