import Logging
import Runs
import Samples
import Scheduling
import ServiceLifecycle
import Storage
import Telemetry
import Workloads

/// Starts a run in each slot, one at a time, inside the CPU budget.
struct CanaryService: Service {
  private let options: AgentOptions
  private let cores: Double
  private let executor: any RunExecutor
  private let calibration: Double?
  private let state: AgentState
  private let store: StoreService
  private let time: any TimeSource
  private let logger: Logger
  private let endpointIsUp: AsyncStream<Void>

  init(
    options: AgentOptions, cores: Double, executor: any RunExecutor, calibration: Double?, state: AgentState,
    store: StoreService, time: any TimeSource, logger: Logger, endpointIsUp: AsyncStream<Void>
  ) {
    self.options = options
    self.cores = cores
    self.executor = executor
    self.calibration = calibration
    self.state = state
    self.store = store
    self.time = time
    self.logger = logger
    self.endpointIsUp = endpointIsUp
  }

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      for await _ in endpointIsUp { break }
      try await runSlots()
    }
  }

  private func runSlots() async throws {
    var progress = CanaryProgress(options: options, cores: cores, calibration: calibration)
    let origin = time.uptime
    while !Task.isCancelled {
      let decision = progress.schedule.next(at: time.uptime - origin)
      miss(decision.missed, because: "their time passed before a run could start")
      guard let slot = decision.run else {
        try await time.sleep(until: origin + decision.wakeUp)
        continue
      }
      guard progress.budget.affords(progress.costs[slot.entry], at: time.uptime - origin) else {
        miss([slot], because: "the CPU budget is spent")
        continue
      }
      let record = await run(options.canaries[slot.entry], operationsPerSecond: progress.operationsPerSecond)
      progress.ended(record, in: slot, at: time.uptime - origin)
    }
  }

  private func run(_ canary: AgentOptions.Canary, operationsPerSecond: Double?) async -> RunRecord {
    let order = RunOrder(
      mix: canary.mix, strategy: canary.strategy, processes: max(1, Int(cores)), operationsPerSecond: operationsPerSecond)
    let identity = order.identity
    logger.debug("a run starts", metadata: ["mix": "\(identity.mix)", "strategy": "\(identity.strategy)"])
    state.update {
      $0.slotDue(identity, missed: false)
      $0.runStarted(identity)
    }
    let record = await executor.run(order, cores: cores, deadline: options.deadline) { depth in
      state.update { $0.queueDepth(identity, depth) }
    }
    let judgements = state.update { $0.runEnded(record, at: time.uptime) }
    store.keep([.run(record)] + judgements.map { .judgement($0) })
    log(record)
    return record
  }

  private func miss(_ slots: [Slot], because reason: String) {
    guard !slots.isEmpty else { return }
    for slot in slots { state.update { $0.slotDue(options.canaries[slot.entry].identity, missed: true) } }
    logger.warning("slots were missed: \(reason)", metadata: ["slots": "\(slots.count)"])
  }

  private func log(_ record: RunRecord) {
    let metadata: Logger.Metadata = [
      "mix": "\(record.identity.mix)", "strategy": "\(record.identity.strategy)", "outcome": "\(record.outcome)",
    ]
    if let reason = record.reason, record.outcome != .cancelled {
      logger.error("a run ended badly: \(reason)", metadata: metadata)
    } else {
      logger.info("a run ended", metadata: metadata)
    }
  }
}

/// What is remembered from slot to slot.
private struct CanaryProgress {
  var schedule: Schedule
  var budget: CPUBudget
  /// What the last run of each canary has cost.
  var costs: [Double]
  var operationsPerSecond: Double?

  init(options: AgentOptions, cores: Double, calibration: Double?) {
    schedule = Schedule(entries: options.canaries.count, period: options.every)
    budget = CPUBudget(share: options.cpuBudget, cores: cores, period: options.every)
    costs = options.canaries.map { _ in 0 }
    operationsPerSecond = calibration
  }

  mutating func ended(_ record: RunRecord, in slot: Slot, at now: Duration) {
    budget.spend(record.costSeconds, at: now)
    costs[slot.entry] = record.costSeconds
    operationsPerSecond = record.calibration?.operationsPerSecond ?? operationsPerSecond
  }
}
