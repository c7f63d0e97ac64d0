import Samples
import Synchronization
import Telemetry
import Testing
import Workloads

@Suite(.timeLimit(.minutes(2))) struct EngineTests {
  @Test func `Items that only compute still let the loop turn between them`() async throws {
    let mix = Mix(
      name: "x", kind: .mixed, arrivals: .batch(items: 100), cpu: Mix.CPUStep(seconds: 0.002), concurrency: 1)
    let outcome = try await run(mix, .async, operationsPerSecond: try Calibration.operationsPerSecond(.integer))
    #expect(outcome.result.itemsOk == 100)
    // Were the items one piece, the only ticks would be those that the end of the run finds swallowed, all but one far too late.
    let latency = try #require(outcome.histograms[.eventLoopLatency])
    #expect((latency.quantile(0.5) ?? 1) < outcome.result.seconds / 4)
  }

  @Test func `Concurrency is bounded: never more in flight than the mix says`() async throws {
    let mix = Mix(
      name: "x", kind: .io, arrivals: .batch(items: 400), io: Mix.IOStep(.timer, seconds: 0.003), concurrency: 4)
    let most = Mutex(0)
    let outcome = try await run(mix, .async) { message in
      if case .progress(let progress) = message { most.withLock { $0 = max($0, progress.inFlight) } }
    }
    #expect(outcome.result.itemsOk == 400)
    #expect(outcome.result.seconds >= 0.3)
    #expect(most.withLock { $0 } == 4)
  }

  @Test func `Progress counts up to the end, and the queue down`() async throws {
    let mix = Mix(
      name: "x", kind: .io, arrivals: .batch(items: 200), io: Mix.IOStep(.timer, seconds: 0.005), concurrency: 4)
    let all = Mutex<[WorkProgress]>([])
    _ = try await run(mix, .async) { message in
      if case .progress(let progress) = message { all.withLock { $0.append(progress) } }
    }
    let told = all.withLock { $0 }
    #expect(told.count >= 2)
    #expect(
      zip(told, told.dropFirst()).allSatisfy { $0.elapsed < $1.elapsed && $0.done <= $1.done && $0.queueDepth >= $1.queueDepth })
    #expect(told.allSatisfy { $0.done + $0.inFlight + $0.queueDepth == 200 })
  }

  @Test func `A run without items lasts as long as it was told`() async throws {
    var mix = Mix.idle
    mix.arrivals = .none(seconds: 0.2)
    let outcome = try await run(mix, .async)
    #expect(outcome.result.items == 0)
    #expect(outcome.result.seconds >= 0.2)
    #expect((outcome.histograms[.eventLoopLatency]?.count ?? 0) >= 20)
  }

  @Test func `A stall tells the functions that held the loop`() async throws {
    let mix = Mix(
      name: "x", kind: .mixed, arrivals: .batch(items: 3), cpu: Mix.CPUStep(seconds: 1.5), concurrency: 1)
    let stalls = Mutex<[TelemetryMessage.StallReport]>([])
    _ = try await run(mix, .async, operationsPerSecond: try Calibration.operationsPerSecond(.integer)) { message in
      if case .stall(let stall) = message { stalls.withLock { $0.append(stall) } }
    }
    let stacks = stalls.withLock { $0.map(\.stack) }
    #expect(stacks.contains { $0.first?.hasPrefix("Workloads.") ?? false }, "\(stacks)")
    #expect(stacks.contains { $0.contains { $0.contains("Kernel") } }, "\(stacks)")
  }
}
