import Logging
import Runs
import Samples
import Scheduling
import ServiceLifecycle
import Storage
import Thresholds
import Workloads

/// Starts a run in each slot, one at a time, inside the CPU budget; checks in between how fast the host still is.
struct CanaryService: Service {
  /// A calibration is checked only where the next slot is at least this far: it takes half a second, and should be disturbed by nothing.
  private static let quietTime = Duration.seconds(5)

  private let desk: CanaryDesk
  private let cores: Double
  private let executor: any RunExecutor
  private let calibrations: CalibrationBook
  private let state: AgentState
  private let store: StoreService
  private let alerts: Alarm
  private let time: any TimeSource
  private let logger: Logger
  private let endpointIsUp: AsyncStream<Void>

  /// - Parameter alerts: rung where something has happened that alerts may come of.
  init(
    desk: CanaryDesk, cores: Double, executor: any RunExecutor, calibrations: CalibrationBook, state: AgentState,
    store: StoreService, alerts: Alarm, time: any TimeSource, logger: Logger, endpointIsUp: AsyncStream<Void>
  ) {
    self.desk = desk
    self.cores = cores
    self.executor = executor
    self.calibrations = calibrations
    self.state = state
    self.store = store
    self.alerts = alerts
    self.time = time
    self.logger = logger
    self.endpointIsUp = endpointIsUp
  }

  func run() async throws {
    try await runUntilShutdown {
      for await _ in endpointIsUp { break }
      try await runSlots()
    }
  }

  private func runSlots() async throws {
    let origin = time.uptime
    var progress = CanaryProgress(desk.list, cores: cores, calibrations: calibrations, origin: origin)
    while !Task.isCancelled {
      let now = time.uptime - origin
      progress.take(desk.list, cores: cores, at: now)
      let decision = progress.schedule.next(at: now)
      miss(decision.missed, in: progress, because: "their time passed before a run could start")
      guard let slot = decision.run else {
        if decision.wakeUp - now >= CanaryService.quietTime, let due = progress.calibrations.due(at: time.uptime) {
          await check(due.kernels, due.runtime, &progress)
          continue
        }
        if !progress.list.canaries.isEmpty {
          state.update { $0.nextRunIsDue(at: time.wall.advanced(bySeconds: (decision.wakeUp - now).seconds)) }
        }
        try await desk.alarm.sleep(until: origin + decision.wakeUp)
        continue
      }
      guard progress.budget.affords(progress.costs[slot.entry], at: time.uptime - origin) else {
        miss([slot], in: progress, because: "the CPU budget is spent")
        continue
      }
      let cost = await run(slot.entry, &progress)
      if progress.firstRound.ended(slot.entry) {
        logger.notice("the first round is done", metadata: ["runs": "\(progress.list.canaries.count)"])
      }
      progress.budget.spend(cost, at: time.uptime - origin)
      progress.costs[slot.entry] = cost
    }
  }

  /// Returns the CPU seconds that it has cost.
  private func run(_ entry: Int, _ progress: inout CanaryProgress) async -> Double {
    let canary = progress.list.canaries[entry]
    let identity = canary.identity
    logger.debug("a run starts", metadata: identity.metadata)
    state.update {
      $0.slotDue(identity, missed: nil, at: time.moment)
      $0.runStarted(identity, at: time.wall)
    }
    let startedAt = time.wall
    var place = place(turn: progress.turn(of: entry), &progress)
    let record: RunRecord
    do {
      let speed = try await speed(for: canary, at: place, &progress)
      let mix = try await measuredMix(of: canary, at: place, &progress)
      if mix.isSizedByCores { place.freeCores = await executor.freeCores(of: place) }
      let plan = RunPlan(
        mix, strategy: canary.strategy, runtime: canary.runtime, at: place, operationsPerSecond: speed,
        sampling: canary.sampling)
      state.update { $0.runIsPlanned(items: plan.work.items) }
      record = await executor.run(plan, at: place, deadline: plan.deadline) { progress in
        state.update { $0.progressed(identity, queueDepth: progress.queueDepth, done: progress.done) }
      }
    } catch {
      record = RunRecord(
        notStarted: identity, kind: canary.mix.kind, outcome: error is CancellationError ? .cancelled : .failed,
        reason: "\(error)",
        startedAt: startedAt, endedAt: time.wall)
    }
    let evidence = RunEvidence(record)
    let (id, judgements) = state.update { $0.runEnded(record, evidence: evidence, at: time.moment) }
    store.keep([.run(record, evidence: evidence, id: id)] + judgements.map { .judgement($0) })
    alerts.ring()
    log(record, place)
    return record.costSeconds
  }

  private func miss(_ slots: [Slot], in progress: CanaryProgress, because reason: String) {
    guard !slots.isEmpty else { return }
    for slot in slots {
      state.update { $0.slotDue(progress.list.canaries[slot.entry].identity, missed: reason, at: time.moment) }
    }
    alerts.ring()
    logger.warning("slots were missed: \(reason)", metadata: ["slots": "\(slots.count)"])
  }

  /// Where a run executes. What is refused is told once.
  private func place(turn: Int, _ progress: inout CanaryProgress) -> RunPlace {
    let place = executor.place(progress.list.cores, progress.list.priority, turn: turn)
    if let refusal = place.refusal, refusal != progress.refusalTold {
      logger.warning(
        "canaries cannot be placed as canaries.cores and canaries.priority say, and may disturb what runs beside them: \(refusal)"
      )
      progress.refusalTold = refusal
    }
    return place
  }

  private func log(_ record: RunRecord, _ place: RunPlace) {
    var metadata = record.identity.metadata
    metadata["outcome"] = "\(record.outcome)"
    metadata["processors"] = place.processors.map { "\($0.map(String.init).joined(separator: ","))" }
    metadata["offered_cores"] = place.freeCores.map { _ in "\((place.offeredCores * 100).rounded() / 100)" }
    if let reason = record.reason, record.outcome != .cancelled {
      logger.error("a run ended badly: \(reason)", metadata: metadata)
    } else {
      logger.info("a run ended", metadata: metadata)
    }
  }

  // MARK: Calibration

  /// How fast the canary's kernel is in its runtime; measured now where nobody knows. A mix without a CPU step needs no figure.
  private func speed(
    for canary: AgentOptions.Canary, at place: RunPlace, _ progress: inout CanaryProgress
  ) async throws -> Double {
    guard let kernel = canary.mix.cpu?.kernel else { return 1 }
    if let known = progress.calibrations.speed(kernel, canary.runtime) { return known }
    let result = try await executor.calibrate([kernel], runtime: canary.runtime, at: place)
    let found = result.operationsPerSecond
    progress.budget.spend(result.costSeconds, at: time.uptime - progress.origin)
    progress.calibrations.calibrated(found, runtime: canary.runtime, at: time.uptime)
    logger.notice(
      "calibrated: work is sized by how fast this host computes",
      metadata: [
        "runtime": "\(canary.runtime)", "kernel": "\(kernel)", "operations_per_second": "\(Digits.text(found[kernel] ?? 0))",
      ])
    store.keep(
      found.map {
        .calibration(CalibrationEntry(runtime: canary.runtime, kernel: $0.key, operationsPerSecond: $0.value, at: time.wall))
      })
    return found[kernel] ?? 1
  }

  /// The mix with the times of its steps; measured now if they are not known yet. One that cannot be measured is tried again in the next slot.
  private func measuredMix(
    of canary: AgentOptions.Canary, at place: RunPlace, _ progress: inout CanaryProgress
  ) async throws -> Mix {
    guard canary.mix.needsMeasuring else { return canary.mix }
    if let known = progress.measurements[canary] { return canary.mix.with(known) }
    let found = try await executor.measure(canary.mix, runtime: canary.runtime, at: place)
    progress.budget.spend(found.costSeconds, at: time.uptime - progress.origin)
    let mix = canary.mix.with(found)
    let problems = mix.problems(cores: place.wholeCores)
    guard problems.isEmpty else { throw MeasuringFailure(reason: problems.map(\.description).joined(separator: "; ")) }
    progress.measurements[canary] = found
    var metadata: Logger.Metadata = ["mix": "\(mix.name)", "runtime": "\(canary.runtime)"]
    for step in found.steps { metadata["\(step.step)_seconds"] = "\(Digits.text(step.seconds))" }
    logger.notice("measured: work is sized by what its steps take here", metadata: metadata)
    return mix
  }

  private func check(_ kernels: [Kernel], _ runtime: Runtime, _ progress: inout CanaryProgress) async {
    var found: [Kernel: Double] = [:]
    progress.checks += 1
    let place = place(turn: progress.checks, &progress)
    do {
      let result = try await executor.calibrate(kernels, runtime: runtime, at: place)
      found = result.operationsPerSecond
      progress.budget.spend(result.costSeconds, at: time.uptime - progress.origin)
    } catch is CancellationError {
      return
    } catch {
      logger.error("the host's speed could not be checked: \(error)", metadata: ["runtime": "\(runtime)"])
    }
    let drift = progress.calibrations.checked(found, runtime: runtime, at: time.uptime)
    state.update { $0.calibrationChecked(drift, runtime: runtime) }
    store.keep(
      drift.sorted { $0.key.rawValue < $1.key.rawValue }.map {
        .calibrationCheck(CalibrationCheckEntry(runtime: runtime, kernel: $0.key, ratio: $0.value, at: time.wall))
      })
    for (kernel, ratio) in drift where abs(ratio - 1) > CalibrationBook.tolerance {
      logger.warning(
        "this host does not compute as fast as it was calibrated; if that is to stay, start the agent with --recalibrate",
        metadata: ["runtime": "\(runtime)", "kernel": "\(kernel)", "ratio": "\((ratio * 1000).rounded() / 1000)"])
    }
  }
}

/// What is remembered from slot to slot.
private struct CanaryProgress {
  private(set) var list: CanaryList
  var schedule: Schedule
  var budget: CPUBudget
  /// What the last run of each canary has cost.
  var costs: [Double]
  /// How many runs of each canary there were.
  private var turns: [Int]
  /// How often the speed of this host was checked.
  var checks = 0
  /// What the kernel refuses, as it was told last.
  var refusalTold: String?
  var calibrations: CalibrationBook
  var measurements = MeasurementBook()
  var firstRound: FirstRound
  /// Uptime from which slots and the budget count.
  let origin: Duration

  init(_ list: CanaryList, cores: Double, calibrations: CalibrationBook, origin: Duration) {
    self.origin = origin
    self.list = list
    schedule = Schedule(periods: list.canaries.map(\.every))
    firstRound = FirstRound(list.canaries.count)
    budget = list.budget(cores: cores, at: .zero)
    costs = Array(repeating: 0, count: list.canaries.count)
    turns = Array(repeating: 0, count: list.canaries.count)
    self.calibrations = calibrations
  }

  /// The next turn of a canary. Each begins with another, so that those of one round are spread over the cores, and each sees all of them.
  mutating func turn(of entry: Int) -> Int {
    defer { turns[entry] += 1 }
    return entry + turns[entry]
  }

  /// Takes another list. Canaries that are the same in both keep their slots.
  mutating func take(_ new: CanaryList, cores: Double, at now: Duration) {
    guard new != list else { return }
    let before = new.canaries.map { list.canaries.firstIndex(of: $0) }
    firstRound.forget()
    schedule.apply(zip(new.canaries, before).map { ($0.every, $1) }, at: now)
    costs = before.map { $0.map { costs[$0] } ?? 0 }
    turns = before.map { $0.map { turns[$0] } ?? 0 }
    if new.budgetShare != list.budgetShare || new.budgetPeriod != list.budgetPeriod { budget = new.budget(cores: cores, at: now) }
    measurements.keep(only: new.canaries)
    list = new
  }
}

extension RunIdentity {
  fileprivate var metadata: Logger.Metadata {
    ["mix": "\(mix)", "strategy": "\(strategy)", "runtime": "\(runtime)"]
  }
}
