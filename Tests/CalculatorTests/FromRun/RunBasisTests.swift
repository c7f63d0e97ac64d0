import Calculator
import Prediction
import Samples
import Testing

/// Predictions that begin from a run.
@Suite struct RunBasisTests {
  private func histogram(_ microseconds: [UInt64]) -> LatencyHistogram {
    LatencyHistogram(ascending: microseconds.map { .init(upperMicroseconds: $0, count: 25) }) ?? LatencyHistogram()
  }

  private func run(
    _ strategy: Strategy = .hybrid, runtime: Runtime = .asyncio, kind: MixKind = .mixed, items: Int = 100,
    parameters: RunParameters? = Self.parameters, _ change: (inout MeasuredRun) -> Void = { _ in }
  ) -> MeasuredRun {
    var run = MeasuredRun(
      id: 12, identity: RunIdentity(mix: "shop", strategy: strategy, runtime: runtime), kind: kind, items: items, cores: 3,
      parameters: parameters)
    run.cpuStepSeconds = 0.4
    change(&run)
    return run
  }

  private static var parameters: RunParameters {
    var parameters = RunParameters()
    parameters.io = .init(kind: .timer, seconds: 0.008)
    parameters.cpu = .init(kernel: .integer, seconds: 0.003)
    (parameters.concurrency, parameters.processes, parameters.threads, parameters.chunk) = (40, 2, 7, 5)
    return parameters
  }

  private func basis(_ run: MeasuredRun) throws -> RunBasis { try RunBasis(run, costs: .standard(run.identity.runtime)) }

  @Test func `A run of kernels gives its means and its settings`() throws {
    let basis = try basis(run())
    let scenario = basis.scenario
    #expect(scenario.io == .constant(0.008) && scenario.cpu == .constant(0.004) && scenario.isAsRun && scenario.ioIsTimer)
    #expect((scenario.items, scenario.concurrency, scenario.processes) == (100, 40, 2))
    #expect((scenario.threads, scenario.chunk, scenario.cores) == (7, 5, 3))
    #expect(scenario.arrivals == .batch && scenario.kind == .mixed && basis.runtime == .asyncio)
    #expect(basis.origin.words == "run 12 (100 items of shop by hybrid in asyncio)" && basis.origin.note == nil)
  }

  @Test func `Histograms go before means, and come with the traits of a call`() throws {
    let cpu = histogram([1000, 2000, 9000])
    let basis = try basis(
      run {
        $0.distributions = [.cpuStepDuration: cpu]
        $0.transfer = TransferCost(argumentBytes: 10, resultBytes: 10, loopSeconds: 1e-3, workerSeconds: 2e-3)
        $0.hasLock = false
      })
    #expect(basis.scenario.cpu == .measured(cpu) && basis.scenario.traits.lockShare == 1)
    #expect(basis.scenario.traits.transfer?.workerSeconds == 2e-3 && basis.scenario.isLockFree)
  }

  @Test func `What was found of a function before the run is taken from its parameters`() throws {
    var parameters = Self.parameters
    parameters.cpu = .init(call: .python(module: "shop", function: "price"), seconds: nil)
    #expect(try basis(run(parameters: parameters)).scenario.traits == .kernel)
    parameters.cpu?.lockShare = 0.3
    parameters.cpu?.pauseSeconds = 0.05
    let traits = try basis(run(parameters: parameters)).scenario.traits
    #expect(traits.lockShare == 0.3 && traits.pauseSeconds == 0.05)
    parameters.cpu?.lockShare = -7
    parameters.cpu?.pauseSeconds = -1
    #expect(try basis(run(parameters: parameters)).scenario.traits.lockShare == 0)
  }

  @Test func `I/O that is no timer is as it was seen, without what the loop added`() throws {
    var parameters = Self.parameters
    parameters.io = .init(kind: .url, seconds: nil, target: "http://127.0.0.1/")
    let seen = histogram([9000, 10_000, 11_000])
    let basis = try basis(run(.sync, parameters: parameters) { $0.distributions = [.ioStepDuration: seen] })
    #expect(!basis.scenario.ioIsTimer && abs(basis.scenario.io.mean - 0.01) < 1e-4)
    // Forty at a time on a loop that computes 4 ms for each: nearly all of that was waiting for the loop.
    let busy = try self.basis(
      run(.async, parameters: parameters) { $0.distributions = [.ioStepDuration: histogram([150_000, 165_000])] })
    #expect(busy.scenario.io.mean < 0.15)
    #expect(busy.origin.note?.contains("the loop was busy all the time") == true)
  }

  @Test func `Items that came at a rate come at it again`() throws {
    let basis = try basis(run { $0.arrivalSeconds = 9.9 })
    #expect(abs((basis.scenario.rate ?? 0) - 10) < 1e-9)
    let evenly = try CalculatorRequest([:], cores: 8, from: basis)
    #expect(evenly.scenario.arrivals == basis.scenario.arrivals && evenly.courses == 1)
    #expect(
      try CalculatorRequest(["arrivals": "poisson"], cores: 8, from: basis).scenario.arrivals
        == .poisson(rate: basis.scenario.rate ?? 0))
    #expect(try CalculatorRequest(["rate": "300"], cores: 8, from: basis).scenario.arrivals == .poisson(rate: 300))
  }

  @Test func `A run of which too little is kept says so`() {
    func problem(_ run: MeasuredRun) -> RunBasisProblem? {
      do {
        _ = try RunBasis(run, costs: .standard(.asyncio))
        return nil
      } catch { return error }
    }
    var called = Self.parameters
    called.io = .init(kind: .call, seconds: nil, target: "python:shop:fetch")
    #expect(problem(run(items: 0)) == .noItems(12) && problem(run(kind: .idle)) == .noItems(12))
    #expect(problem(run { $0.cpuStepSeconds = nil }) == .notKept(12, .cpu))
    #expect(problem(run(parameters: called)) == .notKept(12, .io))
    #expect(problem(run(parameters: nil)) == .notKept(12, .io))
    #expect(RunBasisProblem.notKept(12, .io).description.contains("how long the I/O steps of run 12 took is not kept"))
    var only = Self.parameters
    only.io = nil
    #expect(problem(run(kind: .cpu, parameters: only)) == nil)
  }

  // MARK: Requests

  private func request(_ values: [String: String], _ run: MeasuredRun? = nil) throws -> CalculatorRequest {
    try CalculatorRequest(values, cores: 8, from: basis(run ?? self.run()))
  }

  @Test func `What is given goes before what was run`() throws {
    let request = try request([
      "processes": "6", "io": "1ms", "concurrency": "9", "tasks": "50", "cores": "5", "runtime": "swift",
    ])
    #expect((request.scenario.processes, request.scenario.concurrency, request.scenario.items) == (6, 9, 50))
    #expect(request.scenario.io == .constant(0.001) && request.scenario.cpu == .constant(0.004) && request.scenario.isAsRun)
    #expect(request.scenario.cores == 5 && request.runtimes == [.swift] && request.strategies == Strategy.allCases)
    #expect(try self.request([:]).runtimes == [.asyncio])
    let both = try self.request(["time": "10ms", "cpu-share": "20%"])
    #expect(both.scenario.cpu == .constant(0.002) && !both.scenario.isAsRun)
  }

  @Test func `Steps are scaled, slower or faster`() throws {
    let scenario = try request(["io-scale": "2", "cpu-scale": "0.5"]).scenario
    #expect(scenario.io == .constant(0.016) && scenario.cpu == .constant(0.002) && scenario.isAsRun)
    let cpu = histogram([1000, 2000, 9000])
    let measured = try request(["cpu-scale": "3"], run { $0.distributions = [.cpuStepDuration: cpu] }).scenario
    #expect(abs(measured.cpu.mean / 0.012 - 1) < 1e-9)
    #expect(try request(["lock-share": "20%"]).scenario.traits.lockShare == 0.2)
  }

  @Test(
    arguments: [
      (["io-scale": "0"], "io-scale 0 must be a number from 0.001 to 1000, as 2 for twice as long"),
      (["cpu-scale": "twice"], "cpu-scale twice must be a number from 0.001 to 1000, as 2 for twice as long"),
      (["cpu-scale": "nan"], "cpu-scale nan must be a number from 0.001 to 1000, as 2 for twice as long"),
      (["io-scale": "2", "io": "4ms"], "io-scale 2 is of the run's own times, and contradicts io"),
      (["cpu-scale": "2", "time": "4ms"], "cpu-scale 2 is of the run's own times, and contradicts time"),
      (["jitter": "0.5"], "jitter 0.5 is of times that are given: those of the run are as they were measured"),
      (["lock-share": "2"], "lock-share 2 must be a share from 0 to 1, as 0.3 or 30%"),
      (["io": "0s", "cpu": "0s"], "cpu 0s and io cannot both be 0: there would be nothing to do"),
    ]) func `What makes no sense of a run is named`(_ values: [String: String], _ expected: String)
  {
    do {
      _ = try request(values)
      Issue.record("no problem")
    } catch let error as CalculatorProblems {
      #expect(error.problems.map { "\($0.parameter) \($0.value) \($0.reason)" } == [expected])
    } catch {
      Issue.record(error)
    }
  }

  @Test func `Scales are unknown where there is no run`() {
    #expect(throws: CalculatorProblems.self) { try CalculatorRequest(["io-scale": "2"], cores: 2) }
  }

  // MARK: Results

  @Test func `Every rendering says from which run, and of how many items`() throws {
    let result = CalculatorResult(try request(["tasks": "30"]))
    #expect(result.text.contains("\nFrom run 12 (100 items of shop by hybrid in asyncio): I/O 8 ms, CPU 4 ms on average\n"))
    #expect(try result.json().contains(#""from_run""#))
    let lines = result.csv.split(separator: "\n")
    #expect(lines[0].hasSuffix(",from_run,from_run_items") && lines.dropFirst().allSatisfy { $0.hasSuffix(",12,100") })
    #expect(Set(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }).count == 1)
    #expect(result.svg.contains("from run 12 (100 items of shop"))
    let sweep = try CalculatorSweep("io-scale=0.5..4", values: ["tasks": "20"], cores: 2, from: basis(run()))
    #expect(sweep.places.count > 5 && sweep.text.hasPrefix("From run 12 (100 items"))
    #expect(try sweep.json().contains("from_run") && sweep.csv.hasPrefix("io-scale,") && sweep.svg.contains("from run 12"))
    #expect(!CalculatorResult(try CalculatorRequest(["tasks": "20"], cores: 2)).csv.contains("from_run"))
  }
}
