import Prediction
import Samples
import Testing

/// What items waited for is found again in what a clock beside them saw.
@Suite struct UndisturbedIOTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let strategy: Strategy
    let runtime: Runtime
    let concurrency: Int
    let cpu: Double
    var testDescription: String { "\(strategy) in \(runtime), \(concurrency) in flight, CPU \(cpu)" }
  }

  private static let io = TimeDistribution.logNormal(median: 0.02, sigma: 0.4)

  private func scenario(_ example: Case, io: TimeDistribution) -> Scenario {
    var scenario = Scenario(items: 3000, io: io, cpu: .exponential(mean: example.cpu), cores: 2)
    scenario.concurrency = example.concurrency
    scenario.threads = example.concurrency
    scenario.ioIsTimer = false
    return scenario
  }

  private func seen(_ example: Case, _ costs: RuntimeCosts) throws -> LatencyHistogram {
    var scenario = scenario(example, io: Self.io)
    scenario.seed = 99
    var simulation = Simulation(scenario, strategy: example.strategy, runtime: example.runtime, costs: costs, seesIO: true)
    return try #require(simulation.run().ioSteps)
  }

  @Test(arguments: [
    Case(strategy: .sync, runtime: .asyncio, concurrency: 1, cpu: 0.002),
    Case(strategy: .async, runtime: .asyncio, concurrency: 4, cpu: 0.002),
    Case(strategy: .async, runtime: .swift, concurrency: 8, cpu: 0.002),
    Case(strategy: .threads, runtime: .asyncio, concurrency: 8, cpu: 0.002),
    Case(strategy: .hybrid, runtime: .asyncio, concurrency: 40, cpu: 0.002),
  ]) func `The waits themselves are told from what the loop and the lock added`(_ example: Case) throws {
    let costs = RuntimeCosts.standard(example.runtime)
    let seen = try seen(example, costs)
    let found = UndisturbedIO(
      seen: seen, in: scenario(example, io: .constant(0)), strategy: example.strategy, runtime: example.runtime, costs: costs)
    let mean = TimeDistribution.measured(found.steps).mean
    #expect(abs(mean / Self.io.mean - 1) < 0.06, "\(mean), seen \(TimeDistribution.measured(seen).mean)")
    #expect(!found.isHidden)
  }

  @Test func `Where nothing is in the way, nothing is taken off`() throws {
    let example = Case(strategy: .async, runtime: .asyncio, concurrency: 1, cpu: 0.001)
    let seen = try seen(example, .none)
    let found = UndisturbedIO(
      seen: seen, in: scenario(example, io: .constant(0)), strategy: .async, runtime: .asyncio, costs: .none)
    #expect(abs(TimeDistribution.measured(found.steps).mean / TimeDistribution.measured(seen).mean - 1) < 0.01)
  }

  @Test func `Of a loop that was always busy the I/O cannot be told`() throws {
    let example = Case(strategy: .async, runtime: .asyncio, concurrency: 200, cpu: 0.005)
    let costs = RuntimeCosts.standard(.asyncio)
    let found = UndisturbedIO(
      seen: try seen(example, costs), in: scenario(example, io: .constant(0)), strategy: .async, runtime: .asyncio, costs: costs)
    #expect(found.isHidden)
  }

  @Test func `A prediction from a run counts the loop once`() throws {
    let example = Case(strategy: .async, runtime: .asyncio, concurrency: 10, cpu: 0.002)
    let costs = RuntimeCosts.standard(.asyncio)
    let seen = try seen(example, costs)
    func seconds(_ io: TimeDistribution, concurrency: Int) -> Double {
      var scenario = scenario(example, io: io)
      scenario.concurrency = concurrency
      var simulation = Simulation(scenario, strategy: .hybrid, runtime: .asyncio, costs: costs)
      return simulation.run().seconds
    }
    let found = UndisturbedIO(
      seen: seen, in: scenario(example, io: .constant(0)), strategy: .async, runtime: .asyncio, costs: costs)
    // With few in flight the I/O is what decides.
    let truth = seconds(Self.io, concurrency: 4)
    #expect(abs(seconds(.measured(found.steps), concurrency: 4) / truth - 1) < 0.06)
    #expect(seconds(.measured(seen), concurrency: 4) / truth > 1.12)
  }
}
