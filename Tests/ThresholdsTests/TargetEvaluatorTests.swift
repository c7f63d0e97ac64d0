import Samples
import Testing
import Thresholds

@Suite struct TargetEvaluatorTests {
  private static func rising(_ slope: Double, from level: Double = 100, count: Int = 100) -> TrendSummary {
    TrendSummary(TrendSeries(times: (0..<count).map(Double.init), values: (0..<count).map { level + slope * Double($0) }))
  }

  private static func latency(_ pairs: [(UInt64, UInt64)]) throws -> Evidence {
    var evidence = Evidence()
    evidence.latency = try #require(
      LatencyHistogram(ascending: pairs.map { .init(upperMicroseconds: $0.0, count: $0.1) }))
    return evidence
  }

  @Test(arguments: Target.standard(for: .cpu))
  func `without evidence every target is unknown`(_ target: Target) {
    let judgement = TargetEvaluator.judge(target, by: Evidence())
    #expect(judgement.verdict == .unknown)
    #expect(judgement.value == nil)
    #expect(judgement.samples == 0)
    #expect(judgement.target == target)
  }

  // The 99th of a hundred values decides, and 100 ms are not less than 100 ms.
  @Test(
    arguments: [
      ([(50_000, 99), (5_000_000, 1)], 0.05, .met),
      ([(99_999, 100)], 0.099999, .met),
      ([(100_000, 100)], 0.1, .breached),
      ([(50_000, 98), (200_000, 2)], 0.2, .breached),
      ([(50_000, 990), (200_000, 10)], 0.05, .met),
      ([(50_000, 989), (200_000, 11)], 0.2, .breached),
    ] as [([(UInt64, UInt64)], Double, Verdict)])
  func `the loop is responsive while p99 is below 100 ms`(
    _ pairs: [(UInt64, UInt64)], _ value: Double, _ verdict: Verdict
  ) throws {
    let judgement = TargetEvaluator.judge(.eventLoopLatency, by: try Self.latency(pairs))
    #expect(judgement.value == value)
    #expect(judgement.verdict == verdict)
  }

  @Test(arguments: [(99, .unknown), (100, .met)] as [(UInt64, Verdict)])
  func `p99 needs a hundred values`(_ count: UInt64, _ verdict: Verdict) throws {
    let judgement = TargetEvaluator.judge(.eventLoopLatency, by: try Self.latency([(1_000, count)]))
    #expect(judgement.verdict == verdict)
    #expect(judgement.samples == Int(count))
    #expect((judgement.value == nil) == (verdict == .unknown))
  }

  @Test(arguments: [(0.5, 1, 2), (0.9, 9, 10), (0.999, 999, 1_000), (1, 0, 1)] as [(Double, UInt64, UInt64)])
  func `a quantile needs as many values as lie below one above it`(_ q: Double, _ few: UInt64, _ enough: UInt64) throws {
    let target = Target(.eventLoopLatency, .quantile(q), .below(0.1))
    let none = few == 0 ? Evidence() : try Self.latency([(1_000, few)])
    #expect(TargetEvaluator.judge(target, by: none).verdict == .unknown)
    #expect(TargetEvaluator.judge(target, by: try Self.latency([(1_000, enough)])).verdict == .met)
  }

  @Test(arguments: [(0.5, 0.5, .breached), (0.001, 0, .met), (0, 0, .met), (-0.5, -0.5, .met)] as [(Double, Double, Verdict)])
  func `the queue may fall and stand but not rise`(_ slope: Double, _ value: Double, _ verdict: Verdict) throws {
    var evidence = Evidence()
    evidence.queueDepth = [Self.rising(slope)]
    let judgement = TargetEvaluator.judge(.queueDepth, by: evidence)
    #expect(abs(try #require(judgement.value) - value) < 1e-9)
    #expect(judgement.verdict == verdict)
    #expect(judgement.samples == 100)
  }

  // From 100: 5 % of the level are about 5, so that 0.04 a second over 99 s are noise and 0.1 are a leak.
  @Test(arguments: [(0.1, .breached), (0.04, .met), (0, .met), (-1, .met)] as [(Double, Verdict)])
  func `memory may fall and stand but not rise`(_ slope: Double, _ verdict: Verdict) {
    var evidence = Evidence()
    evidence.memory = [Self.rising(slope)]
    #expect(TargetEvaluator.judge(.memory, by: evidence).verdict == verdict)
  }

  @Test(arguments: [Target.queueDepth, Target.memory])
  func `seven values are too few for a trend`(_ target: Target) {
    var evidence = Evidence()
    evidence.queueDepth = [Self.rising(1, count: 7)]
    evidence.memory = [Self.rising(1, count: 7)]
    let judgement = TargetEvaluator.judge(target, by: evidence)
    #expect(judgement.verdict == .unknown)
    #expect(judgement.value == nil)
    #expect(judgement.samples == 7)
  }

  @Test(
    arguments: [
      (7, .met), (8, .met), (9, .met), (6.99, .breached), (9.01, .breached), (0, .breached), (20, .breached),
    ] as [(Double, Verdict)])
  func `CPU utilisation stays in its band`(_ cpuSeconds: Double, _ verdict: Verdict) {
    var evidence = Evidence()
    (evidence.cpuSeconds, evidence.capacitySeconds, evidence.cpuSamples) = (cpuSeconds, 10, 10)
    let judgement = TargetEvaluator.judge(.cpuUtilization, by: evidence)
    #expect(judgement.value == cpuSeconds / 10)
    #expect(judgement.verdict == verdict)
  }

  /// Runs of 10 s by the cores that were there for each and the share of them that it used.
  @Test(
    arguments: [
      ([(0.1, 1.1)], nil, .unknown), ([(0.24, 0.5)], nil, .unknown), ([(0.1, 0.65), (0.1, 0.92)], nil, .unknown),
      ([(0.25, 0.65)], 0.65, .breached), ([(0.37, 0.8)], 0.8, .met), ([(1, 0.8)], 0.8, .met),
      ([(0.1, 1.1), (1, 0.8)], 0.8, .met), ([(1, 0.5), (0.1, 1.1)], 0.5, .breached),
    ] as [([(cores: Double, share: Double)], Double?, Verdict)])
  func `CPU utilisation is judged by runs that had a quarter of a core`(
    _ runs: [(cores: Double, share: Double)], _ value: Double?, _ verdict: Verdict
  ) {
    let empty = TrendSummary(TrendSeries(times: [], values: []))
    let evidence = Evidence(
      runs.map {
        RunEvidence(
          latency: LatencyHistogram(), queueDepth: empty, memory: empty, wallSeconds: 10, cpuSeconds: $0.share * $0.cores * 10,
          cores: $0.cores, ioWaitSeconds: 0, cpuSamples: 100, ioWaitSamples: 100)
      })
    let judgement = TargetEvaluator.judge(.cpuUtilization, by: evidence)
    #expect(judgement.verdict == verdict)
    #expect(judgement.value.map { ($0 * 1000).rounded() / 1000 } == value)
    #expect((judgement.shortage?.scarceCores == nil) == (verdict != .unknown))
    if runs.map(\.cores) == [0.1] { #expect(judgement.shortage?.text == "0.1 of the 0.25 cores that it is judged from") }
  }

  @Test(arguments: [(0, .met), (4.99, .met), (5, .breached), (10, .breached)] as [(Double, Verdict)])
  func `less than half of the time is lost to waiting`(_ waited: Double, _ verdict: Verdict) {
    var evidence = Evidence()
    (evidence.ioWaitSeconds, evidence.wallSeconds, evidence.ioWaitSamples) = (waited, 10, 10)
    let judgement = TargetEvaluator.judge(.ioWait, by: evidence)
    #expect(judgement.value == waited / 10)
    #expect(judgement.verdict == verdict)
  }

  @Test(arguments: [Target.cpuUtilization, Target.ioWait], [(9, 10.0), (10, 0)])
  func `a ratio needs ten samples and some time`(_ target: Target, _ given: (samples: Int, seconds: Double)) {
    var evidence = Evidence()
    (evidence.cpuSeconds, evidence.capacitySeconds, evidence.cpuSamples) = (0, given.seconds, given.samples)
    (evidence.ioWaitSeconds, evidence.wallSeconds, evidence.ioWaitSamples) = (0, given.seconds, given.samples)
    let judgement = TargetEvaluator.judge(target, by: evidence)
    #expect(judgement.verdict == .unknown)
    #expect(judgement.value == nil)
    #expect(judgement.samples == given.samples)
  }

  @Test(arguments: [
    Target(.memory, .quantile(0.99), .below(1)), Target(.queueDepth, .avg, .below(1)),
    Target(.eventLoopLatency, .trend(TrendTest(minimumRise: .absolute(0))), .atMost(0)),
    Target(.cpuUtilization, .trend(TrendTest(minimumRise: .absolute(0))), .atMost(0)), Target(.cpuUtilization, .max, .below(1)),
    Target(.ioWait, .count, .below(1)), Target(.memory, .rate, .below(1)), Target(.queueDepth, .ratio, .below(1)),
  ])
  func `a statistic that the quantity does not have is unknown`(_ target: Target) throws {
    var evidence = try Self.latency([(1_000, 1_000)])
    evidence.memory = [Self.rising(1)]
    (evidence.cpuSeconds, evidence.capacitySeconds, evidence.cpuSamples) = (8, 10, 100)
    #expect(TargetEvaluator.judge(target, by: evidence).verdict == .unknown)
  }
}
