import Calculator
import Prediction
import Samples
import Testing

@Suite struct CostCalibrationTests {
  /// What the runs of a calibration would show on a host with these costs, where steps take longer than asked by a factor.
  private func findings(
    _ calibration: CostCalibration, _ runtime: Runtime, _ costs: RuntimeCosts, slower: Double = 1
  ) -> [CostCalibration.StepName: CostCalibration.Finding] {
    calibration.steps.reduce(into: [:]) { found, step in
      var scenario = step.scenario
      scenario.cpu = .constant(step.scenario.cpu.mean * slower)
      var simulation = Simulation(scenario, strategy: step.strategy, runtime: runtime, costs: costs.slower(by: slower))
      let prediction = simulation.run()
      found[step.name] = .init(
        seconds: prediction.seconds, stepSeconds: scenario.cpu.mean, latency: costs.tickLateness, startUpSeconds: 0.1)
    }
  }

  private func costs(_ runtime: Runtime) -> RuntimeCosts {
    var costs = RuntimeCosts.standard(runtime)
    (costs.start, costs.end, costs.awaitedItem) = (30e-6, 15e-6, 22e-6)
    (costs.threadItem, costs.background) = (33e-6, 0.06)
    (costs.trip, costs.workerTrip, costs.hop) = (60e-6, 30e-6, 70e-6)
    return costs
  }

  @Test(arguments: Runtime.allCases, [1, 1.6]) func `From runs of a known host it finds what that host adds`(
    _ runtime: Runtime, _ slower: Double
  ) {
    let calibration = CostCalibration(runtime, cores: 2)
    let known = costs(runtime)
    var fitted = calibration.fit(findings(calibration, runtime, known, slower: slower))
    // What steps take longer is found as well; the rest is as if they did not.
    #expect(abs(fitted.stepExcess - (slower - 1)) < 1e-9)
    fitted.stepExcess = 0
    // Other costs may lead to the same times: what counts is that the times are right, also of work that was not among the runs.
    for (strategy, cpu) in [(Strategy.sync, 0.001), (.async, 0.0004), (.threads, 0.0004), (.hybrid, 0.0004), (.hybrid, 0.003)] {
      // Threads of equal items fall into step or out of it by a trifle where they wait as well: not a matter of costs.
      let io = strategy == .threads ? 0 : 0.002
      var scenario = Scenario(items: 1000, io: .constant(io), cpu: .constant(cpu), cores: 2)
      scenario.chunk = 4
      func seconds(_ costs: RuntimeCosts) -> Double {
        var simulation = Simulation(scenario, strategy: strategy, runtime: runtime, costs: costs)
        return simulation.run().seconds
      }
      #expect(abs(seconds(fitted) / seconds(known) - 1) < 0.05, "\(strategy), \(cpu)")
    }
    #expect(abs(fitted.start / known.start - 1) < 0.05)
    #expect(abs(fitted.startUp - 0.1) < 1e-9)
  }

  @Test func `What was not measured stays as in the standard, and a known background is taken over`() {
    let calibration = CostCalibration(.swift, cores: 4)
    #expect(calibration.fit([:]) == .standard(.swift))
    #expect(calibration.fit([:], background: 0.2).background == 0.2)
  }

  @Test(arguments: Runtime.allCases) func `Costs survive being kept, and nonsense does not`(_ runtime: Runtime) {
    let known = costs(runtime)
    #expect(RuntimeCosts(runtime, seconds: known.seconds) == known)
    let broken = RuntimeCosts(runtime, seconds: ["start": -1, "trip": .nan, "hop": 1e9, "of another version": 1])
    #expect(broken == .standard(runtime))
  }
}
