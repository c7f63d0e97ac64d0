import Prediction
import Samples
import Testing
import Workloads

/// The queue of a run and the predicted one count the same: items accepted and not yet started.
@Suite(.timeLimit(.minutes(2))) struct PredictedQueueTests {
  @Test(arguments: Strategy.allCases, [3, 100])
  func `The queue of a batch is as deep as predicted`(_ strategy: Strategy, inFlight: Int) async throws {
    let mix = Mix(
      name: "x", kind: .mixed, arrivals: .batch(items: 40), io: Mix.IOStep(.timer, seconds: 0.002),
      cpu: Mix.CPUStep(seconds: 0.0002),
      concurrency: inFlight)
    let outcome = try await run(mix, strategy)
    var scenario = Scenario(items: 40, io: .constant(0.002), cpu: .constant(0.0002), cores: 1)
    scenario.concurrency = inFlight
    var simulation = Simulation(scenario, strategy: strategy, runtime: .swift)
    let prediction = simulation.run()
    #expect(prediction.queuePeak == outcome.result.queuePeak)
    #expect(outcome.result.queuePeak == 40)
  }
}
