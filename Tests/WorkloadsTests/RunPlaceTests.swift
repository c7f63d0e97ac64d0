import Processes
import Samples
import Testing
import Workloads

@Suite struct RunPlaceTests {
  /// Cores, what others leave of them, what is offered.
  @Test(
    arguments: [
      (1, nil, 1), (1, 1, 1), (1, 0.95, 1), (1, 0.9, 0.9), (1, 0.6, 0.6), (1, 0.1, 0.1), (1, 0.05, 0.1), (1, 0, 0.1), (4, 4, 4),
      (4, 3.7, 4),
      (4, 1, 1), (4, 0, 0.4), (0.5, 0.5, 0.5), (0.5, 2, 0.5), (0.5, 0, 0.05),
    ] as [(Double, Double?, Double)])
  func `A run is offered what others leave`(cores: Double, free: Double?, offered: Double) {
    #expect(abs(RunPlace(cores: cores, freeCores: free).offeredCores - offered) < 1e-9)
  }

  /// The share of the cores that others leave, and what a mix with a load of 0.8 asks for a second: beside others a tenth less.
  @Test(arguments: [(nil, 40), (1, 40), (0.95, 40), (0.55, 20), (0.37, 0.37 * 40 / 1.1), (0, 4 / 1.1)] as [(Double?, Double)])
  func `A paced load is one of what is offered`(free: Double?, itemsPerSecond: Double) throws {
    let plan = plan(.cpuBound, RunPlace(processors: [1], cores: 1, freeCores: free, priority: .low))
    #expect(abs(1e9 / plan.work.intervalNs - itemsPerSecond) < 1e-6)
    #expect(plan.work.processes == 1)
  }

  @Test func `What fills a time fills what others leave of the cores`() {
    let items = [1, 0.5, 0].map { plan(.mixed, RunPlace(processors: [1], cores: 1, freeCores: $0)).work.items }
    #expect(items == [1250, 568, 113])
    #expect(Mix.builtIn.filter(\.isSizedByCores).map(\.name) == ["cpu-bound", "mixed"])
  }

  @Test func `What is not paced is not lessened, and fills the cores that there are`() {
    let alone = plan(.mixed, RunPlace(cores: 2))
    let few = plan(.mixed, RunPlace(processors: [0], cores: 1))
    #expect(few.work.processes == 1)
    #expect(abs(Double(alone.work.items) / Double(few.work.items) - 2) < 0.01)
    #expect(plan(.realtime, RunPlace(processors: [0], cores: 1)).work.items == plan(.realtime, RunPlace(cores: 2)).work.items)
  }

  @Test func `With low priority what computes gives way, and the loop does not`() {
    let places = RunPriority.allCases.map { RunPlace(processors: [3], cores: 1, priority: $0) }
    #expect(places.map { plan(.mixed, $0).work.givesWay } == [nil, true, nil])
    #expect(places.map(\.child.way) == [nil, nil, .idle])
    #expect(places.map(\.calibration.way) == [nil, .low, .idle])
    #expect(places.map(\.beside.way) == [nil, nil, .idle])
    #expect(places.allSatisfy { $0.child.processors == [3] && $0.calibration.processors == [3] })
  }

  private func plan(_ mix: Mix, _ place: RunPlace) -> RunPlan {
    RunPlan(mix, strategy: .hybrid, runtime: .swift, at: place, operationsPerSecond: 1e9, sampling: .standard)
  }
}
