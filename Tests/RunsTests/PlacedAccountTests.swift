import Processes
import Runs
import Samples
import Sampling
import Testing
import Workloads

/// The account of a run that is put on a few processors.
@Suite struct PlacedAccountTests {
  private func reading(_ second: Int64, busy: Double, own: Double?, steal: Double = 0, ownSteal: Double? = nil) -> HostReading {
    HostReading(
      nanoseconds: second * 1_000_000_000, stealSeconds: steal, throttledSeconds: nil, busySeconds: busy, ownBusySeconds: own,
      ownStealSeconds: ownSteal, processors: 2)
  }

  private func account(waited: UInt64, _ first: HostReading, _ last: HostReading) -> WorkAccount {
    var account = WorkAccount()
    account.receive([ThreadTimes(thread: 1, waitNanoseconds: 0, blockedSeconds: nil)])
    account.receive(first, agentSeconds: 0)
    account.receive([ThreadTimes(thread: 1, waitNanoseconds: waited, blockedSeconds: nil)])
    account.receive(last, agentSeconds: 0)
    return account
  }

  /// Seconds that threads waited, that the run ran, that its own processors were busy; what of the waiting is the others'.
  @Test(
    arguments: [
      // It had the core to itself: its threads waited for each other.
      (2, 3, 3, 0), (2, 3, 3.5, 0.5), (2, 1, 3, 2), (0.1, 1, 3, 0.1),
    ] as [(Double, Double, Double, Double)])
  func `Threads on one core wait for each other, and only for others as far as those used it`(
    waited: Double, ran: Double, busy: Double, expected: Double
  ) {
    let account = account(
      waited: UInt64(waited * 1e9), reading(0, busy: 100, own: 50), reading(3, busy: 106, own: 50 + busy))
    #expect(abs((account.run(ranSeconds: ran).waitedSeconds ?? -1) - expected) < 1e-9)
  }

  @Test func `Without processors of its own all its waiting counts`() {
    let account = account(waited: 2_000_000_000, reading(0, busy: 100, own: nil), reading(3, busy: 103, own: nil))
    #expect(account.run(ranSeconds: 3).waitedSeconds == 2)
  }

  /// Cores that are the run's, what others left of them, how many of eight processors are busy in all and how many of those that it is put on.
  @Test(
    arguments: [
      // The others are elsewhere.
      (1, 1, 4, 0.2, .concurrency), (nil, 8, 4, nil, .concurrency),
      // A steady neighbour has half of it, and the run does not want the rest.
      (1, 0.5, 4, 0.7, .concurrency), (1, 0.5, 4, 1, .cores),
      (1, 1, 4, 1, .cores), (nil, 8, 8, nil, .cores), (nil, 2, 4, nil, .concurrency),
    ] as [(Int?, Double, Double, Double?, Bottleneck)])
  func `Cores are the limit if those that it may use were busy`(
    processors: Int?, cores: Double, busy: Double, ownBusy: Double?, expected: Bottleneck
  ) throws {
    let now = Timestamp(milliseconds: 0)
    let mix = Mix(name: "x", kind: .mixed, arrivals: .batch(items: 50), cpu: .init(seconds: 0.01), concurrency: 4)
    let plan = RunPlan(mix, strategy: .async, runtime: .swift, cores: 1, operationsPerSecond: 1e9)
    var intake = RunIntake(plan, cores: cores, processors: processors)
    try intake.receive(.hello(.init(pid: 1, version: "0")), at: now)
    try intake.receive(.started(.init(cpuUserSeconds: 0, cpuSystemSeconds: 0)), at: now)
    for second in [0, 10] as [Int64] {
      intake.receive(
        HostReading(
          nanoseconds: second * 1_000_000_000, stealSeconds: 0, throttledSeconds: nil, busySeconds: Double(second) * busy,
          ownBusySeconds: ownBusy.map { Double(second) * $0 }, processors: 8))
    }
    let result = RunResult(
      seconds: 10, itemsOk: 50, itemsFailed: 0, itemsTimeout: 0, itemsDropped: 0, retries: 0, queuePeak: 50, ioWaitSeconds: 0,
      cpuStepSeconds: 1, loopCpuSeconds: 1)
    try intake.receive(.result(result), at: now)
    let record = intake.record(
      exit: ChildExit(status: .exited(0), cpu: CPUTime(userSeconds: 2, systemSeconds: 0)), diagnostics: "",
      startedAt: now, endedAt: Timestamp(milliseconds: 10_000))
    #expect(record.measurements?.bottleneck == expected)
  }

  @Test func `What the hypervisor took is that of its own processors`() {
    let account = account(
      waited: 0, reading(0, busy: 100, own: 50, steal: 10, ownSteal: 5), reading(3, busy: 105, own: 52, steal: 14, ownSteal: 6))
    #expect(account.run(ranSeconds: 1).stolenSeconds == 0.5)
  }
}
