import Runs
import Samples
import Sessions
import Telemetry
import Testing
import Thresholds
import Workloads

@Suite struct SelftestJudgeTests {
  private let second: Int64 = 1_000_000_000

  @Test func `Each injection is compared with the longest stall that it met`() {
    let record = record(
      injected: [second...second + 150_000_000, 2 * second...2 * second + 150_000_000],
      stalls: [
        stall(second, milliseconds: 151, .callback, noticedAfter: 104),
        stall(2 * second - 1_000_000, milliseconds: 155, .runqueue),
      ])
    let (findings, falseAlarms) = SelftestJudge(run(.compute)).judge(record)
    #expect(findings.map(\.reported) == ["callback", "runqueue"])
    #expect(findings.map(\.isRight) == [true, false])
    #expect(findings.map { Int((($0.length?.error ?? -1) * 1000).rounded()) } == [1, 5])
    #expect(findings.map(\.lengthIsRight) == [true, false])
    #expect(findings.map { $0.delay.map { Int(($0 * 1000).rounded()) } } == [104, nil])
    #expect(falseAlarms == 0)
  }

  @Test func `An injection that nobody reported is none, and a stall that nothing caused is a false alarm`() {
    let record = record(
      injected: [second...second + 150_000_000], stalls: [stall(5 * second, milliseconds: 200, .blocked)])
    let (findings, falseAlarms) = SelftestJudge(run(.sleep)).judge(record)
    #expect(findings.map(\.reported) == ["none"])
    #expect(findings.allSatisfy { !$0.isRight && $0.length == nil })
    #expect(falseAlarms == 1)
  }

  @Test func `A stall that the host caused is no false alarm`() {
    let record = record(injected: [], stalls: [stall(5 * second, milliseconds: 200, .steal)])
    #expect(SelftestJudge(run(.sleep)).judge(record).falseAlarms == 0)
    #expect(SelftestJudge(run(.none)).judge(record).falseAlarms == 0)
  }

  @Test(arguments: [(callback: 150.0, isRight: true), (callback: 100.0, isRight: false)])
  func `What the machine did on top of an injection is not wrong, if the injection is in the report as it was`(
    callback: Double, isRight: Bool
  ) {
    let end = second + 330_000_000
    let stall = Stall(
      startedNanoseconds: second, endedNanoseconds: end,
      budget: StallBudget([.callback: callback / 1000, .runqueue: 0.33 - callback / 1000]))
    let findings = SelftestJudge(run(.compute)).judge(record(injected: [second...end], stalls: [stall])).findings
    #expect(findings.map(\.reported) == ["runqueue"])
    #expect(findings.map(\.isRight) == [isRight])
  }

  @Test(
    arguments: [
      (.overload, 19.0, 0.2, .program, true), (.overload, 19.0, 6.0, .host, nil), (.busy, 8.0, 12.0, .host, true),
      (.limited, 8.0, 0.2, .program, false),
    ] as [(Disturbance, Double, Double, TargetCause.Kind, Bool?)])
  func `Who is reported for a target is compared with what was done, unless others were really there`(
    disturbance: Disturbance, cpu: Double, others: Double, reported: TargetCause.Kind, isRight: Bool?
  ) throws {
    let cause = try #require(
      SelftestJudge(run(disturbance)).causes(worked(cpu: cpu, others: others)).first { $0.target == .cpuUtilization })
    #expect(cause.reported == reported)
    #expect(cause.isRight == isRight)
  }

  @Test func `A run without a disturbance that tells of causes has none, nor has one that did not complete`() {
    #expect(SelftestJudge(run(.leak)).causes(worked(cpu: 8, others: 12)).isEmpty)
    #expect(SelftestJudge(run(.none)).causes(worked(cpu: 8, others: 12)).isEmpty)
    let crashed = RunRecord(
      notStarted: RunIdentity(mix: "busy", strategy: .hybrid, runtime: .swift), kind: .cpu, outcome: .crashed,
      reason: "ended by signal 9", startedAt: Timestamp(milliseconds: 0), endedAt: Timestamp(milliseconds: 1))
    #expect(SelftestJudge(run(.busy)).causes(crashed).isEmpty)
  }

  @Test func `A breach that others on the host have caused is no false alarm of a run that was left alone`() {
    let disturbed = worked(cpu: 8, others: 12)
    #expect(SelftestJudge(run(.none)).judge(disturbed).falseAlarms == 0)
    #expect(SelftestJudge(run(.none)).judge(worked(cpu: 8, others: 0.2)).falseAlarms == 1)
  }

  /// A run of ten seconds on two cores; where others had more than it could use, its threads waited for that.
  private func worked(cpu: Double, others: Double) -> RunRecord {
    let start = Timestamp(milliseconds: 1_700_000_000_000)
    return RunRecord(
      identity: RunIdentity(mix: "busy", strategy: .hybrid, runtime: .swift), kind: .cpu, io: nil, outcome: .completed,
      reason: nil,
      startedAt: start, workStartedAt: start, endedAt: start.advanced(bySeconds: 10), costSeconds: cpu,
      samples: (1...100).map { Sample(.cpuUtilization, elapsed: Double($0) / 10, value: cpu / 20) }, lastProgress: nil,
      account: RunAccount(ranSeconds: cpu, waitedSeconds: others),
      host: HostUse(seconds: 10, capacitySeconds: 20, othersSeconds: others),
      measurements: RunRecord.Measurements(
        result: .init(
          seconds: 10, itemsOk: 100, itemsFailed: 0, itemsTimeout: 0, itemsDropped: 0, retries: 0, queuePeak: 100,
          ioWaitSeconds: 0,
          cpuStepSeconds: cpu), idealSeconds: nil, histograms: [:], cpuUserSeconds: cpu, cpuSystemSeconds: 0, cores: 2,
        memoryPeakBytes: 20e6, bottleneck: .cores))
  }

  @Test(arguments: [(startsAfter: 8, error: 0), (startsAfter: 60, error: 60)] as [(Int64, Int)])
  func `A sleeping loop feels a stop from its next tick on, and not from much later`(startsAfter: Int64, error: Int) {
    let start = second + startsAfter * 1_000_000
    let record = record(
      injected: [],
      stalls: [
        Stall(
          startedNanoseconds: start, endedNanoseconds: second + 200_000_000, budget: StallBudget([.blocked: 0.1]),
          wasStopped: true)
      ])
    let findings = SelftestJudge(run(.stop), stopped: [second...second + 200_000_000]).judge(record).findings
    #expect(findings.map(\.reported) == ["blocked"])
    #expect(Int(((findings.first?.length?.error ?? -1) * 1000).rounded()) == error)
  }

  @Test(arguments: [(growth: 1_000_000.0, reported: "memory"), (growth: 0.0, reported: "none")])
  func `A run whose memory grows is a breach of memory`(growth: Double, reported: String) {
    let samples = (1...30).map { Sample(.memory, elapsed: Double($0) / 10, value: 20e6 + growth * Double($0)) }
    let findings = SelftestJudge(run(.leak)).judge(record(injected: [], stalls: [], samples: samples)).findings
    #expect(findings.map(\.reported) == [reported])
  }

  @Test func `A run that did not complete, and what was ordered and not done, are wrong`() {
    let crashed = RunRecord(
      notStarted: RunIdentity(mix: "idle", strategy: .async, runtime: .swift), kind: .idle, outcome: .crashed,
      reason: "ended by signal 9", startedAt: Timestamp(milliseconds: 0), endedAt: Timestamp(milliseconds: 1))
    let three = SelftestRun.runs(.compute, in: .swift, count: 3, cores: 2)[0]
    #expect(SelftestJudge(three).judge(crashed).findings.map(\.reported) == ["crashed", "crashed", "crashed"])
    #expect(SelftestJudge(run(.none)).judge(crashed).findings.map(\.isRight) == [false])
    let one = record(injected: [second...second + 150_000_000], stalls: [stall(second, milliseconds: 150, .callback)])
    #expect(SelftestJudge(three).judge(one).findings.map(\.reported) == ["callback", "none", "none"])
  }

  @Test func `Nothing injected and nothing reported is right`() {
    let (findings, falseAlarms) = SelftestJudge(run(.none)).judge(record(injected: [], stalls: []))
    #expect(findings.map(\.reported) == ["none"])
    #expect(findings.map(\.isRight) == [true])
    #expect(falseAlarms == 0)
  }

  private func run(_ disturbance: Disturbance) -> SelftestRun {
    SelftestRun.runs(disturbance, in: .swift, count: 1, cores: 2)[0]
  }

  private func stall(_ start: Int64, milliseconds: Int64, _ cause: StallCause, noticedAfter: Int64? = nil) -> Stall {
    Stall(
      startedNanoseconds: start, endedNanoseconds: start + milliseconds * 1_000_000,
      budget: StallBudget([cause: Double(milliseconds) / 1000]), noticedNanoseconds: noticedAfter.map { start + $0 * 1_000_000 })
  }

  private func record(injected: [ClosedRange<Int64>], stalls: [Stall], samples: [Sample] = []) -> RunRecord {
    let start = Timestamp(milliseconds: 1_700_000_000_000)
    return RunRecord(
      identity: RunIdentity(mix: "idle", strategy: .async, runtime: .swift), kind: .idle, io: nil, outcome: .completed,
      reason: nil,
      startedAt: start, workStartedAt: start, endedAt: start.advanced(bySeconds: 3), costSeconds: 0.1, samples: samples,
      lastProgress: nil, stalls: stalls, workStartedNanoseconds: 0,
      injected: injected.map { .init(kind: "compute", startedNs: $0.lowerBound, endedNs: $0.upperBound) },
      measurements: RunRecord.Measurements(
        result: .init(
          seconds: 3, itemsOk: 0, itemsFailed: 0, itemsTimeout: 0, itemsDropped: 0, retries: 0, queuePeak: 0, ioWaitSeconds: 0,
          cpuStepSeconds: 0), idealSeconds: nil,
        histograms: [
          .eventLoopLatency: LatencyHistogram(ascending: [.init(upperMicroseconds: 100, count: 300)]) ?? LatencyHistogram()
        ], cpuUserSeconds: 0.01, cpuSystemSeconds: 0.01, cores: 2, memoryPeakBytes: 20e6))
  }
}
