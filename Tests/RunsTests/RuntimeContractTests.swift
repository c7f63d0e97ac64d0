import CalcmonTesting
import Foundation
import Glibc
import Processes
import Runs
import Samples
import Telemetry
import Testing
import Workloads

/// The real children of both runtimes against the strict decoder: every strategy and step means the same in each.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RuntimeContractTests {
  @Test(arguments: Strategy.allCases, Runtime.allCases)
  func `A strategy executes every item once, with its steps`(strategy: Strategy, runtime: Runtime) async throws {
    let record = try await runForReal(mix(items: 60), strategy, runtime)
    let measured = try completed(record)
    #expect(measured.result.itemsOk == 60)
    #expect(measured.result.items == 60)
    #expect(measured.result.queuePeak == 60)
    #expect(measured.result.cpuStepSeconds > 0.004)
    for distribution in [RunDistribution.itemDuration, .ioStepDuration, .queueWait] {
      #expect(measured.histograms[distribution]?.count == 60, "\(distribution)")
    }
    #expect((measured.histograms[.ioStepDuration]?.quantile(0) ?? 0) >= 0.001)
    #expect(measured.result.seconds >= measured.idealSeconds ?? .infinity)
    #expect(record.costSeconds > measured.result.cpuStepSeconds)
  }

  @Test(arguments: Strategy.allCases)
  func `Servers execute every item once among them, and are told as one run`(strategy: Strategy) async throws {
    var mix = mix(items: 300)
    mix.servers = 2
    mix.cpu = Mix.CPUStep(seconds: 0.002)
    let record = try await runForReal(mix, strategy, .asyncio)
    let measured = try completed(record)
    #expect(measured.result.itemsOk == 300)
    #expect(measured.result.queuePeak == 300)
    for distribution in [RunDistribution.itemDuration, .ioStepDuration, .queueWait] {
      #expect(measured.histograms[distribution]?.count == 300, "\(distribution)")
    }
    #expect(measured.result.seconds >= measured.idealSeconds ?? .infinity)
    #expect(record.parameters?.servers == 2)
    // Either has a good part of the work: no loop has computed all of it.
    if strategy != .hybrid {
      let busiest = try #require(measured.result.loopCpuSeconds)
      #expect(strategy == .threads || busiest < 0.8 * measured.result.cpuStepSeconds)
    }
  }

  @Test(arguments: [IOKind.disk, .sqlite], [Strategy.threads, .async])
  func `Servers do not meet each other on the disk`(kind: IOKind, strategy: Strategy) async throws {
    var mix = mix(items: 60)
    mix.servers = 3
    mix.io = Mix.IOStep(try #require(Mix.IOStep.Work(kind)))
    #expect(try completed(try await runForReal(mix, strategy, .asyncio)).result.itemsOk == 60)
  }

  @Test(arguments: [IOKind.timer, .http, .disk, .sqlite], [Strategy.threads, .async])
  func `Every kind of I/O is done, by blocking threads and awaited`(kind: IOKind, strategy: Strategy) async throws {
    for runtime in Runtime.allCases {
      var mix = mix(items: 40)
      let work = try #require(Mix.IOStep.Work(kind))
      mix.io = Mix.IOStep(work, seconds: kind == .timer || kind == .http ? 0.002 : 0)
      let record = try await runForReal(mix, strategy, runtime)
      let measured = try completed(record)
      #expect(measured.result.itemsOk == 40, "\(runtime)")
      #expect(measured.histograms[.ioStepDuration]?.count == 40)
      #expect(record.io == kind)
      if kind == .http { #expect((measured.histograms[.ioStepDuration]?.quantile(0) ?? 0) >= 0.002) }
    }
  }

  @Test(arguments: Kernel.allCases, Runtime.allCases)
  func `Every kernel's results are right, on the loop and in worker processes`(kernel: Kernel, runtime: Runtime) async throws {
    for strategy in [Strategy.async, .hybrid] {
      var mix = mix(items: 20)
      mix.io = nil
      mix.kind = .mixed
      mix.cpu = Mix.CPUStep(kernel, seconds: 0.0005)
      #expect(try completed(try await runForReal(mix, strategy, runtime)).result.itemsOk == 20)
    }
  }

  @Test(arguments: Strategy.allCases)
  func `Failures on purpose, timeouts and retries are the same in both runtimes`(strategy: Strategy) async throws {
    var mix = mix(items: 80)
    mix.fail = 0.2
    mix.hang = 0.05
    // So long that no attempt which does not hang runs into it, however many others use this host.
    mix.timeoutSeconds = 0.5
    mix.retries = Mix.Retries(attempts: 3, backoffSeconds: 0.001)
    mix.cpu = Mix.CPUStep(seconds: 0.0001)
    var counts: [[Int]] = []
    var ioSteps: [UInt64] = []
    for runtime in Runtime.allCases {
      let measured = try completed(try await runForReal(mix, strategy, runtime))
      let result = measured.result
      #expect(result.items == 80)
      ioSteps.append(measured.histograms[.ioStepDuration]?.count ?? 0)
      counts.append([result.itemsOk, result.itemsFailed, result.itemsTimeout, result.retries])
    }
    #expect(counts[0] == counts[1])
    #expect(ioSteps[0] == ioSteps[1])
    #expect(counts[0][3] > 10)
  }

  @Test(arguments: Runtime.allCases)
  func `Open-loop arrivals that find the queue full are dropped and counted`(runtime: Runtime) async throws {
    var mix = mix(items: 0)
    mix.kind = .realtime
    mix.io = Mix.IOStep(.timer, seconds: 0.02)
    mix.arrivals = .rate(1000, .items(100))
    mix.concurrency = 1
    mix.queueLimit = 3
    let result = try completed(try await runForReal(mix, .async, runtime)).result
    #expect(result.items == 100)
    #expect(result.itemsDropped > 80)
    #expect(result.queuePeak == 3)
  }

  @Test(arguments: Runtime.allCases)
  func `Open-loop items never start before their time, and wait from their intended start`(runtime: Runtime) async throws {
    var mix = mix(items: 0)
    mix.kind = .realtime
    mix.arrivals = .rate(200, .items(40))
    let measured = try completed(try await runForReal(mix, .async, runtime))
    #expect(measured.result.itemsOk == 40)
    #expect(measured.result.seconds >= 39 * 0.005)
  }

  @Test(arguments: Runtime.allCases)
  func `An idle loop only ticks`(runtime: Runtime) async throws {
    var mix = Mix.idle
    mix.arrivals = .none(seconds: 0.3)
    let measured = try completed(try await runForReal(mix, .async, runtime))
    #expect(measured.result.items == 0)
    #expect(measured.idealSeconds == nil)
    #expect(measured.result.seconds >= 0.3)
    #expect((measured.histograms[.eventLoopLatency]?.count ?? 0) >= 30)
  }

  @Test(arguments: Runtime.allCases)
  func `A runtime tells how fast it computes`(runtime: Runtime) async throws {
    let result = try await withSupervisor { try await $0.calibrate([.integer, .hashing], runtime: runtime) }
    #expect(Set(result.operationsPerSecond.keys) == [.integer, .hashing])
    #expect(result.operationsPerSecond.values.allSatisfy { $0 > 1e5 && $0 < 1e11 })
    #expect(result.costSeconds > 0.5)
  }

  @Test func `Histograms of both runtimes have one layout, so that they merge exactly`() async throws {
    let swift = try completed(try await runForReal(mix(items: 300), .async, .swift))
    let python = try completed(try await runForReal(mix(items: 300), .async, .asyncio))
    let bounds = { (measured: RunRecord.Measurements) in
      Set((measured.histograms[.itemDuration]?.buckets ?? []).map(\.upperMicroseconds))
    }
    for bound in bounds(swift).union(bounds(python)) {
      // A bucket's upper bound ends, in binary, with as many ones as its width has digits: 11 significant digits are left.
      let width = UInt64(max(0, 64 - bound.leadingZeroBitCount - 11))
      #expect((bound + 1) % (1 << width) == 0, "\(bound)")
    }
  }

  @Test(arguments: Runtime.allCases)
  func `What holds the loop on purpose is a stall, with its cause and with what was seen`(runtime: Runtime) async throws {
    var mix = Mix.idle
    mix.arrivals = .none(seconds: 2.5)
    let injections: [RunOrder.Injection] = [
      .init(.sleep, atNs: 200_000_000, amount: 300_000_000), .init(.compute, atNs: 900_000_000, amount: 300_000_000),
      .init(.fsync, atNs: 1_800_000_000, amount: 200_000_000),
    ]
    let record = try await runForReal(mix, .async, runtime, injections: injections)
    _ = try completed(record)
    #expect(record.injected.map(\.kind) == ["sleep", "compute", "fsync"])
    let stalls = try record.injected.map { injected in
      try #require(record.stalls.first { $0.startedNanoseconds <= injected.startedNs && injected.endedNs <= $0.endedNanoseconds })
    }
    for stall in record.stalls { #expect(abs(stall.budget.totalSeconds - stall.seconds) < 1e-6) }
    #expect(stalls[0].budget.leading == .blocked)
    // Whoever else uses this host: it ran, or waited for a core.
    #expect([.callback, .runqueue, .throttled, .steal].contains(stalls[1].budget.leading))
    #expect(stalls[0].noticedNanoseconds != nil)
    #expect(stalls[0].waitChannel?.contains("nanosleep") ?? true)
    if runtime == .asyncio {
      #expect(stalls[0].stack.first?.contains("hold_by_sleeping") == true, "\(stalls[0].stack)")
      #expect(stalls[1].stack.first?.contains("hold_by_computing") == true, "\(stalls[1].stack)")
    }
  }

  @Test func `Python's collector and a thread that has its lock are told from the code`() async throws {
    var mix = Mix.idle
    mix.arrivals = .none(seconds: 3.5)
    let injections = [
      RunOrder.Injection(.gc, atNs: 500_000_000, amount: 300_000_000), .init(.gil, atNs: 1_800_000_000, amount: 400_000_000),
    ]
    let record = try await runForReal(mix, .async, .asyncio, injections: injections)
    _ = try completed(record)
    #expect(record.injected.map(\.kind) == ["gc", "gil"])
    let budgets = record.injected.map { injected in
      StallSummary(record.stalls.filter { $0.startedNanoseconds < injected.endedNs && injected.startedNs < $0.endedNanoseconds })
        .budget
    }
    // Whoever else uses this host: what it did not wait for a core was the collector, and the wait for the lock.
    #expect(budgets[0][.gc] >= 4 * (budgets[0][.callback] + budgets[0][.blocked]) && budgets[0][.gc] > 0.1, "\(budgets[0])")
    #expect(budgets[1][.gil] + budgets[1][.runqueue] >= 4 * (budgets[1][.callback] + budgets[1][.blocked]), "\(budgets[1])")
    #expect(budgets[1][.gil] > 0)
  }

  @Test(arguments: Runtime.allCases)
  func `A loop that is late by less than a stall, and by more than its target, tells why`(runtime: Runtime) async throws {
    var mix = Mix.idle
    mix.arrivals = .none(seconds: 2)
    let injections = (0..<12).map { number in
      RunOrder.Injection(number % 2 == 0 ? .compute : .sleep, atNs: 150_000_000 * Int64(number + 1), amount: 40_000_000)
    }
    let record = try await runForReal(mix, .async, runtime, injections: injections, latencyLimit: 0.03)
    _ = try completed(record)
    #expect(record.injected.count == 12)
    let late = try #require(record.late)
    // Whoever else uses this host may make some of them so long that they are stalls, and may make others.
    #expect(late.count + record.stalls.count >= 12)
    var budget = late.budget
    budget.add(StallSummary(record.stalls).budget)
    #expect(budget[.blocked] >= 6 * 0.04 * 0.75)
    #expect(StallCause.allCases.reduce(0) { $0 + ($1 == .blocked ? 0 : budget[$1]) } >= 6 * 0.04 * 0.75)
  }

  private func mix(items: Int) -> Mix {
    Mix(
      name: "small", kind: .mixed, arrivals: .batch(items: items), io: Mix.IOStep(.timer, seconds: 0.001),
      cpu: Mix.CPUStep(seconds: 0.0005), concurrency: 10)
  }

  private func completed(_ record: RunRecord) throws -> RunRecord.Measurements {
    #expect(record.reason == nil)
    return try #require(record.measurements)
  }
}
