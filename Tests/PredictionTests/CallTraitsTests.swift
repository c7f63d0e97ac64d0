import Prediction
import Samples
import Testing

/// Functions of the user's own: they let Python's lock go, sleep, and are sent to workers.
@Suite struct CallTraitsTests {
  private func play(
    _ strategy: Strategy, items: Int = 400, io: Double = 0, cpu: Double, cores: Int, costs: RuntimeCosts = .none.locked,
    _ change: (inout Scenario) -> Void
  ) -> Prediction {
    var scenario = Scenario(items: items, io: .constant(io), cpu: .constant(cpu), cores: cores)
    scenario.threads = 8
    change(&scenario)
    var simulation = Simulation(scenario, strategy: strategy, runtime: .asyncio, costs: costs)
    return simulation.run()
  }

  private func isNear(_ found: Double, _ expected: Double, _ tolerance: Double = 0.02) -> Bool {
    abs(found / expected - 1) <= tolerance
  }

  /// The time of N steps c is the greater of what the lock bounds, N s c, and what the cores bound, N c / k.
  @Test(arguments: [(1.0, 1.6), (0.5, 0.8), (0.25, 0.4), (0.1, 0.4), (0.0, 0.4)])
  func `Threads are bounded by the lock's share of a step, or by the cores`(_ share: Double, _ expected: Double) {
    let found = play(.threads, cpu: 0.004, cores: 4) { $0.traits.lockShare = share }
    #expect(isNear(found.seconds, expected, 0.06), "\(found.seconds)")
    #expect(isNear(found.cpuUtilization * found.seconds * 4, 1.6))
    if share != 0.25 { #expect((found.bottleneck == .lock) == (share > 0.25)) }
  }

  @Test func `A share of 1 is a kernel, whatever is set beside`() {
    let kernel = play(.threads, io: 0.003, cpu: 0.004, cores: 2, costs: .standard(.asyncio)) { _ in }
    let call = play(.threads, io: 0.003, cpu: 0.004, cores: 2, costs: .standard(.asyncio)) {
      $0.traits = CallTraits(StepMeasurement(step: .cpu, count: 9, seconds: 0.004, wallSeconds: 0.0041, lockShare: 1))
    }
    #expect(call.seconds == kernel.seconds && call.latency == kernel.latency)
  }

  @Test func `Without a lock threads share the cores, as if nothing needed it`() {
    let free = play(.threads, io: 0.001, cpu: 0.004, cores: 4) { $0.isLockFree = true }
    #expect(isNear(free.seconds, 0.4, 0.02))
    #expect(free.bottleneck != .lock)
    let locked = play(.threads, io: 0.001, cpu: 0.004, cores: 4) { _ in }
    #expect(isNear(locked.seconds, 1.6))
  }

  @Test(arguments: [Strategy.sync, .async, .hybrid])
  func `The lock's share concerns threads alone`(_ strategy: Strategy) {
    let kernel = play(strategy, cpu: 0.004, cores: 2) { _ in }
    #expect(play(strategy, cpu: 0.004, cores: 2) { $0.traits.lockShare = 0 }.seconds == kernel.seconds)
  }

  /// While a step sleeps it keeps the loop (1 at a time), its thread (8) or its worker process (3).
  @Test(arguments: [(Strategy.sync, 1.0), (.async, 1), (.threads, 8), (.hybrid, 3)])
  func `A step that sleeps keeps whoever does it, and no core`(_ strategy: Strategy, _ places: Double) {
    let found = play(strategy, items: 240, cpu: 0.0005, cores: 1) {
      ($0.traits.pauseSeconds, $0.processes) = (0.0095, 3)
    }
    #expect(isNear(found.seconds, 240 * 0.01 / places, 0.04), "\(found.seconds)")
    #expect(isNear(found.cpuUtilization * found.seconds, 240 * 0.0005))
    #expect(found.idealSeconds <= found.seconds + 1e-9)
  }

  @Test func `A step that only sleeps is no step without work`() {
    let found = play(.hybrid, items: 100, cpu: 0, cores: 2) { $0.traits.pauseSeconds = 0.01 }
    #expect(isNear(found.seconds, 0.5))
  }

  private func transfer(loop: Double, worker: Double) -> TransferCost {
    TransferCost(argumentBytes: 3e6, resultBytes: 1e6, loopSeconds: loop, workerSeconds: worker)
  }

  /// The greater of what the loop does for all items, and what each worker does for its own.
  @Test(arguments: [(0.006, 0.001, 1.2), (0.001, 0.004, 0.8), (0.0, 0.0, 0.4)])
  func `Sending is done beside the loop and in the workers`(_ loop: Double, _ worker: Double, _ expected: Double) {
    let found = play(.hybrid, items: 200, cpu: 0.004, cores: 3) {
      ($0.traits.transfer, $0.processes, $0.concurrency) = (transfer(loop: loop, worker: worker), 2, 8)
    }
    #expect(isNear(found.seconds, expected, 0.03), "\(found.seconds)")
    #expect(isNear(found.cpuUtilization * found.seconds * 3, 200 * (0.004 + loop + worker)))
  }

  @Test func `What is sent holds the loop up`() {
    func late(_ seconds: Double) -> Double {
      play(.hybrid, items: 200, cpu: 0.004, cores: 3) {
        ($0.traits.transfer, $0.processes, $0.concurrency) = (transfer(loop: seconds, worker: 0), 2, 4)
      }.latency.p99
    }
    #expect(late(0.03) > 0.01 && late(0) < 0.001)
  }

  @Test(arguments: [Strategy.sync, .async, .threads])
  func `Nothing is sent where there are no workers`(_ strategy: Strategy) {
    let without = play(strategy, cpu: 0.004, cores: 2) { _ in }
    #expect(play(strategy, cpu: 0.004, cores: 2) { $0.traits.transfer = transfer(loop: 1, worker: 1) }.seconds == without.seconds)
  }

  @Test func `Workers that begin with a fresh interpreter start later than forks`() {
    func startUp(_ kind: WorkerKind, _ processes: Int) -> Double {
      play(.hybrid, items: 4, cpu: 0.001, cores: 2, costs: .standard(.asyncio)) { ($0.workers, $0.processes) = (kind, processes) }
        .startUpSeconds
    }
    #expect(startUp(.fork, 4) < startUp(.forkserver, 4))
    #expect(startUp(.forkserver, 4) < startUp(.spawn, 4))
    #expect(startUp(.spawn, 1) == startUp(.forkserver, 1))
  }

  @Test(arguments: [(0.01, 0.0101, 0.0), (0.001, 0.05, 0.049), (0.01, 0.0118, 0), (0, 0.0003, 0)])
  func `A step sleeps if it takes much longer than it computes`(_ cpu: Double, _ wall: Double, _ pause: Double) {
    let traits = CallTraits(StepMeasurement(step: .cpu, count: 9, seconds: cpu, wallSeconds: wall))
    #expect(abs(traits.pauseSeconds - pause) < 1e-12 && traits.lockShare == 1)
  }

  @Test func `A share that is none is brought within its bounds`() {
    let traits = CallTraits(StepMeasurement(step: .cpu, count: 9, seconds: 1, wallSeconds: 1, lockShare: 1.3))
    #expect(traits.lockShare == 1)
  }

  @Test func `Steps of a run are as long as they were, and what was calibrated takes longer`() {
    var costs = RuntimeCosts.none
    costs.stepExcess = 0.25
    #expect(isNear(play(.sync, items: 100, cpu: 0.004, cores: 1, costs: costs) { _ in }.seconds, 0.5, 1e-9))
    #expect(isNear(play(.sync, items: 100, cpu: 0.004, cores: 1, costs: costs) { $0.isAsRun = true }.seconds, 0.4, 1e-9))
  }
}
