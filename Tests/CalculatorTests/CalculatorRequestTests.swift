import Calculator
import Prediction
import Samples
import Testing

@Suite struct CalculatorRequestTests {
  private func problems(_ values: [String: String]) -> [String] {
    do {
      _ = try CalculatorRequest(values, cores: 4, mostTasks: 1000)
      return []
    } catch {
      return error.problems.map { "\($0.parameter) \($0.value) \($0.reason)" }
    }
  }

  @Test func `Without a word it is a thousand items of mixed work on this host`() throws {
    let request = try CalculatorRequest([:], cores: 4)
    #expect(request.scenario.items == 1000)
    #expect(request.scenario.io == .constant(0.0033) && request.scenario.cpu == .constant(0.0012))
    #expect(request.scenario.processes == 4 && request.scenario.cores == 4)
    #expect(request.strategies == Strategy.allCases && request.runtimes == Runtime.allCases)
    // A form sends what was left empty.
    #expect(try CalculatorRequest(["tasks": "", "rate": ""], cores: 4).scenario == request.scenario)
  }

  @Test func `A time with a share is cut into its two steps`() throws {
    let scenario = try CalculatorRequest(["time": "100ms", "cpu-share": "0.25"], cores: 1).scenario
    #expect(abs(scenario.io.mean - 0.075) < 1e-12 && abs(scenario.cpu.mean - 0.025) < 1e-12)
    #expect(try CalculatorRequest(["time": "1s", "cpu-share": "1"], cores: 1).scenario.kind == .cpu)
    #expect(try CalculatorRequest(["cpu": "0s"], cores: 1).scenario.kind == .io)
  }

  @Test func `Items of a rate come at random, and several courses are played, unless one is asked for`() throws {
    let service = try CalculatorRequest(["rate": "300"], cores: 2)
    #expect(service.scenario.arrivals == .poisson(rate: 300) && service.courses == 5)
    #expect(try CalculatorRequest(["rate": "300", "seed": "7"], cores: 2).courses == 1)
    let even = try CalculatorRequest(["rate": "300", "arrivals": "constant"], cores: 2)
    #expect(even.scenario.arrivals == .constant(rate: 300) && even.courses == 1)
    #expect(try CalculatorRequest([:], cores: 2).courses == 1)
    #expect(try CalculatorRequest(["jitter": "0.5"], cores: 2).courses == 5)
  }

  @Test(
    arguments: [
      (["time": "100ms", "cpu-share": "30%"], ["time": "100ms", "cpu-share": "0.3"]),
      (["time": "0.1s", "cpu-share": "12.5 %"], ["time": "100ms", "cpu-share": "0.125"]),
      (["rate": "300/s"], ["rate": "300"]), (["rate": "18k/m"], ["rate": "300"]), (["rate": "1080k/h"], ["rate": "300"]),
    ])
  func `Shares and rates are taken as they are written elsewhere`(_ written: [String: String], _ plain: [String: String]) throws {
    #expect(try CalculatorRequest(written, cores: 2).scenario == CalculatorRequest(plain, cores: 2).scenario)
  }

  @Test func `Jitter keeps the mean`() throws {
    let scenario = try CalculatorRequest(["jitter": "0.8", "cpu": "10ms"], cores: 1).scenario
    #expect(abs(scenario.cpu.mean - 0.01) < 1e-9)
    #expect(scenario.cpu != .constant(0.01))
  }

  @Test(
    arguments: [
      (["tasks": "0"], "tasks 0 must be a whole number from 1 to 1000"),
      (["tasks": "-5"], "tasks -5 must be a whole number from 1 to 1000"),
      (["tasks": "1001"], "tasks 1001 must be a whole number from 1 to 1000"),
      (["tasks": "1e3"], "tasks 1e3 must be a whole number from 1 to 1000"),
      (["cpu": "soon"], "cpu soon must be a duration from 0s to 1h, as 3.3ms"),
      (["io": "-1ms"], "io -1ms must be a duration from 0s to 1h, as 3.3ms"),
      (["io": "2h"], "io 2h must be a duration from 0s to 1h, as 3.3ms"),
      (["io": "0s", "cpu": "0"], "cpu 0 and io cannot both be 0: there would be nothing to do"),
      (["time": "1s", "cpu": "1ms"], "cpu 1ms contradicts time; give the one or the other"),
      (["time": "0s"], "time 0s must be more than 0s"),
      (["cpu-share": "1.5"], "cpu-share 1.5 must be a share from 0 to 1, as 0.3 or 30%"),
      (["cpu-share": "nan"], "cpu-share nan must be a share from 0 to 1, as 0.3 or 30%"),
      (["rate": "0"], "rate 0 must be a rate from 0.001/s to 1M/s, as 300, 300/s or 18k/m"),
      (["rate": "inf"], "rate inf must be a rate from 0.001/s to 1M/s, as 300, 300/s or 18k/m"),
      (["arrivals": "poisson"], "arrivals poisson says nothing without rate"),
      (["arrivals": "monthly", "rate": "5"], "arrivals monthly must be poisson or constant"),
      (["jitter": "0.5", "distribution": "constant"], "jitter 0.5 is of log-normal times; constant has none"),
      (["distribution": "normal"], "distribution normal must be constant, exponential or log-normal"),
      (["strategy": "sync,quick"], "strategy sync,quick must be some of sync, threads, async, hybrid, with commas between"),
      (["runtime": "java"], "runtime java must be some of swift, asyncio, with commas between"),
      (["chunk": "0"], "chunk 0 must be a whole number from 1 to 1000000"),
    ] as [([String: String], String)])
  func `What makes no sense is named, with what is allowed`(_ values: [String: String], _ expected: String) {
    #expect(problems(values) == [expected])
  }

  @Test func `All of it at once`() {
    #expect(problems(["tasks": "0", "cpu": "x", "cores": "none", "color": "red"]).count == 4)
  }
}
