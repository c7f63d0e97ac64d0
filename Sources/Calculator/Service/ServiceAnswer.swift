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
  /// Processes with a loop each: the least that keep up with what comes. `nil`: one does, or no number up to a core each and those asked for.
  package let leastServers: Int?

  /// Whether it is so near to what can be kept up with that chance decides how long items take.
  package var isNearSaturation: Bool { rate >= Self.near * capacity && rate <= Self.far * capacity }

  /// Whether what comes can be done.
  package var isKeptUp: Bool { rate <= capacity }
}

/// Plays what answers the questions that are asked of a service.
struct ServiceSearch {
  /// Of a course that is only to tell whether the targets are met.
  private static let mostItems = 1000
  /// Of a course that is to tell what can be kept up with, at least: half of them are counted.
  private static let leastItems = 1000
  /// In flight that a course may fill; what more are good for is reckoned.
  private static let mostPlayedInFlight = 1000
  /// That a calculation takes.
  private static let mostThreads = 10_000
  private static let overload = 1.25
  private static let precision = 1.01

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
  var capacity: Double { capacity(of: scenario) }

  /// The greatest rate that is kept up with, to one in a hundred, and no more than so many in flight can do (Little's law).
  private func capacity(of scenario: Scenario) -> Double {
    let inFlight = inFlight(scenario)
    let most = Double(inFlight) / scenario.leastItemSeconds
    // What is done while the middle half of the items ends.
    func done(_ arrivals: Scenario.Arrivals) -> Double {
      var full = scenario
      full.items = Self.items(inFlight: inFlight)
      full.arrivals = arrivals
      return min(most, play(full).steadyItemsPerSecond ?? most)
    }
    // With more than can be done at once, a runtime may do less than at its best.
    var low = done(.constant(rate: done(.batch) * Self.overload))
    var high = min(most, low * Self.overload)
    while high > low * Self.precision {
      let rate = (low + high) / 2
      if done(.constant(rate: rate)) * Self.precision >= rate { low = rate } else { high = rate }
    }
    return min(low, done(.constant(rate: low)))
  }

  private func inFlight(_ scenario: Scenario) -> Int {
    let ofEach =
      switch strategy {
      case .sync: 1
      case .threads: scenario.threads
      case .async, .hybrid: scenario.concurrency
      }
    return ofEach * scenario.servers
  }

  /// Items of a course whose middle half is a multiple of those in flight: they may all end together, round by round.
  private static func items(inFlight: Int) -> Int {
    guard inFlight <= mostPlayedInFlight else { return leastItems }
    let rounds = (leastItems / 2 + inFlight - 1) / inFlight
    return 2 * rounds * inFlight
  }

  /// The least number of workers with which all targets are met in a short course, and what comes is kept up with: by bisection, so that near
  /// what can be done at most a smaller number may happen to do as well.
  var leastWorkers: Int? {
    switch strategy {
    case .sync, .async: nil
    case .threads: least(upTo: max(Self.mostThreads, scenario.threads), \.threads)
    case .hybrid: least(upTo: max(scenario.cores, scenario.processes), \.processes)
    }
  }

  private func least(upTo most: Int, _ count: WritableKeyPath<Scenario, Int>) -> Int? {
    func with(_ workers: Int) -> Scenario {
      var own = scenario
      own[keyPath: count] = workers
      return own
    }
    func meetsTargets(_ workers: Int) -> Bool {
      var short = with(workers)
      short.items = min(short.items, Self.mostItems)
      return !play(short).judgements(short).contains { $0.verdict == .breached }
    }
    // A course is too short for a queue that grows slowly.
    func keepsUp(_ workers: Int) -> Bool { scenario.rate.map { capacity(of: with(workers)) >= $0 } ?? true }
    return Self.first(in: 1...most, where: meetsTargets).flatMap { Self.first(in: $0...most, where: keepsUp) }
  }

  /// The least number of servers that keep up with what comes, if one does not: up to a core each, or as many as are asked for.
  var leastServers: Int? {
    func keepsUp(_ servers: Int) -> Bool {
      var own = scenario
      own.servers = servers
      return scenario.rate.map { capacity(of: own) >= $0 } ?? true
    }
    let most = max(scenario.servers, scenario.cores)
    guard most > 1, !keepsUp(1) else { return nil }
    return Self.first(in: 2...most, where: keepsUp)
  }

  /// The first number of those from which on it is so; `nil` if it is not so of the last.
  private static func first(in range: ClosedRange<Int>, where isSo: (Int) -> Bool) -> Int? {
    guard isSo(range.upperBound) else { return nil }
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if isSo(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func play(_ scenario: Scenario) -> Prediction {
    var simulation = Simulation(scenario, strategy: strategy, runtime: runtime, costs: costs)
    return simulation.run()
  }
}
