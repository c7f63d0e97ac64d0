package import Calculator
import Prediction
package import Runs
package import Samples
import Scheduling
package import Thresholds
package import Workloads

/// Finds the settings of a mix that suit this host: the model says where to look, and runs decide.
package struct TuneSession: Sendable {
  /// What to tune, and at what cost.
  package struct Options: Sendable {
    /// What the items do, and what is set now.
    package var mix: Mix
    /// `async` or `hybrid`.
    package var strategy: Strategy
    /// Who executes: the first that can.
    package var runtime: Runtime
    /// Of wall time, in seconds, for everything.
    package var budget = 60.0
    /// The history: what is known of this host is taken from it.
    package var storagePath = "calcmon.db"
    /// Where the runs find what they need.
    package var environment = RunEnvironment.Options()

    /// Worker processes where there is something for them to do.
    package init(_ mix: Mix) {
      self.mix = mix
      strategy = mix.cpu == nil ? .async : .hybrid
      runtime = mix.possibleRuntimes.first ?? .swift
    }
  }

  /// What came of it.
  package struct Outcome: Sendable {
    /// `nil` where not even the present setting could be measured.
    package let result: TuneResult?
    /// Why the last run that did not complete did not.
    package let reason: String?
    /// Whether SIGINT or SIGTERM ended it.
    package let isInterrupted: Bool
  }

  private let options: Options
  private let measuring: @Sendable (TuneSetting) -> Void

  /// - Parameter measuring: told before each run.
  package init(_ options: Options, measuring: @escaping @Sendable (TuneSetting) -> Void) {
    self.options = options
    self.measuring = measuring
  }

  /// Returns within the budget, or after SIGINT or SIGTERM.
  ///
  /// - Parameter targets: by which runs are judged.
  /// - Throws: `RunSessionError`, `ProcError`, `StorageError`, `CalibrationFailure`.
  package func run(targets: (RunIdentity, MixKind) -> [Target] = Target.standardChoice) async throws -> Outcome {
    let (steps, isInterrupted, cores, costs, seconds) = try await RunEnvironment.use(options.environment, time: SystemTime()) {
      environment in
      let problems =
        options.mix.problems(strategy: options.strategy) + options.mix.problems(runtime: options.runtime)
        + options.mix.problems(cores: environment.usableCores)
      guard problems.isEmpty else { throw RunSessionError.problems(problems) }
      if let reason = environment.unavailable[options.runtime], !options.mix.namesProgram(for: options.runtime) {
        throw RunSessionError.unavailable(options.runtime, reason: reason.description)
      }
      let costs = try HostCosts(storagePath: options.storagePath).costs(of: options.runtime)
      let begin = environment.time.uptime
      let (steps, isInterrupted) = try await Interruption.untilInterrupted { keep in
        try await measure(in: environment, begin: begin, costs, keep)
      }
      return (steps, isInterrupted, environment.usableCores, costs, (environment.time.uptime - begin).seconds)
    }
    let result = result(steps, cores: cores, costs, seconds: seconds, targets)
    let reason = steps.lazy.reversed().compactMap { if case .measured(_, let record) = $0 { failure(of: record) } else { nil } }
      .first
    return Outcome(result: result, reason: reason, isInterrupted: isInterrupted)
  }

  /// What is kept on the way.
  private enum Step: Sendable {
    case steps(StepMeasurements)
    case predicted([TuneSetting: Double], Scenario)
    case measured(TuneSetting, RunRecord)
    case complete
  }

  private func measure(
    in environment: RunEnvironment, begin: Duration, _ costs: RuntimeCosts, _ keep: (Step) -> Void
  ) async throws {
    let speed = try await speed(in: environment)
    var mix = options.mix
    var scenario = scenario(cores: environment.usableCores)
    if mix.needsMeasuring {
      let found = try await environment.supervisor.measure(mix, runtime: options.runtime)
      keep(.steps(found))
      mix = mix.with(found)
      scenario.take(found)
    }
    let tuned = mix
    var left: Double { options.budget - (environment.time.uptime - begin).seconds }
    func execute(_ setting: TuneSetting, itemsPerSecond: Double) async -> RunRecord {
      measuring(setting)
      let plan = plan(tuned, setting, itemsPerSecond: itemsPerSecond, cores: environment.usableCores, speed: speed)
      return await environment.supervisor.run(
        plan, cores: environment.cores, deadline: min(plan.deadline, .seconds(max(1, left)))
      ) { _ in }
    }

    let present = present(cores: environment.usableCores)
    if let io = tuned.io, io.kind != .timer, !tuned.isMeasured(io) {
      // Nobody knows how long it takes before it was done.
      let record = await execute(present, itemsPerSecond: 200)
      if let found = record.measurements?.histograms[.ioStepDuration], found.count > 0 { scenario.io = .measured(found) }
      try Task.checkCancellation()
    }
    let predicted = predictions(of: scenario, present: present, costs)
    keep(.predicted(predicted, scenario))

    var search = TuneSearch(predicted: predicted, present: present)
    var longest = 0.0
    while let setting = search.next {
      // A run is begun only where it would end in time, by what the longest took.
      guard left > longest * 1.2 + 0.1 else { return }
      let started = environment.time.uptime
      let record = await execute(setting, itemsPerSecond: predicted[setting] ?? 100)
      try Task.checkCancellation()
      longest = max(longest, (environment.time.uptime - started).seconds)
      keep(.measured(setting, record))
      if let throughput = throughput(of: record) { search.add(setting, throughput: throughput) } else { search.fail(setting) }
    }
    keep(.complete)
  }

  /// `nil` where nothing was measured.
  private func result(
    _ steps: [Step], cores: Int, _ costs: RuntimeCosts, seconds: Double, _ targets: Target.Choice
  ) -> TuneResult? {
    var predicted: [TuneSetting: Double] = [:]
    var scenario = scenario(cores: cores)
    var records: [TuneSetting: [RunRecord]] = [:]
    var isComplete = false
    var measured: StepMeasurements?
    for step in steps {
      switch step {
      case .steps(let found): measured = found
      case .predicted(let all, let found): (predicted, scenario) = (all, found)
      case .measured(let setting, let record): records[setting, default: []].append(record)
      case .complete: isComplete = true
      }
    }
    var search = TuneSearch(predicted: predicted, present: present(cores: cores))
    for (setting, own) in records {
      for throughput in own.compactMap(throughput) { search.add(setting, throughput: throughput) }
    }
    guard let best = search.best else { return nil }
    let rows = search.settings.compactMap { setting -> TuneResult.Row? in
      let table = RunTable(options.mix, cores: cores, records: records[setting] ?? [], targets: targets)
      return table.rows.first.map { .init(setting: setting, predicted: predicted[setting], measured: $0) }
    }
    let limit = TuneLimit(
      play(scenario, best, costs).bottleneck, io: options.mix.io?.kind,
      isLocked: options.runtime == .asyncio && options.strategy == .async && options.mix.cpu != nil, hasPool: hasPool,
      TuneLimit.Evidence(
        isFlat: search.isFlat, cpuUtilization: rows.first { $0.setting == best }?.measured.cpuUtilization ?? 0, cores: cores))
    return TuneResult(
      mix: options.mix, strategy: options.strategy, runtime: options.runtime, present: present(cores: cores), best: best,
      rows: rows,
      law: ScalabilityLaw.fit(search.curve), limit: limit, modelError: search.modelError, seconds: seconds,
      isComplete: isComplete, threads: rival(scenario, best, measured, search, costs))
  }

  /// Threads, if the model says that they do as well as the advice, and the lock was looked at.
  private func rival(
    _ scenario: Scenario, _ best: TuneSetting, _ measured: StepMeasurements?, _ search: TuneSearch, _ costs: RuntimeCosts
  ) -> ThreadsRival? {
    guard hasPool, options.runtime == .asyncio, let share = measured?[.cpu]?.lockShare, let found = search.throughput(best) else {
      return nil
    }
    let promised = play(scenario, best, costs).itemsPerSecond
    let counts = Set([options.mix.threads, min(64, best.concurrency), 2 * scenario.cores])
    let all = counts.sorted().map { count -> ThreadsRival in
      var threaded = scenario
      threaded.threads = count
      var simulation = Simulation(threaded, strategy: .threads, runtime: .asyncio, costs: costs)
      let ratio = promised > 0 ? simulation.run().itemsPerSecond / promised : 0
      return ThreadsRival(threads: count, itemsPerSecond: found * ratio, lockShare: share)
    }
    guard let most = all.max(by: { $0.itemsPerSecond < $1.itemsPerSecond }), most.itemsPerSecond >= found * (1 - TuneSearch.tie)
    else { return nil }
    return most
  }

  /// Items that came to a good end, a second: one that fails at once is no gain. `nil` if there was none.
  private func throughput(of record: RunRecord) -> Double? {
    guard let result = record.measurements?.result, result.itemsOk > 0, result.seconds > 0 else { return nil }
    return Double(result.itemsOk) / result.seconds
  }

  private func failure(of record: RunRecord) -> String? { record.reason ?? Failures([record]).itemSentence }

  // MARK: Settings

  private var hasPool: Bool { options.strategy == .hybrid }

  private func present(cores: Int) -> TuneSetting {
    let processes = options.mix.processes ?? cores
    return TuneSetting(
      concurrency: options.mix.concurrency ?? 2 * processes * options.mix.chunk, processes: hasPool ? processes : 0,
      chunk: hasPool ? options.mix.chunk : 0)
  }

  /// Items enough for the model to settle; a mix with arrivals of its own is tuned at full load.
  private func scenario(cores: Int) -> Scenario {
    Scenario(
      items: 1000, io: .constant(options.mix.io?.seconds ?? 0), cpu: .constant(options.mix.cpu?.seconds ?? 0), cores: cores)
  }

  private func predictions(of scenario: Scenario, present: TuneSetting, _ costs: RuntimeCosts) -> [TuneSetting: Double] {
    let settings = TuneSetting.grid(cores: scenario.cores, hasPool: hasPool) + [present]
    return settings.reduce(into: [:]) { $0[$1] = play(scenario, $1, costs).itemsPerSecond }
  }

  private func play(_ scenario: Scenario, _ setting: TuneSetting, _ costs: RuntimeCosts) -> Prediction {
    var scenario = scenario
    scenario.concurrency = setting.concurrency
    scenario.processes = max(1, setting.processes)
    scenario.chunk = max(1, setting.chunk)
    var simulation = Simulation(scenario, strategy: options.strategy, runtime: options.runtime, costs: costs)
    return simulation.run()
  }

  // MARK: Runs

  private func speed(in environment: RunEnvironment) async throws -> Double {
    guard let kernel = options.mix.cpu?.kernel else { return 1 }
    return try await environment.operationsPerSecond(kernel, options.runtime)
  }

  /// A batch that takes about a sixtieth of the budget: all settings that matter find a place in it.
  private func plan(_ mix: Mix, _ setting: TuneSetting, itemsPerSecond: Double, cores: Int, speed: Double) -> RunPlan {
    var mix = mix
    let seconds = min(2, max(0.4, options.budget / 60))
    mix.arrivals = .batch(items: max(20, 2 * setting.concurrency, Int(itemsPerSecond * seconds)))
    mix.concurrency = setting.concurrency
    if hasPool {
      mix.processes = setting.processes
      mix.chunk = setting.chunk
    }
    return RunPlan(
      mix, strategy: options.strategy, runtime: options.runtime, cores: cores, operationsPerSecond: speed)
  }
}

extension Mix {
  /// Whether the time of an I/O step is one of those that are measured before the first run.
  fileprivate func isMeasured(_ io: IOStep) -> Bool {
    switch io.kind {
    case .call, .url, .command: true
    case .timer, .http, .disk, .sqlite: false
    }
  }
}

extension Scenario {
  /// Takes what steps took alone.
  fileprivate mutating func take(_ found: StepMeasurements) {
    if let step = found[.cpu] {
      cpu = distribution(found.histograms[.cpuStepDuration], step.seconds)
      traits = CallTraits(step)
    }
    if let step = found[.io] {
      io = distribution(found.histograms[.ioStepDuration], step.wallSeconds)
      ioIsTimer = false
    }
  }

  private func distribution(_ histogram: LatencyHistogram?, _ seconds: Double) -> TimeDistribution {
    if let histogram, histogram.count > 0 { .measured(histogram) } else { .constant(seconds) }
  }
}
