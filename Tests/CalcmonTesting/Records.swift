package import Samples
import Telemetry

/// Run records for tests, with figures that can be told.
package enum Records {
  /// A histogram of so many equal values.
  package static func latency(milliseconds: UInt64, count: UInt64) -> LatencyHistogram {
    LatencyHistogram(ascending: [.init(upperMicroseconds: milliseconds * 1000, count: count)]) ?? LatencyHistogram()
  }

  /// A completed run of two seconds on two cores with twenty samples of each quantity, all targets kept.
  package static func completed(
    _ identity: RunIdentity = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift), kind: MixKind = .mixed,
    at start: Timestamp = Timestamp(milliseconds: 1_700_000_000_000),
    latency: LatencyHistogram = latency(milliseconds: 3, count: 200),
    memory: (Int) -> Double = { _ in 20_000_000 }, costSeconds: Double = 3.3, stalls: [Stall] = [],
    items: (ok: Int, failed: Int) = (1980, 10), seconds: Double = 2
  ) -> RunRecord {
    let samples = (1...20).flatMap { step in
      let elapsed = Double(step) / 10
      return [
        Sample(.eventLoopLatency, elapsed: elapsed, value: 0.003),
        Sample(.queueDepth, elapsed: elapsed, value: Double(2000 - 100 * step)),
        Sample(.cpuUtilization, elapsed: elapsed, value: 0.8),
        Sample(.memory, elapsed: elapsed, value: memory(step)),
        Sample(.ioWait, elapsed: elapsed, value: 0.1),
      ]
    }
    return RunRecord(
      identity: identity, kind: kind, io: .timer, outcome: .completed, reason: nil, startedAt: start,
      workStartedAt: start.advanced(bySeconds: 0.1), endedAt: start.advanced(bySeconds: 2.2), costSeconds: costSeconds,
      samples: samples, lastProgress: nil, stalls: stalls, workStartedNanoseconds: stalls.isEmpty ? nil : 0,
      account: RunAccount(ranSeconds: 3.2, waitedSeconds: 0.4, throttledSeconds: 0, stolenSeconds: 0.01),
      host: HostUse(
        seconds: 2.1, capacitySeconds: 4.2, othersSeconds: 0.5, agentSeconds: 0.02, cpuPressureSeconds: 0.6,
        memoryPressureSeconds: 0,
        ioPressureSeconds: 0.1, consumers: [CPUConsumer(name: "backup.service", seconds: 0.3)], hiddenReason: .ended,
        disk: DiskUse(
          device: "sda", isGuess: true, busySeconds: 0.4, bytes: 4_000_000, ownBytes: 40_960,
          consumers: [DiskConsumer(name: "backup.service", bytes: 3_000_000)], hiddenReason: .denied)),
      measurements: RunRecord.Measurements(
        result: .init(
          seconds: seconds, itemsOk: items.ok, itemsFailed: items.failed, itemsTimeout: items.failed, itemsDropped: 0, retries: 4,
          queuePeak: 1950,
          ioWaitSeconds: 0.2, cpuStepSeconds: 3.1),
        idealSeconds: 1.6,
        histograms: [
          .eventLoopLatency: latency, .itemDuration: Records.latency(milliseconds: 8, count: 2000),
          .ioStepDuration: Records.latency(milliseconds: 4, count: 2000),
          .queueWait: Records.latency(milliseconds: 900, count: 2000),
        ],
        cpuUserSeconds: 3, cpuSystemSeconds: 0.2, cores: 2, memoryPeakBytes: 20_000_000,
        bottleneck: .cores))
  }

  /// A run that crashed after some stalls.
  package static func stalled(
    _ stalls: [Stall], workStartedNanoseconds: Int64,
    identity: RunIdentity = RunIdentity(mix: "mixed", strategy: .sync, runtime: .asyncio),
    at start: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)
  ) -> RunRecord {
    RunRecord(
      identity: identity, kind: .mixed, io: .timer, outcome: .crashed, reason: "ended by signal 9", startedAt: start,
      workStartedAt: start.advanced(bySeconds: 0.1), endedAt: start.advanced(bySeconds: 2), costSeconds: 0.5, samples: [],
      lastProgress: nil, stalls: stalls, workStartedNanoseconds: workStartedNanoseconds, measurements: nil)
  }

  /// A run that gave no result.
  package static func ended(
    _ outcome: RunOutcome, reason: String, identity: RunIdentity = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift),
    at start: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)
  ) -> RunRecord {
    RunRecord(
      identity: identity, kind: .mixed, io: .timer, outcome: outcome, reason: reason, startedAt: start, workStartedAt: nil,
      endedAt: start.advanced(bySeconds: 1), costSeconds: 0.5, samples: [], lastProgress: nil, measurements: nil)
  }
}
