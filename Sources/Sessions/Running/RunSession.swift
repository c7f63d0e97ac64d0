import FoundationEssentials
import Glibc
import Processes
package import Runs
package import Samples
import Scheduling
import Storage
package import Workloads

/// Executes a mix now, by several strategies and runtimes in turn: what `calcmon run` does.
package struct RunSession: Sendable {
  /// What to execute, and where.
  package struct Options: Sendable {
    /// What the items do.
    package var mix: Mix
    /// In this order, each with every runtime.
    package var strategies: [Strategy]
    /// In this order; `nil`: all that are there and can run the mix.
    package var runtimes: [Runtime]?
    /// How often; every other time in the opposite order, so that what changes on the host meanwhile favours nobody.
    package var repeats = 1
    /// The history: calibrations are taken from it where it exists.
    package var storagePath = "calcmon.db"
    /// Whether the runs are kept in the history.
    package var stores = false
    /// On which they are made; `nil`: the history does not say.
    package var machine: HostMachine?
    /// How closely the runs are looked at.
    package var sampling = RunPlan.Sampling.standard
    /// Where the runs find what they need.
    package var environment = RunEnvironment.Options()

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
    case measuring(mix: String, Runtime)
    case measured(Runtime, StepMeasurements)
    case started(RunIdentity, items: Int)
    case progress(WorkProgress)
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
    /// Of the runs that were kept in the history, in their order.
    package let storedIDs: [Int64]
    /// What the steps of the mix take in each runtime, if that was to be measured.
    package let measurements: [Runtime: StepMeasurements]
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
    try await RunEnvironment.use(options.environment, time: SystemTime()) { try await run(in: $0) }
  }

  private func run(in environment: RunEnvironment) async throws -> Outcome {
    let usable = environment.usableCores
    let problems =
      options.strategies.flatMap(options.mix.problems(strategy:))
      + (options.runtimes ?? []).flatMap(options.mix.problems(runtime:))
      + options.mix.problems(cores: usable)
    guard problems.isEmpty else { throw RunSessionError.problems(problems) }
    let time = environment.time
    let store =
      try options.stores
      ? HistoryStore(
        path: options.storagePath, version: BuildInfo.current.version, pid: getpid(), at: time.wall,
        writer: HistoryWriter(.run, machine: options.machine)) : nil
    if let name = store?.opening.setAside { event(.setAside(name: name)) }
    let runtimes = try available(in: environment)

    let (steps, isInterrupted): ([Step], Bool) = try await Interruption.untilInterrupted { keep in
      let speeds = try await speeds(of: runtimes, in: environment, store: store)
      let mixes = try await MixMeasuring(options.mix, cores: usable, measure: environment.measure).mixes(of: runtimes) {
        if case .measured(let runtime, let found) = $0 { keep(.measured(runtime, found)) }
        event($0)
      }
      let runtimes = runtimes.filter { mixes[$0] != nil && (options.mix.cpu?.kernel == nil || speeds[$0] != nil) }
      guard !runtimes.isEmpty else { throw RunSessionError.noRuntime }
      var numbers = RunNumbers()
      if let store { numbers.follow(store.opening) }
      for identity in order(runtimes) {
        let plan = RunPlan(
          mixes[identity.runtime] ?? options.mix, strategy: identity.strategy, runtime: identity.runtime, cores: usable,
          operationsPerSecond: speeds[identity.runtime] ?? 1,
          sampling: options.sampling)
        event(.started(plan.identity, items: plan.work.items))
        let record = await environment.run(plan) { event(.progress($0)) }
        event(.ended(record))
        let id = numbers.take()
        keep(.ended(record, storedID: await self.store(.run(record, id: id), in: store) ? id : nil))
        try Task.checkCancellation()
      }
    }
    do { try await store?.close(at: time.wall) } catch { event(.notStored(reason: "\(error)")) }
    return outcome(of: steps, cores: usable, isInterrupted: isInterrupted)
  }

  /// What is kept on the way.
  private enum Step: Sendable {
    case measured(Runtime, StepMeasurements)
    case ended(RunRecord, storedID: Int64?)
  }

  private func outcome(of steps: [Step], cores: Int, isInterrupted: Bool) -> Outcome {
    var records: [RunRecord] = []
    var ids: [Int64] = []
    var measurements: [Runtime: StepMeasurements] = [:]
    for step in steps {
      switch step {
      case .measured(let runtime, let found): measurements[runtime] = found
      case .ended(let record, let id):
        records.append(record)
        if let id { ids.append(id) }
      }
    }
    return Outcome(records: records, cores: cores, isInterrupted: isInterrupted, storedIDs: ids, measurements: measurements)
  }

  private func available(in environment: RunEnvironment) throws -> [Runtime] {
    let wanted = options.runtimes ?? options.mix.possibleRuntimes
    let unavailable = environment.unavailable.filter { wanted.contains($0.key) && !options.mix.namesProgram(for: $0.key) }
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

  /// Operations of the mix's kernel a second, by runtime: from the history if it knows, else measured now. A runtime that cannot be measured is
  /// left out.
  private func speeds(
    of runtimes: [Runtime], in environment: RunEnvironment, store: HistoryStore?
  ) async throws -> [Runtime: Double] {
    guard let kernel = options.mix.cpu?.kernel else { return [:] }
    var speeds = try await knownCalibrations(store).reduce(into: [Runtime: Double]()) { speeds, entry in
      if entry.kernel == kernel { speeds[entry.runtime] = entry.operationsPerSecond }
    }
    for runtime in runtimes where speeds[runtime] == nil {
      event(.calibrating(runtime))
      let speed: Double
      do {
        speed = try await environment.operationsPerSecond(kernel, runtime)
      } catch let failure as CalibrationFailure {
        event(.unavailable(runtime, reason: failure.description))
        continue
      }
      speeds[runtime] = speed
      let entry = CalibrationEntry(
        runtime: runtime, kernel: kernel, operationsPerSecond: speed, at: environment.time.wall)
      _ = await self.store(.calibration(entry), in: store)
    }
    return speeds
  }

  /// A database that refuses costs what it was to keep, and not what was measured. Returns whether it is kept.
  private func store(_ entry: HistoryEntry, in store: HistoryStore?) async -> Bool {
    guard let store else { return false }
    do {
      // What was measured until Ctrl-C is kept as well.
      try await uncancelled { try await store.write([entry]) }
      return true
    } catch {
      event(.notStored(reason: "\(error)"))
      return false
    }
  }

  private func knownCalibrations(_ store: HistoryStore?) async throws -> [CalibrationEntry] {
    if let store { return try await store.calibrations() }
    guard FileManager.default.fileExists(atPath: options.storagePath) else { return [] }
    return try HistoryReader(path: options.storagePath).calibrations()
  }
}
