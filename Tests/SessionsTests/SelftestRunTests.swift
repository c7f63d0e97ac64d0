import Samples
import Sessions
import Testing
import Workloads

@Suite struct SelftestRunTests {
  @Test(arguments: Disturbance.allCases, Runtime.allCases)
  func `Every run can be executed, and does what it is for`(disturbance: Disturbance, runtime: Runtime) throws {
    let runs = SelftestRun.runs(disturbance, in: runtime, count: 20, cores: 2)
    #expect(runs.isEmpty == !disturbance.isPossible(in: runtime))
    for run in runs {
      #expect(run.mix.problems(cores: 2).isEmpty)
      #expect(run.mix.problems(strategy: run.strategy).isEmpty)
      #expect(run.disturbance == disturbance && run.runtime == runtime)
    }
    switch disturbance.expectation {
    case _ where runs.isEmpty: break
    case .stall:
      #expect(runs.reduce(0) { $0 + max($1.injections.count, $1.stops.count) } == 20)
    case .breach, .nothing:
      #expect(runs.flatMap(\.stops) == [])
    }
  }

  @Test func `Injections are over before the next, and before the run`() {
    for disturbance in [Disturbance.compute, .sleep, .fsync] {
      for run in SelftestRun.runs(disturbance, in: .swift, count: 20, cores: 2) {
        for (one, next) in zip(run.injections, run.injections.dropFirst()) { #expect(one.atNs + one.amount < next.atNs) }
        guard case .none(let seconds) = run.mix.arrivals else { continue }
        #expect(run.injections.allSatisfy { Double($0.atNs + $0.amount) * 1e-9 < seconds })
      }
    }
  }

  @Test func `The standard self-test has more than two hundred injections in two runtimes`() {
    let stalling = Disturbance.allCases.filter { if case .stall = $0.expectation { true } else { false } }
    #expect(stalling.count * 18 * 2 >= 200)
  }
}
