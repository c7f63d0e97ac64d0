import Applications
import Runs
import Samples
import Telemetry
import Testing
import Thresholds

/// What all processes of an application have shown together.
@Suite struct AppAccountTests {
  private let ruling = StallRuling(outside: StallAttribution(host: [], stoppedAt: [], controlLate: nil))

  private func process(_ messages: AppMessage..., pid: Int = 1) -> ProcessAccount {
    var account = ProcessAccount(AppMessages.hello(pid: pid))
    for message in messages { account.receive(message, ruling: ruling) }
    return account
  }

  @Test func `Counters are sums over processes, those that have ended included`() {
    let ended = process(
      AppMessages.snapshot(
        seq: 1, second: 4, busyNs: 1_000_000_000, cpuNs: 2_000_000_000, gc: [[9, 1_000_000], [0, 0], [1, 50_000_000]]),
      .bye)
    let living = process(
      AppMessages.snapshot(seq: 1, second: 2, busyNs: 2_000_000_000, cpuNs: 3_000_000_000, gc: [[1, 2_000_000]]), pid: 2)
    let account = AppAccount([ended, living])
    #expect(abs(account.cpuSeconds - 5) < 1e-9)
    #expect(abs(account.gcSeconds - 0.053) < 1e-9)
    #expect(abs((account.busyRatio ?? 0) - 0.5) < 1e-9)
    #expect(account.runningSeconds == 4)
  }

  @Test func `What comes late or twice never lowers a counter, and is not counted twice`() {
    let newer = AppMessages.snapshot(seq: 2, second: 2, cpuNs: 2_000_000_000, latency: [[1000, 5]])
    let older = AppMessages.snapshot(seq: 1, second: 1, cpuNs: 1_000_000_000, latency: [[1000, 7]])
    let account = AppAccount([process(newer, older, newer)])
    #expect(account.cpuSeconds == 2)
    #expect(account.latency.count == 5)
  }

  @Test func `Lateness of all processes is in one histogram`() {
    let one = process(AppMessages.snapshot(seq: 1, second: 1, latency: [[100, 98], [500_000, 1]]))
    let other = process(AppMessages.snapshot(seq: 1, second: 1, latency: [[100, 1]]), pid: 2)
    let latency = AppAccount([one, other]).latency
    #expect(latency.count == 100)
    #expect(latency.quantile(0.99) == 100e-6)
    #expect(latency.maxSeconds == 0.5)
  }

  @Test func `A histogram that cannot be is left out`() {
    let account = AppAccount([process(AppMessages.snapshot(seq: 1, second: 1, latency: [[500, 1], [100, 1]]))])
    #expect(account.latency.count == 0)
  }

  @Test func `A process that does next to nothing beside its main thread does not hide how late others are`() {
    let worker = process(AppMessages.snapshot(seq: 1, second: 10, busyNs: 5_000_000_000, latency: [[300_000, 10]]))
    let arbiter = process(
      AppMessages.snapshot(seq: 1, second: 10, busyNs: 10_000_000, main: false, latency: [[100, 10_000]]), pid: 2)
    #expect(AppAccount([worker, arbiter]).latency.quantile(0.5) == 0.3)
    // It is all there is.
    #expect(AppAccount([arbiter]).latency.count == 10_000)
  }

  @Test func `Stalls of the start are counted apart`() {
    let account = AppAccount([
      process(AppMessages.stall(at: 100, onCPU: 400, startup: true), AppMessages.stall(at: 900, onCPU: 400))
    ])
    #expect(account.stalls.count == 1)
    #expect(account.startup.count == 1)
    #expect(account.longestStalls.map(\.isStartup) == [true, false])
  }

  @Test func `Of many stalls the longest are kept, and all of them count`() {
    var one = ProcessAccount(AppMessages.hello())
    for number in 0..<1000 {
      one.receive(
        AppMessages.stall(at: 1000 * Int64(number), milliseconds: 101 + Int64(number % 500), onCPU: 100), ruling: ruling)
    }
    let account = AppAccount([one])
    #expect(account.stalls.count == 1000)
    #expect(account.longestStalls.count == 200)
    #expect(account.longestStalls.allSatisfy { $0.stall.seconds >= 0.5 })
    let begins = account.longestStalls.map(\.stall.startedNanoseconds)
    #expect(begins == begins.sorted())
  }

  @Test func `Queues of a name are added up over processes; a kind that was never seen has no figure`() {
    let one = process(
      AppMessages.snapshot(seq: 1, second: 1, queues: ["inbox": 3]),
      AppMessages.snapshot(
        seq: 2, second: 2, queues: ["inbox": 1, "outbox": 7]))
    let other = process(AppMessages.snapshot(seq: 1, second: 1, queues: ["inbox": 4]), pid: 2)
    let account = AppAccount([one, other])
    #expect(account.queues.map(\.name) == ["inbox", "outbox"])
    #expect(account.queues.map(\.last) == [5, 7])
    #expect(account.queues.map(\.max) == [7, 7])
    #expect(account.executorBacklog.last == nil)
    #expect(account.executorThreads == nil)
    #expect(account.ioWaitSeconds == nil)
  }

  @Test func `A loop that stands does so until it is heard of again`() {
    #expect(process(AppMessages.standing).standing?.frame == "shop.py:7:load")
    #expect(process(AppMessages.standing, AppMessages.snapshot(seq: 1, second: 1)).standing == nil)
    #expect(process(AppMessages.standing, AppMessages.stall(onCPU: 400)).standing == nil)
    #expect(process(.bye).saidFarewell)
  }

  @Test func `Growth is judged over hours without keeping all values`() {
    var one = ProcessAccount(AppMessages.hello())
    for second in 1...20_000 {
      one.receive(
        AppMessages.snapshot(seq: second, second: Double(second), queues: ["inbox": second]),
        ruling: ruling)
    }
    let judged = AppJudgement(AppAccount([one]), surroundings: (nil, nil), wallSeconds: 20_000)
    let queue = judged.judgements.first { $0.target.name == .queueDepth }
    #expect(queue?.verdict == .breached)
    #expect(abs((queue?.value ?? 0) - 1) < 0.01)
    #expect(judged.queue == "inbox")
    #expect(judged.verdict == .breached)
  }

  @Test func `Without a queue nothing is said of queues; without timed steps I/O wait is not known`() {
    let judged = AppJudgement(
      AppAccount([process(AppMessages.snapshot(seq: 1, second: 1))]), surroundings: (nil, nil), wallSeconds: 1)
    #expect(judged.judgements.map(\.target.name) == [.eventLoopLatency, .memory, .ioWait])
    #expect(judged.judgements.last?.verdict == .unknown)
    #expect(judged.queue == nil)
  }
}
