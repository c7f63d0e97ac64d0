import Samples
import Testing
import Workloads

@Suite struct RunPlanTests {
  // Items of 10 ms of waiting and 5 ms of computation, ten in flight, two cores.
  private let mix = Mix(
    name: "x", kind: .mixed, arrivals: .batch(items: 100), io: .init(.timer, seconds: 0.01), cpu: .init(seconds: 0.005),
    concurrency: 10)

  private func plan(
    _ strategy: Strategy = .hybrid, cores: Int = 2, speed: Double = 1e9, _ change: (inout Mix) -> Void = { _ in }
  ) -> RunPlan {
    var mix = mix
    change(&mix)
    #expect(mix.problems(cores: cores) == [])
    return RunPlan(mix, strategy: strategy, runtime: .swift, cores: cores, operationsPerSecond: speed)
  }

  // MARK: Arrivals

  @Test(
    arguments: [
      (.batch(items: 100), 100, 0), (.load(0.8, .seconds(3)), 960, 3_125_000), (.load(0.8, .items(7)), 7, 3_125_000),
      (.load(1, .seconds(0.001)), 1, 2_500_000), (.rate(200, .seconds(2)), 400, 5_000_000), (.rate(200, .items(7)), 7, 5_000_000),
      (.rate(0.1, .seconds(1)), 1, 10_000_000_000),
      // The cores do 400 items a second.
      (.filling(seconds: 1.0001), 400, 0), (.filling(seconds: 0.001), 1, 0),
    ] as [(Mix.Arrivals, Int, Double)])
  func `Items and their interval`(arrivals: Mix.Arrivals, items: Int, interval: Double) {
    for strategy in Strategy.allCases {
      let work = plan(strategy) { $0.arrivals = arrivals }.work
      #expect(work.items == items)
      #expect(abs(work.intervalNs - interval) < 1e-3)
      #expect(work.idleNs == 0)
    }
  }

  @Test(
    arguments: [
      // Ten in flight of 15 ms: 666 a second. The cores alone: 400, 200, 12 800.
      (0.01, 0.005, 10, nil, 2, 400), (0.01, 0.005, 10, nil, 1, 200), (0.01, 0.005, 10, nil, 64, 666),
      (0.01, 0.005, 10, 1, 2, 200), (0.01, 0.005, 10, 4, 2, 666), (0.01, 0.005, 4, nil, 2, 266),
      // Without a number in flight, twice as many as there are processes.
      (0.01, 0.005, nil, nil, 2, 266), (0.01, 0.005, nil, 3, 2, 400),
      // Waiting alone; computation alone.
      (0.01, nil, 10, nil, 2, 1000), (nil, 0.005, 10, nil, 2, 400), (nil, 0.005, 1, nil, 2, 200),
    ] as [(Double?, Double?, Int?, Int?, Int, Int)])
  func `A filling batch is what cores and concurrency allow`(
    io: Double?, cpu: Double?, concurrency: Int?, processes: Int?, cores: Int, items: Int
  ) {
    let plan = plan(cores: cores) {
      $0.io = io.map { .init(.timer, seconds: $0) }
      $0.cpu = cpu.map { .init(seconds: $0) }
      ($0.concurrency, $0.processes, $0.arrivals) = (concurrency, processes, .filling(seconds: 1.0001))
    }
    #expect(plan.work.items == items)
  }

  @Test func `An idle mix has no items and so much time`() {
    let work = RunPlan(.idle, strategy: .async, runtime: .asyncio, cores: 2, operationsPerSecond: 1).work
    #expect((work.items, work.warmUp, work.idleNs) == (0, 0, 1_500_000_000))
    #expect(work.io == nil && work.cpu == nil)
    #expect(work.itemsDue(at: 1_000_000_000) == 0)
  }

  @Test func `A batch is due at once`() {
    let work = plan().work
    for elapsed in [0, 1, 1_000_000_000] as [Int64] { #expect(work.itemsDue(at: elapsed) == 100) }
    #expect(work.intendedStart(ofItem: 99) == 0)
  }

  @Test(
    arguments: [
      (-1, 1), (0, 1), (4_999_999, 1), (5_000_000, 2), (9_999_999, 2), (10_000_000, 3), (1_995_000_000, 400),
      (100_000_000_000, 400), (.max, 400),
    ] as [(Int64, Int)])
  func `Items of a rate are due one after another`(elapsed: Int64, due: Int) {
    #expect(plan { $0.arrivals = .rate(200, .seconds(2)) }.work.itemsDue(at: elapsed) == due)
  }

  @Test(arguments: [.rate(200, .seconds(2)), .rate(333.3, .items(1000)), .load(0.7, .seconds(3))] as [Mix.Arrivals])
  func `An item is due at its intended start and not before`(arrivals: Mix.Arrivals) {
    let work = plan { $0.arrivals = arrivals }.work
    #expect(work.intendedStart(ofItem: 0) == 0)
    for item in 1..<work.items {
      let start = work.intendedStart(ofItem: item)
      #expect(abs(Double(start) - Double(item) * work.intervalNs) <= 1)
      #expect(work.itemsDue(at: start - 1) == item)
      #expect(work.itemsDue(at: start + 1) == item + 1)
    }
  }

  // MARK: The order

  @Test(
    arguments: [
      (.sync, 10, 1), (.threads, 10, 7), (.async, 10, 10), (.hybrid, 10, 10), (.sync, nil, 1), (.threads, nil, 7),
      // Two for each item of a chunk of each process.
      (.async, nil, 24), (.hybrid, nil, 24),
    ] as [(Strategy, Int?, Int)])
  func `A strategy has so many items in flight`(strategy: Strategy, concurrency: Int?, inFlight: Int) {
    let work = plan(strategy) { ($0.concurrency, $0.threads, $0.processes, $0.chunk) = (concurrency, 7, 3, 4) }.work
    #expect(work.concurrency == inFlight)
    #expect((work.strategy, work.threads, work.processes, work.chunk) == (strategy, 7, 3, 4))
  }

  @Test(arguments: [1, 2, 64])
  func `There is a process for each core`(cores: Int) {
    #expect(plan(cores: cores).work.processes == cores)
  }

  @Test(
    arguments: [
      // As many as may be in flight, but no more than a tenth.
      (.sync, 100, 1), (.threads, 1000, 7), (.async, 1000, 10), (.hybrid, 1000, 12), (.threads, 50, 5), (.async, 50, 5),
      (.hybrid, 50, 5), (.hybrid, 119, 11), (.hybrid, 120, 12), (.sync, 9, 0), (.hybrid, 9, 0),
    ] as [(Strategy, Int, Int)])
  func `Some items are executed beforehand`(strategy: Strategy, items: Int, warmUp: Int) {
    let work = plan(strategy) { ($0.arrivals, $0.threads, $0.processes, $0.chunk) = (.batch(items: items), 7, 3, 4) }.work
    #expect(work.warmUp == warmUp)
    #expect(work.items == items)
  }

  @Test func `The items beforehand come at once, and none fails on purpose`() {
    let work = plan(.async) {
      ($0.arrivals, $0.queueLimit, $0.fail, $0.hang, $0.timeoutSeconds) = (.rate(200, .seconds(2)), 50, 0.1, 0.2, 1)
    }.work
    let part = work.warmUpPart
    #expect((part.items, part.intervalNs, part.queueLimit, part.fail, part.hang) == (10, 0, nil, 0, 0))
    #expect(part.itemsDue(at: 0) == 10)
    #expect((part.strategy, part.concurrency, part.io, part.cpu) == (work.strategy, work.concurrency, work.io, work.cpu))
    #expect((part.attempts, part.timeoutNs) == (work.attempts, work.timeoutNs))
  }

  @Test(
    arguments: [(1e9, 5_000_000), (123_456_789, 617_283), (0.001, 1), (0, 1)] as [(Double, UInt64)])
  func `A computation has the operations that take its time`(speed: Double, operations: UInt64) {
    let cpu = plan(speed: speed) { $0.cpu?.work = .kernel(.memory) }.work.cpu
    #expect(cpu == .kernel(.memory, operations: operations))
  }

  @Test func `Times become nanoseconds, and the rest is as in the mix`() {
    let work = plan {
      $0.io = .init(.http, seconds: 0.0033)
      ($0.timeoutSeconds, $0.retries) = (0.25, .init(attempts: 3, backoffSeconds: 0.0012))
      ($0.fail, $0.hang, $0.loop) = (0.1, 0.2, .uvloop)
    }.work
    #expect((work.io?.kind, work.io?.ns, work.io?.port) == (.http, 3_300_000, 0))
    #expect((work.timeoutNs, work.attempts, work.backoffNs) == (250_000_000, 3, 1_200_000))
    #expect((work.fail, work.hang, work.loop) == (0.1, 0.2, .uvloop))
    #expect((work.tickNs, work.queueLimit, work.scratch) == (10_000_000, nil, ""))
  }

  @Test func `A plan is labelled by its mix, strategy and runtime`() {
    let plan = RunPlan(.realtime, strategy: .threads, runtime: .asyncio, cores: 2, operationsPerSecond: 1e9)
    #expect(plan.identity == RunIdentity(mix: "realtime", strategy: .threads, runtime: .asyncio))
    #expect(plan.kind == .realtime)
  }

  // MARK: The ideal time

  @Test(
    arguments: [
      // CPU time as measured, over the cores that processes may use.
      (100, 0.01, 0.005, 10, nil, 0.5, 0.25), (100, 0.01, 0.005, 10, nil, 1, 0.5), (100, 0.01, 0.005, 10, 1, 0.5, 0.5),
      (100, 0.01, 0.005, 10, 8, 0.5, 0.25),
      // All waiting, over what may wait at the same time.
      (100, 0.01, 0.005, 10, nil, 0.1, 0.1), (100, 0.01, 0.005, 5, nil, 0.1, 0.2), (100, 0.01, 0.005, nil, nil, 0.1, 0.25),
      (100, 0.01, nil, 10, nil, 0, 0.1),
      // An item alone.
      (1, 0.01, 0.005, 10, nil, 0.005, 0.015), (2, 1, 0.005, 10, nil, 0.01, 1.005), (1, nil, 0.005, 10, nil, 0.001, 0.005),
    ] as [(Int, Double?, Double?, Int?, Int?, Double, Double)])
  func `The ideal time of a batch is the longest of three`(
    items: Int, io: Double?, cpu: Double?, concurrency: Int?, processes: Int?, measured: Double, ideal: Double
  ) throws {
    for strategy in [.sync, .async] as [Strategy] {
      let plan = plan(strategy) {
        $0.io = io.map { .init(.timer, seconds: $0) }
        $0.cpu = cpu.map { .init(seconds: $0) }
        ($0.concurrency, $0.processes, $0.arrivals) = (concurrency, processes, .batch(items: items))
      }
      #expect(abs(try #require(plan.idealSeconds(cpuStepSeconds: measured)) - ideal) < 1e-9)
    }
  }

  @Test(
    arguments: [
      // The last of 400 items comes after 399 intervals of 5 ms.
      (.rate(200, .seconds(2)), 1, 2.01), (.rate(200, .items(1)), 0, 0.015), (.load(0.8, .seconds(3)), 4.8, 3.011875),
      // A host that computes slower than it was calibrated.
      (.rate(200, .seconds(2)), 5, 2.5),
    ] as [(Mix.Arrivals, Double, Double)])
  func `The ideal time of a stream is not before its last item`(arrivals: Mix.Arrivals, measured: Double, ideal: Double) throws {
    let found = try #require(plan { $0.arrivals = arrivals }.idealSeconds(cpuStepSeconds: measured))
    #expect(abs(found - ideal) < 1e-9)
  }

  @Test(arguments: [Mix.IOStep.Work.disk, .sqlite])
  func `Where only the disk decides, no ideal time is known`(work: Mix.IOStep.Work) {
    let plan = plan(.async) { ($0.io, $0.cpu) = (.init(work), nil) }
    #expect(plan.idealSeconds(cpuStepSeconds: 0) == nil)
    let computing = self.plan { $0.io = .init(work) }
    #expect(computing.idealSeconds(cpuStepSeconds: 1) == 0.5)
  }

  @Test func `Idleness has no ideal time`() {
    let plan = RunPlan(.idle, strategy: .async, runtime: .swift, cores: 2, operationsPerSecond: 1)
    #expect(plan.idealSeconds(cpuStepSeconds: 0) == nil)
  }

  // MARK: Servers

  @Test(
    arguments: [
      // Processes of each server: as many as there are cores for it.
      (1, nil, 4), (2, nil, 2), (3, nil, 1), (4, nil, 1), (8, nil, 1), (2, 3, 3),
    ] as [(Int, Int?, Int)])
  func `Servers share the cores, and what is asked for is of each`(servers: Int, asked: Int?, processes: Int) {
    let plan = plan(cores: 4) { ($0.servers, $0.processes) = (servers, asked) }
    #expect((plan.servers, plan.work.servers, plan.work.processes, plan.work.concurrency) == (servers, servers, processes, 10))
  }

  @Test(
    arguments: [
      // What may wait waits in all of them; what computes has no more cores than there are.
      (1, nil, 0.1, 0.1), (2, nil, 0.05, 0.05), (2, nil, 1, 0.5), (2, 1, 1, 0.5), (4, 1, 1, 0.5), (1, 1, 1, 1),
    ] as [(Int, Int?, Double, Double)])
  func `The ideal time with servers`(servers: Int, processes: Int?, measured: Double, ideal: Double) throws {
    for strategy in [Strategy.sync, .async, .hybrid] {
      let plan = plan(strategy) { ($0.servers, $0.processes) = (servers, processes) }
      #expect(abs(try #require(plan.idealSeconds(cpuStepSeconds: measured)) - ideal) < 1e-9)
    }
  }

  @Test(arguments: [(1, nil, 400), (2, nil, 400), (2, 1, 400), (2, 4, 1333)] as [(Int, Int?, Int)])
  func `A filling batch is what cores and the concurrency of all servers allow`(servers: Int, processes: Int?, items: Int) {
    let plan = plan { ($0.servers, $0.processes, $0.arrivals) = (servers, processes, .filling(seconds: 1.0001)) }
    #expect(plan.work.items == items)
  }

  // MARK: Sampling

  @Test(arguments: [(nil, nil), (0.03, 0.03), (0.001, 0.005), (0.1, nil), (0.5, nil)] as [(Double?, Double?)])
  func `Intervals are accounted for from the target's limit on, above half a tick and below a stall`(
    limit: Double?, late: Double?
  ) {
    var sampling = RunPlan.Sampling.standard
    sampling.latencyLimit = limit
    #expect(sampling.lateLimit == late)
    let work = RunPlan(.idle, strategy: .async, runtime: .swift, cores: 2, operationsPerSecond: 1, sampling: sampling).work
    #expect(work.lateLimitNs == late.map { Int64($0 * 1e9) })
  }

  // MARK: The deadline

  @Test(arguments: Strategy.allCases)
  func `The deadline is beyond all items one after another`(strategy: Strategy) {
    #expect(plan(strategy) { $0.arrivals = .batch(items: 1_000_000) }.deadline > .seconds(15_000))
    #expect(plan(strategy) { $0.arrivals = .rate(1, .seconds(3600)) }.deadline > .seconds(3600))
    #expect(plan(strategy) { ($0.io, $0.arrivals) = (.init(.disk), .batch(items: 100_000)) }.deadline > .seconds(1500))
    #expect(plan(strategy) { $0.arrivals = .batch(items: 1) }.deadline > .seconds(10))
  }

  @Test(
    arguments: [
      // Ten timeouts; ten computations; 0.1, 0.2, ... 25.6 s between ten attempts.
      (1, 0, 2, 0, 20_000), (0, 1, nil, 0, 150), (0, 1, nil, 0.1, 51_250),
    ] as [(Double, Double, Double?, Double, Double)])
  func `The deadline is beyond all attempts, their timeouts and the time between them`(
    hang: Double, fail: Double, timeout: Double?, backoff: Double, seconds: Double
  ) {
    let plan = plan(.sync) {
      ($0.hang, $0.fail, $0.timeoutSeconds, $0.arrivals) = (hang, fail, timeout, .batch(items: 1000))
      $0.retries = .init(attempts: 10, backoffSeconds: backoff)
    }
    #expect(plan.deadline > .seconds(seconds))
  }

  @Test func `The deadline of an idle mix is beyond its time`() {
    var idle = Mix.idle
    idle.arrivals = .none(seconds: 3600)
    #expect(RunPlan(idle, strategy: .async, runtime: .swift, cores: 2, operationsPerSecond: 1).deadline > .seconds(3600))
  }

  @Test func `The greatest mix without problems has a plan`() throws {
    let plan = plan(cores: 1024) {
      ($0.io, $0.cpu) = (.init(.timer, seconds: 3600), .init(seconds: 3600))
      ($0.arrivals, $0.concurrency, $0.processes, $0.threads, $0.chunk) = (.batch(items: 10_000_000), 10_000, 1024, 1024, 10_000)
      ($0.timeoutSeconds, $0.retries, $0.hang) = (3600, .init(attempts: 100, backoffSeconds: 3600), 1)
    }
    #expect(plan.deadline > .seconds(1e7 * 7200))
    #expect(try RunOrderCoding.decode(Array(RunOrderCoding.encode(.work(plan.work)).dropLast())) == .work(plan.work))
  }
}
