import Glibc
import Prediction
import Samples
import Testing

/// Where queueing theory has a formula, the model agrees with it.
@Suite struct ClosedFormTests {
  private func play(_ scenario: Scenario, _ strategy: Strategy) -> Prediction {
    var simulation = Simulation(scenario, strategy: strategy, runtime: .swift, costs: RuntimeCosts.none)
    return simulation.run()
  }

  private func arriving(_ rate: Double, _ service: TimeDistribution, cores: Int = 1) -> Scenario {
    var scenario = Scenario(items: 400_000, io: .constant(0), cpu: service, cores: cores)
    scenario.arrivals = .poisson(rate: rate)
    scenario.threads = 10_000
    scenario.concurrency = 10_000
    return scenario
  }

  /// W = 1 / (mu - lambda)
  @Test(arguments: [0.3, 0.5, 0.8])
  func `M/M/1: the mean time in the system`(_ load: Double) {
    let prediction = play(arriving(load * 100, .exponential(mean: 0.01)), .sync)
    let expected = 0.01 / (1 - load)
    #expect(abs(prediction.itemSeconds.mean / expected - 1) < 0.03)
    #expect(abs(prediction.cpuUtilization - load) < 0.01)
    // The time in the system is exponential as well.
    #expect(abs(prediction.itemSeconds.p99 / (expected * log(100)) - 1) < 0.06)
  }

  /// W = D (1 + rho / (2 (1 - rho))), by Pollaczek and Khinchine
  @Test(arguments: [0.3, 0.5, 0.8])
  func `M/D/1: the mean time in the system`(_ load: Double) {
    let prediction = play(arriving(load * 100, .constant(0.01)), .async)
    #expect(abs(prediction.itemSeconds.mean / (0.01 * (1 + load / (2 * (1 - load)))) - 1) < 0.03)
  }

  /// Processor sharing has the mean of first come, first served, whatever the distribution.
  @Test func `M/G/1 with processor sharing: the mean depends on the load alone`() {
    for service in [TimeDistribution.constant(0.01), .exponential(mean: 0.01)] {
      let prediction = play(arriving(60, service), .threads)
      #expect(abs(prediction.itemSeconds.mean / (0.01 / (1 - 0.6)) - 1) < 0.04)
    }
  }

  /// Erlang's C formula
  @Test(arguments: [(2, 0.5), (2, 0.8), (4, 0.7)])
  func `M/M/c: the mean time in the system`(_ servers: Int, _ load: Double) {
    let offered = load * Double(servers)
    var term = 1.0
    var sum = 0.0
    for k in 0..<servers {
      sum += term
      term *= offered / Double(k + 1)
    }
    let last = term / (1 - load)
    let waits = last / (sum + last)
    let expected = 0.01 + waits * 0.01 / (Double(servers) * (1 - load))
    var scenario = arriving(load * 100 * Double(servers), .exponential(mean: 0.01), cores: servers)
    scenario.threads = servers
    #expect(abs(play(scenario, .threads).itemSeconds.mean / expected - 1) < 0.04)
  }

  @Test(arguments: Strategy.allCases, [1, 3])
  func `A batch takes no less than its bounds, and no more than Graham's`(_ strategy: Strategy, _ cores: Int) {
    var scenario = Scenario(items: 500, io: .constant(0), cpu: .logNormal(median: 0.01, sigma: 1), cores: cores)
    scenario.threads = cores
    scenario.concurrency = 50
    let prediction = play(scenario, strategy)
    let servers = [.threads, .hybrid].contains(strategy) ? Double(cores) : 1
    // The same draws, one after another.
    let total = play(scenario, .sync).seconds
    #expect(prediction.seconds >= total / servers - 1e-9)
    #expect(prediction.seconds <= total / servers + total * 0.1)
  }

  @Test func `Waiting alone: as many at once as may be in flight`() {
    var scenario = Scenario(items: 1000, io: .constant(0.01), cpu: .constant(0), cores: 2)
    scenario.concurrency = 50
    #expect(abs(play(scenario, .async).seconds - 0.2) < 1e-9)
    #expect(abs(play(scenario, .threads).seconds - 1) < 1e-9)
    #expect(abs(play(scenario, .sync).seconds - 10) < 1e-9)
    #expect(play(scenario, .async).ioWaitRatio > 0.999)
  }
}
