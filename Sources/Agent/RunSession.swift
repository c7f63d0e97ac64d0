import FoundationEssentials
import Glibc
import Runs
package import Samples
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
    /// Where the runs find what they need.
    package var surroundings = RunBench.Surroundings()

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
    try await RunBench.use(options.surroundings) { try await run(on: $0) }
  }

  private func run(on bench: RunBench) async throws -> Outcome {
    let usable = bench.usableCores
    let problems = options.strategies.flatMap(options.mix.problems(strategy:)) + options.mix.problems(cores: usable)
    guard problems.isEmpty else { throw RunSessionError.problems(problems) }
    let time = bench.time
    let store =
      try options.stores
      ? HistoryStore(path: options.storagePath, version: BuildInfo.current.version, pid: getpid(), at: time.wall) : nil
    if let name = store?.opening.setAside { event(.setAside(name: name)) }
    let runtimes = try available(on: bench)

    let (records, isInterrupted) = try await Interruption.untilInterrupted { ended in
      let book = try await calibrations(of: runtimes, on: bench, store: store)
      let runtimes = runtimes.filter { runtime in options.mix.cpu.map { book.speed($0.kernel, runtime) != nil } ?? true }
      guard !runtimes.isEmpty else { throw RunSessionError.noRuntime }
      for identity in order(runtimes) {
        let plan = RunPlan(
          options.mix, strategy: identity.strategy, runtime: identity.runtime, cores: usable,
          operationsPerSecond: options.mix.cpu.flatMap { book.speed($0.kernel, identity.runtime) } ?? 1,
          sampling: options.sampling)
        event(.started(plan.identity, items: plan.work.items))
        let record = await bench.run(plan) { event(.progress($0)) }
        event(.ended(record))
        ended(record)
        await keep(.run(record), in: store)
        try Task.checkCancellation()
      }
    }
    do { try await store?.close(at: time.wall) } catch { event(.notStored(reason: "\(error)")) }
    return Outcome(records: records, cores: usable, isInterrupted: isInterrupted)
  }

  private func available(on bench: RunBench) throws -> [Runtime] {
    let wanted = options.runtimes ?? Runtime.allCases
    let unavailable = bench.unavailable.filter { wanted.contains($0.key) }
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
    of runtimes: [Runtime], on bench: RunBench, store: HistoryStore?
  ) async throws -> CalibrationBook {
    guard let kernel = options.mix.cpu?.kernel else { return CalibrationBook([]) }
    var book = CalibrationBook(try await knownCalibrations(store))
    for runtime in runtimes where book.speed(kernel, runtime) == nil {
      event(.calibrating(runtime))
      let speed: Double
      do {
        speed = try await bench.operationsPerSecond(kernel, runtime)
      } catch let failure as CalibrationFailure {
        event(.unavailable(runtime, reason: failure.description))
        continue
      }
      book.calibrated([kernel: speed], runtime: runtime, at: bench.time.uptime)
      let entry = CalibrationEntry(runtime: runtime, kernel: kernel, operationsPerSecond: speed, at: bench.time.wall)
      await keep(.calibration(entry), in: store)
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
  case unavailable(Runtime, reason: String)
  case failed(RunIdentity, reason: String)

  package var description: String {
    switch self {
    case .problems(let problems): problems.map(\.description).joined(separator: "; ")
    case .unavailable(let runtime, let reason): "the runtime '\(runtime.rawValue)' is not available: \(reason)"
    case .failed(let run, let reason): "a run by \(run.strategy.rawValue) in \(run.runtime.rawValue) did not complete: \(reason)"
    case .noRuntime: "none of the runtimes that were asked for is available"
    }
  }
}
