import Samples
import Testing
import Thresholds

/// What each statistic of each quantity is, and how much evidence it needs.
@Suite struct StatisticTests {
  private static func run(
    ticks: [(microseconds: UInt64, count: UInt64)] = [], wall: Double = 10, cpu: Double = 0, cores: Double = 1,
    waited: Double = 0,
    samples: Int = 10, queue: Double? = nil, memory: Double? = nil, stalls: [Double] = []
  ) throws -> RunEvidence {
    let flat = TrendSummary(TrendSeries(times: [0, 1], values: [1, 1]))
    let latency = try #require(
      LatencyHistogram(ascending: ticks.map { .init(upperMicroseconds: $0.microseconds, count: $0.count) }))
    return RunEvidence(
      latency: latency, queueDepth: flat, memory: flat, wallSeconds: wall, cpuSeconds: cpu, cores: cores, ioWaitSeconds: waited,
      cpuSamples: samples, ioWaitSamples: samples, queuePeak: queue, memoryPeak: memory, latencyMax: latency.maxSeconds,
      stalls: StallSummary(stalls.map(stall)))
  }

  private static func stall(_ seconds: Double) -> Stall {
    Stall(startedNanoseconds: 0, endedNanoseconds: Int64(seconds * 1e9), budget: StallBudget([.callback: seconds]))
  }

  private static func judge(_ name: TargetName, _ statistic: Statistic, _ runs: [RunEvidence]) -> Judgement {
    TargetEvaluator.judge(Target(name, statistic, .atLeast(0)), by: Evidence(runs))
  }

  private static let all: [Statistic] = [
    .quantile(0.99), .quantile(1), .max, .avg, .rate, .count, .last, .ratio, .trend(.queueDepth), .trend(.memory),
  ]

  @Test(arguments: TargetName.allCases, all)
  func `without runs no statistic is known`(_ name: TargetName, _ statistic: Statistic) {
    let judgement = Self.judge(name, statistic, [])
    #expect(judgement.verdict == .unknown)
    #expect(judgement.value == nil)
    #expect(judgement.samples == 0)
  }

  @Test(
    arguments: [
      (.max, 3), (.quantile(1), 3), (.avg, 1.5), (.quantile(0.5), 1), (.last, 1),
    ] as [(Statistic, Double)])
  func `the loop's lateness has a greatest, a mean and a newest value`(_ statistic: Statistic, _ value: Double) throws {
    let runs = [
      try Self.run(ticks: [(1_000_000, 1), (3_000_000, 1)]), try Self.run(ticks: [(1_000_000, 2)]),
    ]
    let judgement = Self.judge(.eventLoopLatency, statistic, runs)
    #expect(judgement.value == value)
    #expect(judgement.verdict == .met)
    #expect(judgement.samples == (statistic == .last ? 1 : 4))
  }

  @Test(arguments: [.max, .quantile(1), .last] as [Statistic])
  func `one late tick of a thousand is the greatest`(_ statistic: Statistic) throws {
    let run = try Self.run(ticks: [(1_000, 999), (3_000_000, 1)])
    #expect(Self.judge(.eventLoopLatency, statistic, [run]).value == 3)
    #expect(Self.judge(.eventLoopLatency, .quantile(0.999), [run]).value == 0.001)
  }

  @Test(arguments: [.max, .avg, .quantile(1), .last] as [Statistic])
  func `one tick is enough for the greatest and the mean, and none is not`(_ statistic: Statistic) throws {
    #expect(Self.judge(.eventLoopLatency, statistic, [try Self.run(ticks: [(5_000, 1)])]).value == 0.005)
    let none = Self.judge(.eventLoopLatency, statistic, [try Self.run()])
    #expect(none.verdict == .unknown)
    #expect(none.samples == 0)
  }

  @Test(arguments: [-0.5, 1.5, .nan, .infinity])
  func `a quantile that is none is unknown`(_ share: Double) throws {
    #expect(Self.judge(.eventLoopLatency, .quantile(share), [try Self.run(ticks: [(5_000, 500)])]).verdict == .unknown)
  }

  @Test(arguments: [(.count, 3), (.rate, 0.15), (.ratio, 0.1)] as [(Statistic, Double)])
  func `stalls are counted, a time, and as a share of wall time`(_ statistic: Statistic, _ value: Double) throws {
    let runs = [try Self.run(wall: 5, stalls: [0.5, 0.5]), try Self.run(wall: 15, stalls: [1])]
    let judgement = Self.judge(.eventLoopLatency, statistic, runs)
    #expect(abs(try #require(judgement.value) - value) < 1e-12)
    #expect(judgement.samples == 2)
  }

  @Test(arguments: [.count, .rate, .ratio] as [Statistic])
  func `a run without stalls has none, and one without wall time says nothing`(_ statistic: Statistic) throws {
    #expect(Self.judge(.eventLoopLatency, statistic, [try Self.run(wall: 0.1)]).value == 0)
    #expect(Self.judge(.eventLoopLatency, statistic, [try Self.run(wall: 0)]).verdict == .unknown)
  }

  @Test(arguments: [TargetName.queueDepth, .memory])
  func `the peak is that of all runs, and the last that of the newest`(_ name: TargetName) throws {
    let runs = try [20.0, 70, 30].map { try Self.run(queue: $0, memory: $0) }
    let (peak, last) = (Self.judge(name, .max, runs), Self.judge(name, .last, runs))
    #expect(peak.value == 70)
    #expect(peak.samples == 3)
    #expect(last.value == 30)
    #expect(last.samples == 1)
    let unseen = [try Self.run()]
    #expect(Self.judge(name, .max, unseen).verdict == .unknown)
    #expect(Self.judge(name, .max, unseen).samples == 0)
    #expect(Self.judge(name, .last, runs + unseen).verdict == .unknown)
    #expect(Self.judge(name, .last, runs + unseen).samples == 0)
  }

  @Test(arguments: [(.cpuUtilization, 0.75), (.ioWait, 0.3)] as [(TargetName, Double)])
  func `the last share is that of the newest run`(_ name: TargetName, _ value: Double) throws {
    let old = try Self.run(wall: 1000, cpu: 10, waited: 1)
    let judgement = Self.judge(name, .last, [old, try Self.run(wall: 10, cpu: 15, cores: 2, waited: 3, samples: 12)])
    #expect(judgement.value == value)
    #expect(judgement.samples == 12)
  }

  @Test(arguments: [TargetName.cpuUtilization, .ioWait], [(9, 10.0), (10, 0)])
  func `the last share needs ten samples and some time`(_ name: TargetName, _ given: (samples: Int, wall: Double)) throws {
    let old = try Self.run(wall: 1000, cpu: 10, waited: 1, samples: 1000)
    let judgement = Self.judge(name, .last, [old, try Self.run(wall: given.wall, samples: given.samples)])
    #expect(judgement.verdict == .unknown)
    #expect(judgement.value == nil)
    #expect(judgement.samples == given.samples)
  }
}
