import Rendering
import Samples
import Testing
import Thresholds

@Suite struct JudgementWordsTests {
  /// Runs whose queue and memory rise by so much a tenth of a second.
  private static func evidence(rise: Double, memory: Double = 0, ioWait: Double = 0.0) -> Evidence {
    var evidence = Evidence()
    for _ in 0..<3 {
      let samples = (1...40).flatMap { step in
        let elapsed = Double(step) / 10
        return [
          Sample(.queueDepth, elapsed: elapsed, value: 5000 + rise * Double(step)),
          Sample(.memory, elapsed: elapsed, value: 2e7 + memory * Double(step)),
          Sample(.cpuUtilization, elapsed: elapsed, value: 0.5), Sample(.ioWait, elapsed: elapsed, value: ioWait),
        ]
      }
      evidence.add(
        RunEvidence(
          latency: LatencyHistogram(ascending: [.init(upperMicroseconds: 139, count: 400)]) ?? LatencyHistogram(),
          samples: samples, wallSeconds: 4, cpuSeconds: 8, cores: 4, ioWaitSeconds: 4 * ioWait))
    }
    return evidence
  }

  private static func judgement(_ target: Target, _ evidence: Evidence) -> Judgement {
    TargetEvaluator.judge(target, by: evidence)
  }

  @Test(
    arguments: [
      (.queueDepth, evidence(rise: 1.75), "+17.5 items/s", "grows by 17.5 items/s, must not grow"),
      (.queueDepth, evidence(rise: 0), "steady", "steady"), (.queueDepth, evidence(rise: -100), "steady", "steady"),
      (.memory, evidence(rise: 0), "steady", "steady"),
      (.memory, evidence(rise: 0, memory: 1e6), "+9.54 MiB/s", "grows by 9.54 MiB/s, must not grow"),
      (
        Target(.queueDepth, .trend(.queueDepth), .below(20)), evidence(rise: 1.75), "+17.5 items/s",
        "grows by 17.5 items/s, limit trend < 20 items/s"
      ),
      (.cpuUtilization, evidence(rise: 0), "50 %", "50 %, limit 70-90 %"),
      (.eventLoopLatency, evidence(rise: 0), "139 us", "139 us, limit p(99) < 100 ms"),
      (.ioWait, evidence(rise: 0, ioWait: 0.00003), "< 0.1 %", "< 0.1 %, limit < 50 %"),
      (.ioWait, evidence(rise: 0), "0 %", "0 %, limit < 50 %"),
      (.queueDepth, Evidence(), "-", "not judged yet, must not grow"),
    ] as [(Target, Evidence, String, String)])
  func `A slope is a growth, none is steady, and everything else has its limit`(
    target: Target, evidence: Evidence, short: String, account: String
  ) {
    let judgement = Self.judgement(target, evidence)
    #expect(judgement.shortText == short)
    #expect(judgement.accountText == account)
  }

  @Test(
    arguments: [
      (.cpuUtilization, "70-90 %"), (.memory, "must not grow"), (.eventLoopLatency, "p(99) < 100 ms"),
      (Target(.eventLoopLatency, .last, .within(0.1...2)), "last 100 ms to 2 s"),
      (Target(.queueDepth, .trend(.queueDepth), .atMost(5)), "trend <= 5 items/s"),
      (Target(.cpuUtilization, [Condition(.ratio, .within(0.7...0.9))], window: 600), "70 % .. 90 % over 10 m"),
    ] as [(Target, String)])
  func `A limit is told in words`(target: Target, text: String) { #expect(target.limitWords == text) }
}
