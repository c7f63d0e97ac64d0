import Prediction
import Samples
import Thresholds

/// What is asked of a service, whose items come at a rate: how much it keeps up with, how sure that is, and how few workers do.
package struct ServiceAnswer: Sendable {
  /// From so much of the capacity on, a little more makes items wait much longer.
  private static let near = 0.85
  /// Up to so much of it: a queue that grows is no riddle.
  private static let far = 1.1

  /// How much is asked: what is not is not played.
  package enum Depth: Sendable {
    /// All of it.
    case all
    /// What can be kept up with.
    case capacity
    /// Nothing.
    case none
  }

  /// Items that come a second.
  package let rate: Double
  /// Items a second that are kept up with, at most.
  package let capacity: Double
  /// An item alone, with nothing that a runtime adds.
  package let leastItemSeconds: Double
  /// The item's p99 in each of the courses that were played: the least and the greatest, in seconds.
  package let itemP99: ClosedRange<Double>
  /// Worker processes of `hybrid`, threads of `threads`: the least with which all targets are met. `nil`: no number does, or the strategy has
  /// none.
  package let leastWorkers: Int?

  /// Whether it is so near to what can be kept up with that chance decides how long items take.
  package var isNearSaturation: Bool { rate >= Self.near * capacity && rate <= Self.far * capacity }

  /// Whether what comes can be done.
  package var isKeptUp: Bool { rate <= capacity }
}

/// Plays what answers the questions that are asked of a service.
struct ServiceSearch {
  /// Of a course that is only to tell what can be kept up with.
  private static let mostItems = 1000
  private static let mostThreads = 256
  private static let overload = 1.25

  let scenario: Scenario
  let strategy: Strategy
  let runtime: Runtime
  let costs: RuntimeCosts

  init(_ scenario: Scenario, _ strategy: Strategy, _ runtime: Runtime, costs: RuntimeCosts) {
    self.scenario = scenario
    self.strategy = strategy
    self.runtime = runtime
    self.costs = costs
  }

  /// Items a second, if more come than can be done.
  var capacity: Double {
    let batch = play { $0.arrivals = .batch }.itemsPerSecond
    guard batch > 0 else { return 0 }
    return play { $0.arrivals = .constant(rate: batch * Self.overload) }.itemsPerSecond
  }

  /// By bisection: who keeps up with few workers does with more.
  var leastWorkers: Int? {
    switch strategy {
    case .sync, .async: nil
    case .threads: least(upTo: max(Self.mostThreads, scenario.threads)) { $0.threads = $1 }
    case .hybrid: least(upTo: max(scenario.cores, scenario.processes)) { $0.processes = $1 }
    }
  }

  private func least(upTo most: Int, _ set: (inout Scenario, Int) -> Void) -> Int? {
    func isMet(_ count: Int) -> Bool {
      var own = shortened
      set(&own, count)
      return !play { set(&$0, count) }.judgements(own).contains { $0.verdict == .breached }
    }
    guard isMet(most) else { return nil }
    var (low, high) = (1, most)
    while low < high {
      let middle = (low + high) / 2
      if isMet(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private var shortened: Scenario {
    var short = scenario
    short.items = min(scenario.items, Self.mostItems)
    return short
  }

  private func play(_ change: (inout Scenario) -> Void) -> Prediction {
    var own = shortened
    change(&own)
    var simulation = Simulation(own, strategy: strategy, runtime: runtime, costs: costs)
    return simulation.run()
  }
}
