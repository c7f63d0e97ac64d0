import Samples
import Testing
import Thresholds

@Suite struct TargetCauseTests {
  /// A run of 10 s on two cores that breaches a target, with what its surroundings were.
  private struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var target: Target = .standardCPU
    var cpu = 8.0
    var slope = 0.0
    var growth = 0.0
    var ioWait = 0.0
    var waited: Double? = 0
    var throttled: Double?
    var stolen: Double?
    var others: Double? = 0
    var ioPressure: Double?
    var disk: DiskUse?
    var consumers: [CPUConsumer] = []
    var hidden: HiddenConsumers?
    var bottleneck: Bottleneck? = .loop
    var hasAccount = true
    var arrivals: Double?
    var kind: TargetCause.Kind
    var text: String
    var testDescription: String { name }

    var evidence: Evidence {
      let memory = TrendSummary(
        TrendSeries(times: (0..<100).map { Double($0) / 10 }, values: (0..<100).map { 1e6 + growth * Double($0) / 10 }))
      let queue = TrendSummary(
        TrendSeries(times: (0..<100).map { Double($0) / 10 }, values: (0..<100).map { slope * Double($0) / 10 }))
      var run = RunEvidence(
        latency: LatencyHistogram(), queueDepth: queue, memory: memory, wallSeconds: 10,
        cpuSeconds: cpu, cores: 2, ioWaitSeconds: ioWait, cpuSamples: 100, ioWaitSamples: 100, items: ItemCounts(ok: 1000))
      run.bottleneck = bottleneck
      run.arrivalSeconds = arrivals
      if hasAccount {
        run.account = RunAccount(ranSeconds: cpu, waitedSeconds: waited, throttledSeconds: throttled, stolenSeconds: stolen)
        run.host = HostUse(
          seconds: 10, capacitySeconds: 20, othersSeconds: others, ioPressureSeconds: ioPressure, consumers: consumers,
          hiddenReason: hidden, disk: disk)
      }
      return Evidence([run])
    }
  }

  private static let busy = [
    CPUConsumer(name: "backup.service", seconds: 11), CPUConsumer(name: "prometheus", seconds: 3),
    CPUConsumer(name: "sshd", seconds: 0.1),
  ]

  private static let cases = [
    Case(
      name: "others had the cores", waited: 7, others: 16, consumers: busy, kind: .host,
      text: "Others used 1.6 of 2 cores: backup.service 1.1, prometheus 0.3. The run's threads waited 7 s for a core."),
    Case(
      name: "the run's own threads wait for each other", waited: 30, others: 0.3, bottleneck: .cores, kind: .program,
      text: "The limit was the cores, which compute all the time. The host had cores for it."),
    Case(
      name: "a quota", waited: 0, throttled: 5, bottleneck: .concurrency, kind: .host,
      text: "The CPU quota of its control group stopped it for 5 s."),
    Case(name: "the hypervisor", stolen: 4, kind: .host, text: "The hypervisor took 4 s from it."),
    Case(
      name: "Python's lock on an idle host", waited: 0.2, others: 0.4, bottleneck: .lock, kind: .program,
      text: "The limit was Python's global interpreter lock: one thread computes at a time. The host had cores for it."),
    Case(
      name: "others, but they took too little of what is missing", cpu: 4, waited: 1.5, others: 2, bottleneck: .loop,
      kind: .program,
      text:
        "The limit was the event loop's own thread, which computes all the time. Others used 0.2 of 2 cores. The run's threads waited 1.5 s for a core."
    ),
    Case(
      name: "others who cannot be seen", waited: 7, others: 16, hidden: .unseen, kind: .host,
      text:
        "Others used 1.6 of 2 cores. Most of them cannot be seen from here: /proc does not show the processes of all users, or is that of a container. The run's threads waited 7 s for a core."
    ),
    Case(
      name: "nothing was busy", bottleneck: .arrivals, kind: .unexplained,
      text: "Nothing of the program was busy all the time. The host had cores for it."),
    Case(
      name: "a kernel that tells nothing", bottleneck: nil, hasAccount: false, kind: .unexplained,
      text: "Nothing of the program was busy all the time. It is not known how long it waited for a core."),
    Case(
      name: "CPU above the band on an idle host", cpu: 19, bottleneck: .cores, kind: .program,
      text: "The run itself used 95 % of its 2 cores. The host had cores for it."),
    Case(
      name: "CPU above the band beside others", cpu: 19, waited: 0.5, others: 3, kind: .host,
      text: "Others used 0.3 of 2 cores. A second of CPU time does less work on cores that others use."),
    Case(
      name: "a queue, for want of cores", target: .standardQueue, cpu: 10, slope: 20, waited: 5, others: 12, consumers: busy,
      kind: .host,
      text: "Others used 1.2 of 2 cores: backup.service 1.1, prometheus 0.3. The run's threads waited 5 s for a core."),
    Case(
      name: "a queue, for want of cores, of items that came for a part of the time", target: .standardQueue, cpu: 10, slope: 2000,
      waited: 5.5, others: 12, arrivals: 5, kind: .host,
      text: "Others used 1.2 of 2 cores. The run's threads waited 5.5 s for a core."),
    Case(
      name: "a queue of more than all processors can do, though others use them", target: .standardQueue, cpu: 19, slope: 20,
      waited: 15, others: 18, bottleneck: .cores, arrivals: 5, kind: .program,
      text:
        "More came than all processors of the host can do. Others used 1.8 of 2 cores. The run's threads waited 15 s for a core."),
    Case(
      name: "memory of items that wait for want of cores", target: .standardMemory, cpu: 10, slope: 20, growth: 100_000,
      waited: 5, others: 12, consumers: busy, kind: .host,
      text:
        "Items that wait take memory, and their queue grew by 20 a second. Others used 1.2 of 2 cores: backup.service 1.1, prometheus 0.3. The run's threads waited 5 s for a core."
    ),
    Case(
      name: "more memory than items that wait would take", target: .standardMemory, cpu: 10, slope: 20, growth: 1_000_000,
      waited: 5, others: 12, kind: .program, text: "The memory of the run's own processes grew: the host takes no part in that."),
    Case(
      name: "memory that grows without a queue beside others", target: .standardMemory, growth: 100_000, waited: 7, others: 16,
      kind: .program, text: "The memory of the run's own processes grew: the host takes no part in that."),
    Case(
      name: "memory of items that wait for the program itself", target: .standardMemory, cpu: 1, slope: 20, growth: 100_000,
      waited: 0.1, others: 0.3, bottleneck: .concurrency, kind: .program,
      text: "The memory of the run's own processes grew: the host takes no part in that."),
    Case(
      name: "a queue, for want of places", target: .standardQueue, cpu: 1, slope: 20, waited: 0.1, others: 0.3,
      bottleneck: .concurrency,
      kind: .program, text: "The limit was the number of items in flight, which all wait for I/O. The host had cores for it."),
    Case(
      name: "I/O one after another", target: .standardIOWait, ioWait: 9, ioPressure: 0.2, bottleneck: .sequence, kind: .program,
      text:
        "The limit was one item after another: nothing is done while one waits. Tasks of the host waited for disks for 2 % of the time."
    ),
    Case(
      name: "I/O, and others had the disk", target: .standardIOWait, ioWait: 9, ioPressure: 8,
      disk: DiskUse(
        device: "sda", busySeconds: 9.2, bytes: 1_073_741_824, ownBytes: 4_194_304,
        consumers: [DiskConsumer(name: "backup.service", bytes: 1e9), DiskConsumer(name: "sshd", bytes: 4096)]),
      bottleneck: .sequence, kind: .host,
      text:
        "The disk sda was busy for 92 % of the time, and at least 96.9 % of the 1 GiB that it moved were others': backup.service 954 MiB. Tasks of the host waited for disks for 80 % of the time."
    ),
    Case(
      name: "I/O, and others whom this user may not ask", target: .standardIOWait, ioWait: 9,
      disk: DiskUse(
        device: "vda", isGuess: true, busySeconds: 10, bytes: 1_073_741_824, ownBytes: 0, hiddenReason: .denied), kind: .host,
      text:
        "The disk vda (the busiest of the host: the kernel does not tell which one the run's files are on) was busy for 100 % of the time, and at least 100 % of the 1 GiB that it moved were others'. Who it was is not known: /proc/PID/io of other users' processes needs CAP_SYS_PTRACE. The kernel does not tell how long tasks waited for disks."
    ),
    Case(
      name: "I/O, and the disk was the run's own", target: .standardIOWait, ioWait: 9, ioPressure: 8,
      disk: DiskUse(device: "sda", busySeconds: 9.2, bytes: 8_000_000, ownBytes: 4_000_000), bottleneck: .concurrency,
      kind: .program,
      text:
        "The limit was the number of items in flight, which all wait for I/O. The disk sda was busy for 92 % of the time, and little of what it moved can be told to be others'. Tasks of the host waited for disks for 80 % of the time."
    ),
    Case(
      name: "I/O, and others used the disk a little", target: .standardIOWait, ioWait: 9, ioPressure: 1,
      disk: DiskUse(device: "sda", busySeconds: 3, bytes: 80_000_000, ownBytes: 1_000_000), bottleneck: .arrivals,
      kind: .unexplained,
      text:
        "Items waited for their I/O, and nothing else was to be done. The disk sda was busy for 30 % of the time, and at least 90 % of the 76.3 MiB that it moved were others'. Tasks of the host waited for disks for 10 % of the time."
    ),
    Case(
      name: "I/O, and the run's part is not known", target: .standardIOWait, ioWait: 9, ioPressure: 8,
      disk: DiskUse(device: "sda", busySeconds: 9.2, bytes: 8_000_000), bottleneck: .sequence, kind: .program,
      text:
        "The limit was one item after another: nothing is done while one waits. The disk sda was busy for 92 % of the time; the kernel does not tell how much of that was the run's. Tasks of the host waited for disks for 80 % of the time."
    ),
    Case(
      name: "I/O, and nobody knows why", target: .standardIOWait, ioWait: 9, ioPressure: 8, bottleneck: .arrivals,
      kind: .unexplained,
      text:
        "Items waited for their I/O, and nothing else was to be done. Tasks of the host waited for disks for 80 % of the time."),
  ]

  @Test(arguments: cases) private func `who is at fault`(_ example: Case) throws {
    let evidence = example.evidence
    let judgement = TargetEvaluator.judge(example.target, by: evidence)
    #expect(judgement.verdict == .breached)
    let cause = try #require(judgement.cause)
    #expect(cause.kind == example.kind)
    #expect(cause.text == example.text)
  }

  @Test func `a disk's figures add up, and a part that is not known makes the sum of all of them unknown`() {
    var use = DiskUse(
      device: "sda", busySeconds: 1, bytes: 100, ownBytes: 1, consumers: [DiskConsumer(name: "a", bytes: 50)])
    use.add(DiskUse(device: "sda", busySeconds: 2, bytes: 50, ownBytes: 2, consumers: [DiskConsumer(name: "a", bytes: 5)]))
    #expect(
      use
        == DiskUse(device: "sda", busySeconds: 3, bytes: 150, ownBytes: 3, consumers: [DiskConsumer(name: "a", bytes: 55)]))
    use.add(DiskUse(device: "sda", busySeconds: 0, bytes: 1000))
    #expect(use.othersShare == nil)
    use.add(DiskUse(device: "sdb", busySeconds: 9, bytes: 1, ownBytes: 0))
    #expect(use.device == "sdb")
  }

  @Test func `a target that is met has no cause`() {
    let evidence = Case(name: "", cpu: 16, kind: .program, text: "").evidence
    #expect(TargetEvaluator.judge(.standardCPU, by: evidence).cause == nil)
  }

  @Test func `waiting for its own threads in one run is not put down to others of another run`() throws {
    var own = Case(name: "", waited: 20, others: 0, bottleneck: .cores, kind: .program, text: "").evidence.newest
    var beside = Case(name: "", waited: 0, others: 15, bottleneck: .cores, kind: .program, text: "").evidence.newest
    own?.bottleneck = .cores
    beside?.bottleneck = .cores
    let evidence = Evidence([own, beside].compactMap { $0 })
    #expect(evidence.waitedForOthersSeconds == 0)
    #expect(TargetEvaluator.judge(.standardCPU, by: evidence).cause?.kind == .program)
  }

  @Test func `what limited a run is the host if it kept cores from it, else what was busy`() {
    let busy = Case(name: "", waited: 7, others: 16, consumers: Self.busy, kind: .host, text: "").evidence
    #expect(
      busy.limitText
        == "the host: Others used 1.6 of 2 cores: backup.service 1.1, prometheus 0.3. The run's threads waited 7 s for a core.")
    #expect(Case(name: "", waited: 0.2, others: 0.4, kind: .host, text: "").evidence.limitText == Bottleneck.loop.text)
    #expect(Case(name: "", bottleneck: nil, kind: .host, text: "").evidence.limitText == nil)
  }

  /// A loop that was 40 ms late again and again, and never stood still.
  private func lateEvidence(_ cause: StallCause, others: Double = 16) throws -> Evidence {
    var evidence = Case(name: "", others: others, kind: .program, text: "").evidence
    evidence.latency = try #require(LatencyHistogram(ascending: [.init(upperMicroseconds: 40_000, count: 200)]))
    var late = LateIntervals(limitSeconds: 0.03, stallLimitSeconds: 0.1)
    for number in 0..<50 {
      let start = Int64(number) * 100_000_000
      late.add(
        Stall(
          startedNanoseconds: start, endedNanoseconds: start + 40_000_000, budget: StallBudget([cause: 0.03, .blocked: 0.01])))
    }
    evidence.late = late
    return evidence
  }

  @Test func `a loop that is late below the limit of stalls has a cause if its target asks for less`() throws {
    let target = Target(.eventLoopLatency, .quantile(0.99), .below(0.03))
    let program = try #require(TargetEvaluator.judge(target, by: try lateEvidence(.callback)).cause)
    #expect(program.kind == .program)
    #expect(program.text == "The loop was held for more than 30 ms 50 times, for 2 s in all: 75 % of it callback.")
    let host = try #require(TargetEvaluator.judge(target, by: try lateEvidence(.runqueue)).cause)
    #expect(host.kind == .host)
    #expect(
      host.text.hasPrefix("The loop was held for more than 30 ms 50 times, for 2 s in all: 75 % of it runqueue. The host held it")
    )
  }

  @Test(arguments: [(16.0, true), (0.2, false)])
  func `what others left too little for is the host's, and no breach`(_ others: Double, _ isKnown: Bool) throws {
    var run = try #require(Case(name: "", waited: 7, others: others, consumers: Self.busy, kind: .host, text: "").evidence.newest)
    let (account, host) = (RunAccount(ranSeconds: 1, waitedSeconds: isKnown ? 7 : 0.1), run.host)
    run = RunEvidence(
      latency: run.latency, queueDepth: run.queueDepth, memory: run.memory, wallSeconds: 10, cpuSeconds: 1.1, cores: 0.1,
      ioWaitSeconds: 0, cpuSamples: 100, ioWaitSamples: 100)
    (run.account, run.host) = (account, host)
    let judgement = TargetEvaluator.judge(.standardCPU, by: Evidence([run]))
    #expect(judgement.verdict == .unknown)
    #expect(
      judgement.cause
        == (isKnown
          ? TargetCause(
            .host,
            "There was too little of the host to judge by: 0.1 of the 0.25 cores that it is judged from. Others used 1.6 of 2 cores: backup.service 1.1, prometheus 0.3. The run's threads waited 7 s for a core."
          ) : nil))
  }

  @Test func `lateness that was not looked into, since it makes no stall, is said to be so`() throws {
    var evidence = try lateEvidence(.callback, others: 0.2)
    evidence.late = nil
    let strict = Target(.eventLoopLatency, .quantile(0.99), .below(0.03))
    #expect(
      TargetEvaluator.judge(strict, by: evidence).cause?.text
        == "No stall was seen that explains it. What is shorter than a stall was not looked for: it is, if the configuration of the agent has this target. The host had cores for it."
    )
    evidence.latency = try #require(LatencyHistogram(ascending: [.init(upperMicroseconds: 400_000, count: 200)]))
    let usual = TargetEvaluator.judge(.eventLoopLatency, by: evidence).cause?.text
    #expect(usual == "No stall was seen that explains it. The host had cores for it.")
  }

  @Test func `what is late below the limit of stalls and the stalls are judged together, unless the target allows them`() throws {
    var evidence = try lateEvidence(.callback)
    let stall = Stall(startedNanoseconds: 0, endedNanoseconds: 400_000_000, budget: StallBudget([.runqueue: 0.4]))
    evidence.stalls = StallSummary([stall])
    let short = Target(.eventLoopLatency, .quantile(0.99), .below(0.03))
    let cause = try #require(TargetEvaluator.judge(short, by: evidence).cause)
    #expect(cause.text == "The loop was held for more than 30 ms 51 times, for 2.4 s in all: 62.5 % of it callback.")
    // A count of stalls is one of stalls.
    let count = Target(.eventLoopLatency, .count, .atMost(0))
    #expect(TargetEvaluator.judge(count, by: evidence).cause?.kind == .host)
    evidence.latency = try #require(LatencyHistogram(ascending: [.init(upperMicroseconds: 400_000, count: 200)]))
    #expect(TargetEvaluator.judge(.eventLoopLatency, by: evidence).cause?.kind == .host)
  }

  @Test func `a loop that waits for the run's own workers is not held by the host`() throws {
    let target = Target(.eventLoopLatency, .quantile(0.99), .below(0.03))
    let cause = try #require(TargetEvaluator.judge(target, by: try lateEvidence(.runqueue, others: 0.2)).cause)
    #expect(cause.kind == .program)
    #expect(
      cause.text
        == "The loop was held for more than 30 ms 50 times, for 2 s in all: 75 % of it runqueue. The run's own threads and processes had the cores. The host had cores for it."
    )
  }

  @Test func `what was late in several runs is one sum`() throws {
    let late = try lateEvidence(.callback).late
    var run = Case(name: "", kind: .program, text: "").evidence.newest
    run?.late = late
    let without = Case(name: "", kind: .program, text: "").evidence.newest
    let evidence = Evidence([without, run, run].compactMap { $0 })
    #expect(evidence.late?.count == 100)
    #expect(abs((evidence.late?.budget.totalSeconds ?? 0) - 4) < 1e-9)
  }

  @Test func `the least limit of a loop's latency`() {
    let strict = Target(
      .eventLoopLatency,
      [Condition(.quantile(0.99), .below(0.05)), Condition(.count, .atMost(0)), Condition(.max, .atMost(0.08))],
      critical: [Condition(.quantile(0.5), .below(0.02))], clearing: [Condition(.quantile(0.99), .below(0.001))])
    #expect(Target.latencyLimit(of: [.eventLoopLatency]) == 0.1)
    #expect(Target.latencyLimit(of: [.queueDepth, .eventLoopLatency, strict]) == 0.02)
    #expect(Target.latencyLimit(of: [.queueDepth, Target(.eventLoopLatency, .ratio, .below(0.01))]) == nil)
  }

  @Test func `a loop that the host held, with who it was`() throws {
    var evidence = Case(name: "", waited: 7, others: 16, consumers: Self.busy, kind: .host, text: "").evidence
    evidence.latency = try #require(LatencyHistogram(ascending: [.init(upperMicroseconds: 400_000, count: 200)]))
    let stall = Stall(
      startedNanoseconds: 0, endedNanoseconds: 400_000_000, budget: StallBudget([.runqueue: 0.3, .callback: 0.1]))
    evidence.stalls = StallSummary([stall])
    let cause = try #require(TargetEvaluator.judge(.eventLoopLatency, by: evidence).cause)
    #expect(cause.kind == .host)
    #expect(
      cause.text
        == "The loop stood still once, for 400 ms in all: 75 % of it runqueue. The host held it, not the program. Others used 1.6 of 2 cores: backup.service 1.1, prometheus 0.3. The run's threads waited 7 s for a core."
    )
  }
}

extension Target {
  fileprivate static var standardCPU: Target {
    Target.standard(for: .cpu).first { $0.name == .cpuUtilization } ?? .eventLoopLatency
  }
  fileprivate static var standardMemory: Target { .memory }
  fileprivate static var standardQueue: Target {
    Target.standard(for: .mixed).first { $0.name == .queueDepth } ?? .eventLoopLatency
  }
  fileprivate static var standardIOWait: Target { Target.standard(for: .mixed).first { $0.name == .ioWait } ?? .eventLoopLatency }
}
