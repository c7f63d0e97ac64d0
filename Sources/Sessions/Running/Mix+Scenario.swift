package import Calculator
import Prediction
import Samples
import Workloads

extension Mix {
  /// What a scenario describes, to be run: with constant times, and the same arrivals.
  init(_ scenario: Scenario, name: String) {
    let arrivals: Arrivals =
      switch scenario.arrivals {
      case .batch: .batch(items: scenario.items)
      case .constant(let rate), .poisson(let rate): .rate(rate, .items(scenario.items))
      }
    self.init(
      name: name, kind: scenario.kind, strategies: Strategy.allCases, arrivals: arrivals,
      io: scenario.io.mean > 0 ? IOStep(.timer, seconds: scenario.io.mean) : nil,
      cpu: scenario.cpu.mean > 0 ? CPUStep(seconds: scenario.cpu.mean) : nil, concurrency: scenario.concurrency)
    servers = scenario.servers > 1 ? scenario.servers : nil
    processes = scenario.processes
    threads = scenario.threads
    chunk = scenario.chunk
    if case .poisson = scenario.arrivals { arrivalsSeed = scenario.arrivalsSeed }
  }
}

extension RunSession.Options {
  /// What was predicted, to be run: what makes no sense in a run is left out.
  package init(measuring request: CalculatorRequest) {
    let mix = Mix(request.scenario, name: "simulated")
    self.init(mix)
    strategies = request.strategies.filter { $0 != .hybrid || mix.cpu != nil }
    runtimes = request.runtimes
  }
}
