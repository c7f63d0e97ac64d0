package import Samples
package import Prediction

/// Finds what a runtime adds to the work on this host: small runs, each of which one cost decides, are played by the model until it takes
/// as long as they took.
///
/// The items of these runs are small, so that what the runtime adds counts.
package struct CostCalibration: Sendable {
  /// What is looked for by a run.
  package enum StepName: String, CaseIterable, Sendable {
    case item, awaitedItem, tick, timerLateness, blockingItem, sleepLateness, saturation, threadItem, lockHandOver, pooledItem,
      hop, trip
  }

  /// A run, and the cost that is found by it, once those before it are known.
  package struct Step: Sendable {
    /// What is found.
    package let name: StepName
    /// What is run.
    package let scenario: Scenario
    /// How.
    package let strategy: Strategy
    let set: @Sendable (inout RuntimeCosts, Double) -> Void

    init(
      _ name: StepName, _ scenario: Scenario, _ strategy: Strategy, set: @escaping @Sendable (inout RuntimeCosts, Double) -> Void
    ) {
      self.name = name
      self.scenario = scenario
      self.strategy = strategy
      self.set = set
    }
  }

  /// What a run has shown.
  package struct Finding: Sendable {
    /// From the first item to the last.
    package var seconds: Double
    /// CPU time of an item's step: it is never quite what was asked for.
    package var stepSeconds: Double
    /// Half of the ticks were at most as late.
    package var latency: Double
    /// From the start of the process to its end, without `seconds`.
    package var startUpSeconds: Double

    /// All of them.
    package init(seconds: Double, stepSeconds: Double, latency: Double, startUpSeconds: Double) {
      self.seconds = seconds
      self.stepSeconds = stepSeconds
      self.latency = latency
      self.startUpSeconds = startUpSeconds
    }
  }

  private static let mostSeconds = 0.02

  /// In the order in which the costs are found.
  package let steps: [Step]
  private let runtime: Runtime
  private let cores: Int

  /// - Parameter cores: usable on this host.
  package init(_ runtime: Runtime, cores: Int) {
    self.runtime = runtime
    self.cores = cores
    func work(_ items: Int, io: Double = 0, cpu: Double = 1e-4, _ change: (inout Scenario) -> Void = { _ in }) -> Scenario {
      var scenario = Scenario(items: items, io: .constant(io), cpu: .constant(cpu), cores: cores)
      change(&scenario)
      return scenario
    }
    steps = [
      Step(.item, work(3000), .async) { ($0.start, $0.end) = ($1 * 2 / 3, $1 / 3) },
      Step(.awaitedItem, work(3000, io: 0.001), .async) { $0.awaitedItem = $1 },
      // Steps that are long enough for ticks to count, and for a core that is taken away now and then.
      Step(.tick, work(60, cpu: 0.005) { $0.concurrency = 1 }, .async) { $0.tick = $1 },
      Step(.timerLateness, work(80, io: 0.005) { $0.concurrency = 1 }, .async) { $0.timerLateness = $1 },
      Step(.blockingItem, work(3000), .sync) { $0.blockingItem = $1 },
      Step(.sleepLateness, work(250, io: 0.001), .sync) { $0.sleepLateness = $1 },
      Step(.saturation, work(100 * cores, cpu: 0.005), .hybrid) { $0.background = $1 * Double(cores) / Self.mostSeconds },
      // A thread that never waits takes one item after another without letting the lock go; one that waits hands it over.
      Step(.threadItem, work(3000), .threads) { $0.threadItem = $1 },
      Step(.lockHandOver, work(1500, io: 0.001), .threads) { $0.lockHandOver = $1 },
      Step(
        .pooledItem,
        work(6000) {
          $0.concurrency = 400
          $0.chunk = 100
        }, .hybrid
      ) { $0.pooledItem = $1 },
      Step(.hop, work(1000) { $0.concurrency = 1 }, .hybrid) { $0.hop = $1 },
      // Trips of CPython are cheaper where many come back at once: steps as long as those that go to workers in earnest.
      Step(.trip, runtime == .asyncio ? work(800, cpu: 0.001) : work(4000), .hybrid) { ($0.trip, $0.workerTrip) = ($1, $1 / 2) },
    ].filter { $0.name != .lockHandOver || runtime == .asyncio }
  }

  /// Costs with which the model takes as long as the runs did.
  ///
  /// - Parameters:
  ///   - findings: by step; what is not there is as in the standard.
  ///   - background: of this host, where it is known from another runtime; `nil`: it is found.
  package func fit(_ findings: [StepName: Finding], background: Double? = nil) -> RuntimeCosts {
    var costs = RuntimeCosts.standard(runtime)
    let steps = steps.filter { findings[$0.name] != nil && !($0.name == .saturation && background != nil) }
    for step in steps { step.set(&costs, 0) }
    if let background { costs.background = background }
    if let idle = findings[.timerLateness] { costs.tickLateness = idle.latency }
    if let busy = findings[.saturation] { costs.wakeUp = max(0, busy.latency - costs.tickLateness) }
    if let one = findings[.item], let pool = findings[.saturation] {
      costs.startUp = one.startUpSeconds
      costs.workerStartUp = max(0, pool.startUpSeconds - one.startUpSeconds) / Double(cores)
    }
    // Twice: in the first pass, some are not known yet that matter to others.
    for step in steps + steps {
      if let finding = findings[step.name] { step.set(&costs, value(of: step, costs, finding)) }
    }
    costs.stepExcess = stepExcess(findings)
    return costs
  }

  /// Of steps that are long enough to be timed well.
  private func stepExcess(_ findings: [StepName: Finding]) -> Double {
    let ratios = steps.compactMap { step in
      step.scenario.cpu.mean >= 0.001 ? findings[step.name].map { $0.stepSeconds / step.scenario.cpu.mean } : nil
    }
    return max(0, (ratios.median ?? 1) - 1)
  }

  /// The least value that makes the run long enough, by bisection: a run never gets shorter by a cost.
  private func value(of step: Step, _ costs: RuntimeCosts, _ finding: Finding) -> Double {
    var scenario = step.scenario
    scenario.cpu = .constant(finding.stepSeconds)
    // Threads whose waits are equal to the last digit fall into step, and a trifle more would make them faster.
    if step.strategy == .threads, scenario.io.mean > 0 { scenario.io = .logNormal(median: scenario.io.mean, sigma: 0.05) }
    func isLongEnough(_ value: Double) -> Bool {
      var candidate = costs
      step.set(&candidate, value)
      var simulation = Simulation(
        scenario, strategy: step.strategy, runtime: runtime,
        costs: candidate.slower(by: finding.stepSeconds / step.scenario.cpu.mean))
      return simulation.run().seconds >= finding.seconds
    }
    // What no value explains was something else.
    guard isLongEnough(Self.mostSeconds) else { return 0 }
    var (low, high) = (0.0, Self.mostSeconds)
    for _ in 0..<20 {
      let middle = (low + high) / 2
      if isLongEnough(middle) { high = middle } else { low = middle }
    }
    return (low + high) / 2
  }
}
