import NIOPosix
import Samples
import Synchronization
import Telemetry
import Testing
import Workloads

@Suite(.timeLimit(.minutes(2))) struct EngineTests {
  @Test func `A batch: every item once, the queue drains, every step is recorded`() async throws {
    let outcome = try await run(
      Mix(name: "x", kind: .mixed, arrivals: .batch(items: 300), ioSeconds: 0.001, cpuSeconds: 0.0001, concurrency: 20))
    #expect(outcome.result.itemsOk == 300)
    #expect(outcome.result.itemsFailed == 0)
    #expect(outcome.result.queuePeak == 300)
    #expect(outcome.histograms[.itemDuration]?.count == 300)
    #expect(outcome.histograms[.ioStepDuration]?.count == 300)
    #expect(outcome.histograms[.queueWait]?.count == 300)
    #expect((outcome.histograms[.ioStepDuration]?.quantile(0) ?? 0) >= 0.001)
    #expect(outcome.result.seconds >= outcome.result.idealSeconds)
    #expect(outcome.result.ioWaitSeconds > 0 && outcome.result.ioWaitSeconds < outcome.result.seconds)
  }

  @Test func `Paced arrivals never start before their time`() async throws {
    let outcome = try await run(
      Mix(name: "x", kind: .cpu, arrivals: .paced(load: 0.2, seconds: 0.2), ioSeconds: 0, cpuSeconds: 0.001, concurrency: nil))
    #expect(outcome.result.itemsOk == 40)
    #expect(outcome.result.seconds >= 39 * 0.005)
    #expect(outcome.histograms[.ioStepDuration]?.count == 0)
  }

  @Test func `Items that only compute still let the loop turn between them`() async throws {
    let outcome = try await run(
      Mix(name: "x", kind: .cpu, arrivals: .batch(items: 100), ioSeconds: 0, cpuSeconds: 0.002, concurrency: 1),
      operationsPerSecond: Calibration.operationsPerSecond())
    #expect(outcome.result.itemsOk == 100)
    // Were the items one piece, the only ticks would be those that the end of the run finds swallowed, all but one far too late.
    let latency = try #require(outcome.histograms[.eventLoopLatency])
    #expect((latency.quantile(0.5) ?? 1) < outcome.result.seconds / 4)
  }

  private func run(_ mix: Mix, operationsPerSecond: Double = 1e8) async throws -> Engine.Outcome {
    let order = RunOrder(mix: mix, strategy: .async, processes: 1, operationsPerSecond: nil)
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let engine = Engine(loop: loop, plan: RunPlan(order, operationsPerSecond: operationsPerSecond), pool: nil)
    return await engine.run(tick: .milliseconds(10)) { _ in }
  }
}
