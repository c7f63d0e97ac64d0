import Samples
import Testing
import Workloads

@Suite struct RunPlanTests {
  @Test func `A batch is due at once`() {
    let plan = plan(.batch(items: 10), concurrency: 4)
    #expect(plan.items == 10)
    #expect(plan.lanes == 4)
    #expect(plan.itemsDue(at: 0) == 10)
    #expect(plan.intendedStart(ofItem: 9) == 0)
  }

  @Test func `Paced arrivals load the processes to the share asked for`() {
    // 2 processes × 0.8 of 5 ms items: 320 a second, one each 3.125 ms.
    let plan = plan(.paced(load: 0.8, seconds: 1), concurrency: nil)
    #expect(plan.items == 320)
    #expect(plan.lanes == 4)
    #expect(abs(plan.intendedStart(ofItem: 2) - 6_250_000) <= 1)
    #expect(plan.itemsDue(at: 0) == 1)
    #expect(plan.itemsDue(at: 6_260_000) == 3)
    #expect(plan.itemsDue(at: 10_000_000_000) == 320)
  }

  @Test(arguments: [(Strategy.hybrid, 2, 2000), (.async, 2, 1000), (.hybrid, 64, 13_333)])
  func `A filling batch is as long on any number of cores`(strategy: Strategy, processes: Int, items: Int) {
    let order = RunOrder(mix: .mixed, strategy: strategy, processes: processes, operationsPerSecond: nil)
    #expect(RunPlan(order, operationsPerSecond: 1e9).items == items)
  }

  @Test func `No more lanes than items`() {
    #expect(plan(.batch(items: 3), concurrency: 50).lanes == 3)
  }

  @Test(arguments: [
    // CPU time over processes; I/O time over concurrency; a single item.
    (0.0, 0.010, 100, 50, 0.5), (0.010, 0.0001, 100, 10, 0.1), (1.0, 0.001, 2, 10, 1.001),
  ])
  func `The ideal time is the longest of three`(io: Double, cpu: Double, items: Int, concurrency: Int, ideal: Double) {
    let mix = Mix(
      name: "x", kind: .mixed, arrivals: .batch(items: items), ioSeconds: io, cpuSeconds: cpu, concurrency: concurrency)
    let plan = RunPlan(RunOrder(mix: mix, strategy: .hybrid, processes: 2, operationsPerSecond: nil), operationsPerSecond: 1e9)
    #expect(abs(plan.idealSeconds - ideal) < 1e-9)
  }

  private func plan(_ arrivals: Mix.Arrivals, concurrency: Int?) -> RunPlan {
    let mix = Mix(name: "x", kind: .cpu, arrivals: arrivals, ioSeconds: 0, cpuSeconds: 0.005, concurrency: concurrency)
    return RunPlan(RunOrder(mix: mix, strategy: .hybrid, processes: 2, operationsPerSecond: nil), operationsPerSecond: 1e9)
  }
}
