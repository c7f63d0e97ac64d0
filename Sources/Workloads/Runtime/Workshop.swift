import Glibc
package import NIOPosix
package import Processes
package import Procfs
import Samples
package import Telemetry

/// What the items of a run are executed with: threads, worker processes, connections, files. Warm-up and run share it.
package struct Workshop: Sendable {
  private let work: RunOrder.Work
  private let proc: ProcRoot
  private let loopExecutor: LoopExecutor
  private let spawner: Spawner
  private let pool: ProcessPool?
  /// Started where the strategy or its I/O step needs it.
  private let threads: NIOThreadPool
  private let resources: ResourcePool?
  private let external: ExternalIO?
  private let cpu: CPUWork?
  private let ioStep: UserIOStep?
  /// For steps of the user's own, in strategies whose items block.
  private let calls: BlockingCalls?

  /// Starts the threads and worker processes that the strategy needs.
  ///
  /// - Parameters:
  ///   - group: of one loop, the loop under test.
  ///   - steps: of the user's own.
  ///   - worker: starts a worker process.
  ///   - proc: the procfs of this process.
  package init(
    _ work: RunOrder.Work, group: MultiThreadedEventLoopGroup, steps: StepCatalog = StepCatalog(), worker: Command, proc: ProcRoot
  ) async throws {
    self.work = work
    self.proc = proc
    loopExecutor = LoopExecutor(group.next())
    spawner = Spawner(waiters: max(1, work.strategy == .hybrid ? work.processes : 1))
    // What can never succeed is found before anything is started that would have to be ended.
    external = try await ExternalIO(work, on: group, spawner: spawner)
    let cpu = try work.cpuWork(steps)
    self.cpu = cpu
    ioStep = try work.io?.call.map { call throws(StepUnknown) in try steps.ioStep(call) }
    calls = ioStep == nil || work.strategy.awaitsIO ? nil : try BlockingCalls()
    cpu?.kernel.map { $0.kernel.prepare(operations: $0.operations) }
    resources = Workshop.resources(work)
    let count = Workshop.threads(for: work)
    threads = NIOThreadPool(numberOfThreads: max(1, count))
    if count > 0 {
      try EventLoops.tryOut(threads: count)
      // Threads that compute are started by one that gives way: they inherit it. Those that only do I/O steps do not.
      if work.givesWay ?? false, work.strategy == .threads {
        try await GivingWay.low.run { [threads] in threads.start() }
      } else {
        threads.start()
      }
    }
    pool = cpu.flatMap { [loopExecutor, spawner] cpu in
      work.strategy == .hybrid
        ? ProcessPool(
          on: loopExecutor, spawner: spawner, command: worker, at: ProcessPlace(way: work.givesWay ?? false ? .low : nil),
          cpu: cpu.kernel,
          chunk: work.chunk) : nil
    }
    try await pool?.start(workers: work.processes)
  }

  /// Executes all items of this work, or of its warm-up part.
  ///
  /// - Parameter report: told on the loop how far it is, of each stall and of each disturbance.
  package func run(_ work: RunOrder.Work, report: @escaping @Sendable (TelemetryMessage) -> Void) async -> Engine.Outcome {
    let account = WaitAccount()
    let executor = executor(for: work, account: account)
    return await Engine(on: loopExecutor, work: work, executor: executor, account: account, proc: proc).run(report: report)
  }

  /// Executes one item of this work, which awaits its I/O.
  func attempt(_ work: RunOrder.Work, item: UInt64) async -> ItemOutcome {
    let executor = executor(for: work, account: WaitAccount())
    return await withTaskExecutorPreference(loopExecutor) { await executor.execute(item) }
  }

  private func executor(for work: RunOrder.Work, account: WaitAccount) -> any ItemExecutor {
    switch work.strategy {
    case .sync: SyncItems(items: BlockingItems(work, io: blockingIO, cpu: cpu, account: account))
    case .threads:
      ThreadItems(items: BlockingItems(work, io: blockingIO, cpu: cpu, account: account), threads: threads)
    case .async, .hybrid: AwaitingItems(work, on: loopExecutor, io: awaitedIO, cpu: cpu, pool: pool, account: account)
    }
  }

  /// CPU that was used so far, by worker processes and by this one.
  func cpuSpent() async -> CPUTime {
    let own = CPUTime.ofThisProcess
    return CPUTime(
      userSeconds: own.userSeconds + (await pool?.cpuSecondsOfWorkers() ?? 0), systemSeconds: own.systemSeconds)
  }

  /// CPU time that worker processes spent on items.
  func cpuNanosecondsOfPool() async -> Int64 { await pool?.cpuNanoseconds ?? 0 }

  /// Ends everything that was started.
  package func close() async throws {
    await pool?.stop()
    try await external?.close()
    try await calls?.close()
    await spawner.shutDown()
    try await threads.shutdownGracefully()
  }

  private var blockingIO: BlockingIO? {
    if let external { return .external(external) }
    if let ioStep, let calls { return .step(ioStep, calls, timeoutNanoseconds: work.timeoutNs) }
    if let resources { return .resource(resources) }
    return work.io.map { .timer(nanoseconds: $0.ns) }
  }

  private var awaitedIO: AwaitedIO? {
    guard let io = work.io else { return nil }
    if let external { return .external(external) }
    if let ioStep { return .step(ioStep) }
    if let resources { return .blocking(resources, threads) }
    return .timer(loopExecutor.loop, nanoseconds: io.ns)
  }

  private static func resources(_ work: RunOrder.Work) -> ResourcePool? {
    switch work.io?.kind {
    case .http where !work.strategy.awaitsIO:
      let (port, ns, timeout) = (work.io?.port ?? 0, work.io?.ns ?? 0, work.timeoutNs)
      return ResourcePool { try HTTPConnection(port: port, waiting: ns, timeoutNanoseconds: timeout) }
    case .disk: return ResourcePool { try DiskFile(directory: work.scratch) }
    case .sqlite: return database(in: work.scratch)
    case .http, .timer, .call, .url, .command, nil: return nil
    }
  }

  private static func database(in directory: String) -> ResourcePool {
    ResourcePool {
      #if Agent
        try StepDatabaseConnection(directory: directory)
      #else
        throw StepFailure("this program knows no I/O step of kind 'sqlite'")
      #endif
    }
  }

  /// Threads that the strategy or its I/O step needs.
  private static func threads(for work: RunOrder.Work) -> Int {
    if work.strategy == .threads { return work.threads }
    return resources(work) == nil ? 0 : defaultThreads
  }

  /// For steps that cannot be awaited: as many as asyncio's default executor has.
  private static var defaultThreads: Int { min(32, sysconf(Int32(_SC_NPROCESSORS_ONLN)) + 4) }
}

extension Strategy {
  /// Whether the loop turns while an item waits.
  var awaitsIO: Bool { self == .async || self == .hybrid }
}
