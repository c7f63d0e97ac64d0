import Samples
import Testing
import Thresholds

/// Several conditions, a critical and a clearing limit: what decides, and how bad or good it is.
@Suite struct JudgementTests {
  /// Every tick 200 ms late; no queue was seen, and 2 s of 10 s were lost to stalls.
  private static func evidence(ticks: UInt64 = 100) throws -> Evidence {
    var evidence = Evidence()
    evidence.latency = try #require(LatencyHistogram(ascending: [.init(upperMicroseconds: 200_000, count: ticks)]))
    evidence.wallSeconds = 10
    evidence.stalls.add(Stall(startedNanoseconds: 0, endedNanoseconds: 2_000_000_000, budget: StallBudget([.callback: 2])))
    return evidence
  }

  private static func judge(_ target: Target, ticks: UInt64 = 100) throws -> Judgement {
    TargetEvaluator.judge(target, by: try evidence(ticks: ticks))
  }

  private static let kept = Condition(.max, .below(1))
  private static let keptToo = Condition(.ratio, .atMost(0.2))
  private static let broken = Condition(.count, .below(1))
  private static let brokenToo = Condition(.avg, .above(1))
  private static let unknown = Condition(.quantile(0.999), .below(1))
  private static let unknownToo = Condition(.last, .below(1))

  @Test(
    arguments: [
      ([kept], kept, .met), ([kept, keptToo], kept, .met), ([keptToo, kept], keptToo, .met),
      ([broken], broken, .breached), ([kept, broken], broken, .breached), ([kept, brokenToo, broken], brokenToo, .breached),
      ([unknown, kept, broken], broken, .breached), ([broken, unknown], broken, .breached),
      ([unknown], unknown, .unknown), ([kept, unknown], unknown, .unknown), ([kept, unknownToo, unknown], unknownToo, .unknown),
    ] as [([Condition], Condition, Verdict)])
  func `the first that is broken decides, else the first without data, else the first`(
    _ conditions: [Condition], _ deciding: Condition, _ verdict: Verdict
  ) throws {
    let target = Target(.eventLoopLatency, conditions)
    let judgement = try Self.judge(target)
    #expect(judgement.target == target)
    #expect(judgement.condition == deciding)
    #expect(judgement.verdict == verdict)
    #expect((judgement.value == nil) == (verdict == .unknown))
  }

  @Test func `value and samples are those of the condition that decides`() throws {
    let judgement = try Self.judge(Target(.eventLoopLatency, [Self.kept, Self.broken]))
    #expect(judgement.value == 1)
    #expect(judgement.samples == 0)
    let other = try Self.judge(Target(.eventLoopLatency, [Self.kept, Self.brokenToo]))
    #expect(other.value == 0.2)
    #expect(other.samples == 100)
  }

  @Test(
    arguments: [
      ([broken], [], false), ([broken], [brokenToo], true), ([broken], [kept], false), ([broken], [kept, brokenToo], true),
      ([broken], [unknown], false), ([broken], [unknown, brokenToo], true), ([kept], [broken], false),
      ([unknown], [broken], false), ([unknown, broken], [broken], true),
    ] as [([Condition], [Condition], Bool)])
  func `a breach is critical where a condition of the critical limit is broken`(
    _ conditions: [Condition], _ critical: [Condition], _ isCritical: Bool
  ) throws {
    #expect(try Self.judge(Target(.eventLoopLatency, conditions, critical: critical)).isCritical == isCritical)
  }

  @Test(
    arguments: [
      ([kept], [], true), ([kept], [keptToo], true), ([kept], [broken], false), ([kept], [unknown], false),
      ([kept], [keptToo, unknown], false), ([kept], [keptToo, broken], false), ([broken], [], false), ([broken], [kept], false),
      ([unknown], [], false), ([unknown], [kept], false), ([kept, keptToo], [kept, keptToo], true),
    ] as [([Condition], [Condition], Bool)])
  func `it is clear where the target is met and all of the clearing limit is kept`(
    _ conditions: [Condition], _ clearing: [Condition], _ isClear: Bool
  ) throws {
    #expect(try Self.judge(Target(.eventLoopLatency, conditions, clearing: clearing)).isClear == isClear)
  }

  @Test(
    arguments: [(99_999, .met, false), (100_000, .breached, false), (499_999, .breached, false), (500_000, .breached, true)]
      as [(UInt64, Verdict, Bool)])
  func `of the standard targets lateness is critical from half a second on`(
    _ microseconds: UInt64, _ verdict: Verdict, _ isCritical: Bool
  ) throws {
    var evidence = Evidence()
    evidence.latency = try #require(LatencyHistogram(ascending: [.init(upperMicroseconds: microseconds, count: 100)]))
    let judgement = TargetEvaluator.judge(.eventLoopLatency, by: evidence)
    #expect(judgement.verdict == verdict)
    #expect(judgement.isCritical == isCritical)
    #expect(judgement.isClear == (verdict == .met))
  }

  @Test(arguments: [.below(1), .atMost(1), .above(0), .atLeast(0), .within(0...1)] as [Limit])
  func `what is not a number is never met`(_ limit: Limit) {
    var evidence = Evidence()
    (evidence.cpuSeconds, evidence.capacitySeconds, evidence.cpuSamples) = (.nan, 10, 10)
    let judgement = TargetEvaluator.judge(Target(.cpuUtilization, .ratio, limit), by: evidence)
    #expect(judgement.verdict == .breached)
    #expect(!judgement.isClear)
    #expect(judgement.valueText == "nan %")
  }

  @Test func `the window changes nothing in what is found in given evidence`() throws {
    let judgement = try Self.judge(Target(.eventLoopLatency, [Self.kept], window: 60))
    #expect(judgement.verdict == .met)
    #expect(judgement.target.window == 60)
  }
}
