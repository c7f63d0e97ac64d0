import Prediction
import Samples
import Testing

/// A scenario that is small enough for paper, and what the paper says. All times in milliseconds.
struct HandCase: Sendable, CustomTestStringConvertible {
  /// What the paper says.
  struct Expected: Sendable {
    /// From the first arrival to the last end.
    let time: Double
    /// How late ticks are: half of them, 99 of a hundred, and the latest.
    var late = (p50: 0.0, p99: 0.0, max: 0.0)
    /// Items that waited to be started, at most.
    let queue: Int
    /// Computed on all cores together.
    let computed: Double
    /// In which an item waited and none was computed.
    var waited = 0.0
    let bottleneck: Bottleneck
    /// From an item's arrival to its end, on average; `nil`: not looked at.
    var item: Double?
    var startUp = 0.0
  }

  let testDescription: String
  let scenario: Scenario
  let strategy: Strategy
  let runtime: Runtime
  let costs: RuntimeCosts
  let expected: Expected

  /// - Parameters:
  ///   - io: what each item waits for, first.
  ///   - cpu: what each item computes then.
  ///   - costs: without any, the runtime adds nothing.
  init(
    _ title: String, _ strategy: Strategy, _ runtime: Runtime = .swift, items: Int, io: Double, cpu: Double, cores: Int,
    costs: RuntimeCosts = .none, expected: Expected, change: (inout Scenario) -> Void = { _ in }
  ) {
    testDescription = "\(strategy) in \(runtime): \(title)"
    var scenario = Scenario(items: items, io: .constant(io / 1000), cpu: .constant(cpu / 1000), cores: cores)
    change(&scenario)
    self.scenario = scenario
    self.strategy = strategy
    self.runtime = runtime
    self.costs = costs
    self.expected = expected
  }

  func play() -> Prediction {
    var simulation = Simulation(scenario, strategy: strategy, runtime: runtime, costs: costs)
    return simulation.run()
  }
}

extension Scenario.Arrivals {
  /// An item each so many milliseconds.
  static func each(_ milliseconds: Double) -> Self { .constant(rate: 1000 / milliseconds) }
}

extension RuntimeCosts {
  /// No costs but these, in milliseconds.
  static func only(_ costs: KeyValuePairs<WritableKeyPath<RuntimeCosts, Double>, Double>) -> RuntimeCosts {
    var found = RuntimeCosts.none
    for (cost, milliseconds) in costs { found[keyPath: cost] = milliseconds / 1000 }
    return found
  }

  /// As CPython: a global lock, and all tasks of a turn before all timers.
  var locked: RuntimeCosts {
    var costs = tasksFirst
    costs.hasGlobalLock = true
    return costs
  }

  /// As asyncio: all tasks of a turn before all timers.
  var tasksFirst: RuntimeCosts {
    var costs = self
    costs.takesTasksFirst = true
    return costs
  }
}
