import Samples
import Testing
import Thresholds

/// What single runs say of a target whose window holds them all.
@Suite struct RunFindingTests {
  /// One after the other comes into the window; what each comes to: `bad`, `critical`, `good`, or `-` of one that says nothing.
  private static func words(_ target: Target, _ runs: [RunEvidence]) -> [String] {
    var window = Evidence()
    return runs.map { run in
      window.add(run)
      let finding = TargetEvaluator.finding(of: run, target, in: (TargetEvaluator.judge(target, by: window), window))
      return finding.map { $0.isCritical ? "critical" : $0.isBad ? "bad" : "good" } ?? "-"
    }
  }

  private static func run(
    late seconds: Double = 0.001, ticks: UInt64 = 300, memory: [Double] = [], stalls: Int = 0, wall: Double = 3
  ) throws -> RunEvidence {
    let latency = LatencyHistogram(ascending: [.init(upperMicroseconds: UInt64(seconds * 1e6), count: ticks)])
    let samples = memory.enumerated().map { Sample(.memory, elapsed: wall * (0.3 + 0.6 * Double($0) / 20), value: $1) }
    let stall = Stall(startedNanoseconds: 0, endedNanoseconds: 200_000_000, budget: StallBudget([.callback: 0.2]))
    return RunEvidence(
      latency: ticks > 0 ? try #require(latency) : LatencyHistogram(), samples: samples, wallSeconds: wall, cpuSeconds: 1,
      cores: 2,
      ioWaitSeconds: 0, stalls: StallSummary(Array(repeating: stall, count: stalls)))
  }

  @Test func `A bad run keeps the window breached, and does not make the runs after it bad`() throws {
    let runs = try [Self.run(), Self.run(late: 0.2), Self.run(), Self.run(), Self.run(late: 0.7)]
    #expect(Self.words(.eventLoopLatency, runs) == ["good", "bad", "good", "good", "critical"])
    #expect(TargetEvaluator.judge(.eventLoopLatency, by: Evidence(runs.prefix(4))).verdict == .breached)
  }

  @Test func `A run with too few ticks counts by what the window says, if its own ticks are late as well`() throws {
    let runs = try [
      Self.run(late: 0.2, ticks: 60), Self.run(late: 0.2, ticks: 60), Self.run(ticks: 60), Self.run(late: 0.2, ticks: 60),
    ]
    // Of the first alone nothing is known: not even one of its ticks lies above its 99 % quantile.
    #expect(Self.words(.eventLoopLatency, runs) == ["good", "bad", "good", "bad"])
    #expect(try Self.words(.eventLoopLatency, [Self.run(ticks: 0)]) == ["-"])
  }

  /// Values that rise for sure, but so slowly in their noise that one run does not tell.
  private static func leak(rise: Double, seed: UInt64) -> [Double] {
    var dice = SplitMix64(state: seed)
    return (0..<20).map { step in
      let noise = Double(dice.next() >> 40) / 16_777_216 - 0.5
      let share: Double = 1 + rise * Double(step) / 20 + 0.16 * noise
      return 20_000_000 * share
    }
  }

  @Test func `A slow leak that only several runs show makes each of them bad that rises; a level run beside them is not`() throws
  {
    let leaks = try (0..<12).map { try Self.run(memory: Self.leak(rise: 0.09, seed: UInt64($0))) }
    let alone = leaks.map { TargetEvaluator.judge(.memory, by: Evidence([$0])).verdict }
    let words = Self.words(.memory, leaks)
    #expect(alone.count { $0 == .breached } < words.count { $0 == "bad" })
    #expect(words.suffix(6).count { $0 == "bad" } >= 3)
    let level = try Self.run(memory: Array(repeating: 20_000_000, count: 20))
    #expect(Self.words(.memory, leaks + [level]).last == "good")
  }

  @Test func `One run that grows is bad alone; those after it that do not are good`() throws {
    let growing = try Self.run(memory: (0..<20).map { 20_000_000 + Double($0) * 1_000_000 })
    let level = try Self.run(memory: Array(repeating: 20_000_000, count: 20))
    #expect(Self.words(.memory, [growing, level, level]) == ["bad", "good", "good"])
  }

  @Test func `Stalls that are counted over the window are the fault of the runs that have their part of them`() throws {
    let target = Target(.eventLoopLatency, .count, .below(5))
    let runs = try [Self.run(stalls: 2), Self.run(stalls: 2), Self.run(stalls: 2), Self.run(stalls: 0), Self.run(stalls: 9)]
    #expect(Self.words(target, runs) == ["good", "good", "bad", "good", "bad"])
  }
}
