import Runs
import Samples
import Telemetry
import Workloads

/// Runs as the agent records them, with figures from a seed.
struct SyntheticRuns {
  private var random = Random(state: 1)

  /// Mixes × strategies: so many series of each quantity.
  static func identities(_ count: Int) -> [RunIdentity] {
    let mixes = ["io-bound", "cpu-bound", "mixed", "realtime", "checkout", "search"]
    let all = Runtime.allCases.flatMap { runtime in
      mixes.map { RunIdentity(mix: $0, strategy: .hybrid, runtime: runtime) }
    }
    return (0..<count).map { index in
      let identity = all[index % all.count]
      return index < all.count
        ? identity : RunIdentity(mix: "\(identity.mix)-\(index / all.count)", strategy: .hybrid, runtime: identity.runtime)
    }
  }

  /// A completed run with so many samples of each quantity: three of the child at one instant, two of the agent at another.
  mutating func run(_ identity: RunIdentity, instants: Int, at start: Timestamp) -> RunRecord {
    var samples: [Sample] = []
    samples.reserveCapacity(instants * 5)
    for step in 1...instants {
      let elapsed = Double(step) / 10
      samples.append(Sample(.eventLoopLatency, elapsed: elapsed, value: Double(50 + random.below(4000)) / 1e6))
      samples.append(Sample(.queueDepth, elapsed: elapsed, value: Double(random.below(200))))
      samples.append(Sample(.ioWait, elapsed: elapsed, value: Double(random.below(1000)) / 1000))
      samples.append(Sample(.memory, elapsed: elapsed + 0.053, value: 20e6 + Double(random.below(500)) * 4096))
      samples.append(Sample(.cpuUtilization, elapsed: elapsed + 0.053, value: Double(random.below(1000)) / 1000))
    }
    let seconds = Double(instants) / 10 + 0.1
    return RunRecord(
      identity: identity, kind: .mixed, io: .timer, outcome: .completed, reason: nil, startedAt: start,
      workStartedAt: start.advanced(bySeconds: 0.2), endedAt: start.advanced(bySeconds: seconds + 0.3), costSeconds: seconds,
      samples: samples, lastProgress: nil,
      measurements: RunRecord.Measurements(
        result: .init(
          seconds: seconds, itemsOk: 2000, itemsFailed: 0, itemsTimeout: 0, itemsDropped: 0, retries: 0,
          queuePeak: 150 + random.below(50), ioWaitSeconds: seconds * 0.1, cpuStepSeconds: seconds * 1.5),
        idealSeconds: seconds * 0.95,
        histograms: [
          .eventLoopLatency: latency(ticks: instants * 10, buckets: 80), .itemDuration: latency(ticks: 2000, buckets: 300),
          .ioStepDuration: latency(ticks: 2000, buckets: 200), .queueWait: latency(ticks: 2000, buckets: 300),
        ],
        cpuUserSeconds: seconds * 1.5, cpuSystemSeconds: 0.1, cores: 2, memoryPeakBytes: 22e6, memoryIsProportional: true))
  }

  private mutating func latency(ticks: Int, buckets: Int) -> LatencyHistogram {
    var upper: UInt64 = 40
    let buckets = (0..<buckets).map { _ in
      upper += 1 + UInt64(random.below(20))
      return LatencyHistogram.Bucket(upperMicroseconds: upper, count: UInt64(1 + random.below(max(1, 2 * ticks / buckets))))
    }
    return LatencyHistogram(ascending: buckets) ?? LatencyHistogram()
  }
}

/// Sebastiano Vigna's splitmix64: the same figures on every machine.
struct Random {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }
}
