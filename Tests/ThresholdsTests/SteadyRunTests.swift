import Samples
import Testing
import Thresholds

/// Runs of ten seconds as the agent records them, each of a system that keeps up: every trend target is met.
@Suite struct SteadyRunTests {
  private static func evidence(
    runs: Int, _ quantity: Quantity, seed: UInt64, _ value: (_ sample: Int, _ noise: Double) -> Double
  ) -> Evidence {
    var noise = Noise(seed: seed)
    var evidence = Evidence()
    for _ in 0..<runs {
      let samples = (0..<100).map { Sample(quantity, elapsed: Double($0) / 10, value: value($0, noise.normal())) }
      evidence.add(
        latency: LatencyHistogram(), samples: samples, wallSeconds: 10, cpuSeconds: 8, cores: 1, ioWaitSeconds: 0)
    }
    return evidence
  }

  @Test(arguments: UInt64(1)...5)
  func `memory that is taken in the first quarter and kept is stable`(_ seed: UInt64) {
    let evidence = Self.evidence(runs: 10, .memory, seed: seed) { sample, noise in
      Double(min(sample, 20)) * 1e6 + 3e6 * noise
    }
    #expect(TargetEvaluator.judge(.memory, by: evidence).verdict == .met)
  }

  // A queue is empty at the start of every run and takes a moment to come to its level; that is not a system that falls behind.
  @Test(arguments: UInt64(1)...5)
  func `a queue that comes to its level in the first second and keeps it is stable`(_ seed: UInt64) {
    let evidence = Self.evidence(runs: 10, .queueDepth, seed: seed) { sample, noise in
      max(0, (Double(min(sample, 10)) * 2 + (sample < 10 ? 0 : 3 * noise)).rounded())
    }
    #expect(TargetEvaluator.judge(.queueDepth, by: evidence).verdict == .met)
  }
}
