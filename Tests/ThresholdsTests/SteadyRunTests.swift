import Samples
import Testing
import Thresholds

/// Runs of ten seconds as the agent records them, of systems that keep up: every trend target is met.
@Suite struct SteadyRunTests {
  private static func evidence(
    runs: Int, _ quantity: Quantity, seed: UInt64, _ value: (_ sample: Int, _ noise: Double) -> Double
  ) -> Evidence {
    var noise = Noise(seed: seed)
    var evidence = Evidence()
    for _ in 0..<runs {
      let samples = (0..<100).map { Sample(quantity, elapsed: Double($0) / 10, value: value($0, noise.normal())) }
      evidence.add(
        RunEvidence(
          latency: LatencyHistogram(), samples: samples, wallSeconds: 10, cpuSeconds: 8, cores: 1, ioWaitSeconds: 0))
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

  // Bursts of work at the same moments of every run: each time the queue fills, and drains again.
  @Test(arguments: UInt64(1)...5, [2, 3, 5])
  func `a queue that fills and drains several times in every run is stable`(_ seed: UInt64, _ bursts: Int) {
    let evidence = Self.evidence(runs: 5, .queueDepth, seed: seed) { sample, noise in
      max(0, (Double(sample * bursts % 100) / 2 + noise).rounded())
    }
    #expect(TargetEvaluator.judge(.queueDepth, by: evidence).verdict == .met)
  }

  @Test(arguments: UInt64(1)...5)
  func `memory between two garbage collections is stable, and with a leak it is not`(_ seed: UInt64) {
    let stable = Self.evidence(runs: 5, .memory, seed: seed) { sample, noise in
      1e8 + 1e6 * Double(sample % 15) + 1e6 * noise
    }
    #expect(TargetEvaluator.judge(.memory, by: stable).verdict == .met)
    let leaking = Self.evidence(runs: 5, .memory, seed: seed) { sample, noise in
      1e8 + 1e6 * Double(sample % 15) + 1e6 * noise + 2e5 * Double(sample)
    }
    #expect(TargetEvaluator.judge(.memory, by: leaking).verdict == .breached)
  }
}
