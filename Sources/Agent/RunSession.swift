import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import Procfs
package import Processes
package import Runs
package import Samples
import Sampling
import Storage
package import Telemetry
package import Workloads

/// Executes a mix now, by several strategies and runtimes in turn: what `calcmon run` does.
package struct RunSession: Sendable {
  /// What to execute, and where.
  package struct Options: Sendable {
    /// What the items do.
    package var mix: Mix
    /// In this order, each with every runtime.
    package var strategies: [Strategy]
    /// In this order; `nil`: all that are there.
    package var runtimes: [Runtime]?
    /// How often; every other time in the opposite order, so that what changes on the host meanwhile favours nobody.
    package var repeats = 1
    /// The history: calibrations are taken from it where it exists.
    package var storagePath = "calcmon.db"
    /// Whether the runs are kept in the history.
    package var stores = false
    /// How closely the runs are looked at.
    package var sampling = RunPlan.Sampling.standard
    /// As in `AgentOptions`.
    package var procPath = "/proc"
    /// As in `AgentOptions`.
    package var cgroupPath = "/sys/fs/cgroup"
    /// As in `AgentOptions`.
    package var pythonPath: String?
    /// Starts a run's child.
    package var child = Command.thisProgram("run-child")
    /// Starts the server of `http` steps.
    package var stepServer = Command.thisProgram("run-server")

    /// Every sensible strategy once, in every runtime that is there.
    package init(_ mix: Mix) {
      self.mix = mix
      strategies = mix.sensibleStrategies
    }
  }

  /// What happens meanwhile.
  package enum Event: Sendable {
    case unavailable(Runtime, reason: String)
    case calibrating(Runtime)
    case started(RunIdentity, items: Int)
    case progress(TelemetryMessage.Progress)
    case ended(RunRecord)
    case notStored(reason: String)
    case setAside(name: String)
  }

  /// What came of it.
  package struct Outcome: Sendable {
    /// Of all runs that were begun, in their order.
    package let records: [RunRecord]
    /// Available to the runs.
    package let cores: Int
    /// Whether SIGINT or SIGTERM ended it.
    package let isInterrupted: Bool
  }

  private let options: Options
  private let event: @Sendable (Event) -> Void

  /// - Parameter event: told what happens, in order.
  package init(_ options: Options, event: @escaping @Sendable (Event) -> Void) {
    self.options = options
    self.event = event
  }

  /// Returns when all runs have ended, or the one under way after SIGINT or SIGTERM.
  ///
  /// - Throws: `RunSessionError`, `ProcError`, `StorageError`, `CalibrationFailure`.
  package func run() async throws -> Outcome {
    let proc = try ProcRoot(procfs: options.procPath)
    let cgroup = ProcRoot(cgroupfs: options.cgroupPath)
    let cores = try AvailableCores.read(proc: proc, cgroup: cgroup)
    let usable = max(1, Int(cores))
    let problems = options.strategies.flatMap(options.mix.problems(strategy:)) + options.mix.problems(cores: usable)
    guard problems.isEmpty else { throw RunSessionError.problems(problems) }

    signal(SIGPIPE, SIG_IGN)
    let spawner = Spawner(waiters: 2)
    let result = await Result { try await run(proc: proc, cgroup: cgroup, cores: cores, usable: usable, spawner: spawner) }
    await spawner.shutDown()
    return try result.get()
  }

  private func run(
    proc: ProcRoot, cgroup: ProcRoot, cores: Double, usable: Int, spawner: Spawner
  ) async throws -> Outcome {
    let time = SystemTime()
    let store =
      try options.stores
      ? HistoryStore(path: options.storagePath, version: BuildInfo.current.version, pid: getpid(), at: time.wall) : nil
    if let name = store?.opening.setAside { event(.setAside(name: name)) }
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let programs = RuntimePrograms(
      swift: options.child, python: await PythonInterpreter.find(at: options.pythonPath, spawner: spawner, time: time, loop: loop)
    )
    let runtimes = try available(of: programs)
    let supervisor = RunSupervisor(
      programs: programs, stepServer: options.stepServer, spawner: spawner, proc: proc, cgroup: cgroup, time: time,
      loop: loop)

    let (records, isInterrupted) = try await Interruption.untilInterrupted { ended in
      let book = try await calibrations(of: runtimes, by: supervisor, time: time, store: store)
      let runtimes = runtimes.filter { runtime in options.mix.cpu.map { book.speed($0.kernel, runtime) != nil } ?? true }
      guard !runtimes.isEmpty else { throw RunSessionError.noRuntime }
      for identity in order(runtimes) {
        let plan = RunPlan(
          options.mix, strategy: identity.strategy, runtime: identity.runtime, cores: usable,
          operationsPerSecond: options.mix.cpu.flatMap { book.speed($0.kernel, identity.runtime) } ?? 1,
          sampling: options.sampling)
        event(.started(plan.identity, items: plan.work.items))
        let record = await supervisor.run(plan, cores: cores, deadline: plan.deadline) { event(.progress($0)) }
        event(.ended(record))
        ended(record)
        await keep(.run(record), in: store)
        try Task.checkCancellation()
      }
    }
    do { try await store?.close(at: time.wall) } catch { event(.notStored(reason: "\(error)")) }
    return Outcome(records: records, cores: usable, isInterrupted: isInterrupted)
  }

  private func available(of programs: RuntimePrograms) throws -> [Runtime] {
    let wanted = options.runtimes ?? Runtime.allCases
    let unavailable = programs.unavailable.filter { wanted.contains($0.key) }
    for (runtime, reason) in unavailable { event(.unavailable(runtime, reason: reason.description)) }
    let usable = wanted.filter { unavailable[$0] == nil }
    guard !usable.isEmpty else { throw RunSessionError.noRuntime }
    return usable
  }

  private func order(_ runtimes: [Runtime]) -> [RunIdentity] {
    let once = runtimes.flatMap { runtime in
      options.strategies.map { RunIdentity(mix: options.mix.name, strategy: $0, runtime: runtime) }
    }
    return (0..<options.repeats).flatMap { $0 % 2 == 0 ? once : once.reversed() }
  }

  /// How fast this host computes: from the history where it knows, else measured now. Where that fails, the runtime is left out.
  private func calibrations(
    of runtimes: [Runtime], by supervisor: RunSupervisor, time: SystemTime, store: HistoryStore?
  ) async throws -> CalibrationBook {
    guard let kernel = options.mix.cpu?.kernel else { return CalibrationBook([]) }
    var book = CalibrationBook(try await knownCalibrations(store))
    for runtime in runtimes where book.speed(kernel, runtime) == nil {
      event(.calibrating(runtime))
      let found: [Kernel: Double]
      do {
        found = try await supervisor.calibrate([kernel], runtime: runtime).operationsPerSecond
      } catch let failure as CalibrationFailure {
        event(.unavailable(runtime, reason: failure.description))
        continue
      }
      book.calibrated(found, runtime: runtime, at: time.uptime)
      for (kernel, speed) in found {
        let entry = CalibrationEntry(runtime: runtime, kernel: kernel, operationsPerSecond: speed, at: time.wall)
        await keep(.calibration(entry), in: store)
      }
    }
    return book
  }

  /// A database that refuses costs what it was to keep, and not what was measured.
  private func keep(_ entry: HistoryEntry, in store: HistoryStore?) async {
    do {
      // A task of its own: what was measured until Ctrl-C is kept as well.
      try await Task { try await store?.write([entry]) }.value
    } catch {
      event(.notStored(reason: "\(error)"))
    }
  }

  private func knownCalibrations(_ store: HistoryStore?) async throws -> [CalibrationEntry] {
    if let store { return try await store.calibrations() }
    guard FileManager.default.fileExists(atPath: options.storagePath) else { return [] }
    return try HistoryReader(path: options.storagePath).calibrations()
  }
}

/// Why nothing was run.
package enum RunSessionError: Error, Hashable, CustomStringConvertible {
  case problems([MixProblem])
  case noRuntime

  package var description: String {
    switch self {
    case .problems(let problems): problems.map(\.description).joined(separator: "; ")
    case .noRuntime: "none of the runtimes that were asked for is available"
    }
  }
}
