import Foundation
import Reporting
import Runs
import Samples
import Telemetry
import Testing
import Workloads

extension RunTable {
  static func mixed(_ records: [RunRecord]) -> RunTable { RunTable(.mixed, cores: 2, records: records) }

  /// Two runtimes, repeats, a breach, items that failed, a run that was killed, one that failed.
  static var comparison: RunTable {
    mixed([
      .completed(.sync, seconds: 10.04, milliseconds: 90, cpuSeconds: 4, ioWait: 6, stalls: Stalls.ofCode),
      .completed(.hybrid, seconds: 2),
      .completed(.hybrid, seconds: 2.5, failed: 3, retries: 12), .completed(.hybrid, seconds: 1.9),
      .completed(
        .sync, .asyncio, seconds: 16, milliseconds: 4, cpuSeconds: 12, ioWait: 3, memory: 48_234_496, isPSS: false,
        stalls: Stalls.ofHost, failedReadings: ["process_tree": "/proc/7/stat: ends before field 14 (utime)"]),
      .ended(.threads, .timeout, reason: "still running at its deadline of 60.0 s", done: 71, elapsed: 59.9, in: .asyncio),
      .completed(.hybrid, .asyncio, seconds: 4, ideal: nil, memory: nil),
      .ended(.async, .failed, reason: "python3 is not installed", in: .asyncio),
    ])
  }

  static func guide(items: Int) -> RunTable {
    RunTable(
      .guide, cores: 2,
      records: zip(Strategy.allCases, [4.52, 2.3, 1.84, 1.21]).map {
        RunRecord.completed($0, items: items, seconds: $1, cpuSeconds: 1.75)
      })
  }

  func jsonObject() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json().utf8)) as? [String: Any])
  }

  func jsonRuns() throws -> [[String: Any]] { try #require(try jsonObject()["runs"] as? [[String: Any]]) }
}

/// Records of runs with figures that can be told.
extension RunRecord {
  private static let start = Timestamp(milliseconds: 1_700_000_000_000)

  static func completed(
    _ strategy: Strategy, _ runtime: Runtime = .swift, items: Int = 100, seconds: Double = 2, milliseconds: UInt64 = 3,
    ticks: UInt64 = 200, failed: Int = 0, timeout: Int = 0, dropped: Int = 0, retries: Int = 0, queuePeak: Int = 95,
    cpuSeconds: Double = 3.2, ioWait: Double = 0.2, ideal: Double? = 1, memory: Double? = 20_971_520, isPSS: Bool = true,
    stalls: [Stall] = [], failedReadings: [String: String] = [:]
  ) -> RunRecord {
    let samples = (1...20).flatMap { step in
      let elapsed = seconds * Double(step) / 20
      return [
        Sample(.eventLoopLatency, elapsed: elapsed, value: 0.003),
        Sample(.queueDepth, elapsed: elapsed, value: Double(100 - 5 * step)),
        Sample(.cpuUtilization, elapsed: elapsed, value: 0.8), Sample(.memory, elapsed: elapsed, value: 20_971_520),
        Sample(.ioWait, elapsed: elapsed, value: 0.1),
      ]
    }
    // The 99th of a hundred values is twice the median, the highest three times.
    let latency = LatencyHistogram(
      ascending: [(1, ticks - 3), (2, 2), (3, 1)].map { .init(upperMicroseconds: $0 * milliseconds * 1000, count: $1) })
    return RunRecord(
      identity: RunIdentity(mix: "mixed", strategy: strategy, runtime: runtime), kind: .mixed, io: .timer, outcome: .completed,
      reason: nil, startedAt: start, workStartedAt: start, endedAt: start.advanced(bySeconds: seconds), costSeconds: cpuSeconds,
      samples: samples, lastProgress: progress(done: items, elapsed: seconds), stalls: stalls, failedReadings: failedReadings,
      measurements: RunRecord.Measurements(
        result: RunResult(
          seconds: seconds, itemsOk: items - failed - timeout - dropped, itemsFailed: failed, itemsTimeout: timeout,
          itemsDropped: dropped, retries: retries, queuePeak: queuePeak, ioWaitSeconds: ioWait, cpuStepSeconds: cpuSeconds),
        idealSeconds: ideal, histograms: [.eventLoopLatency: latency ?? LatencyHistogram()], cpuUserSeconds: cpuSeconds * 0.75,
        cpuSystemSeconds: cpuSeconds * 0.25, cores: 2, memoryPeakBytes: memory,
        memoryIsProportional: memory.map { _ in isPSS }))
  }

  static func ended(
    _ strategy: Strategy, _ outcome: RunOutcome, reason: String = "it was so", done: Int? = nil, elapsed: Double = 1,
    in runtime: Runtime = .swift
  ) -> RunRecord {
    RunRecord(
      identity: RunIdentity(mix: "mixed", strategy: strategy, runtime: runtime), kind: .mixed, io: .timer, outcome: outcome,
      reason: reason, startedAt: start, workStartedAt: nil, endedAt: start.advanced(bySeconds: 1), costSeconds: 0.5, samples: [],
      lastProgress: done.map { progress(done: $0, elapsed: elapsed) }, measurements: nil)
  }

  private static func progress(done: Int, elapsed: Double) -> WorkProgress {
    WorkProgress(
      elapsed: elapsed, queueDepth: 5, inFlight: 2, done: done, ioWaitSeconds: 0.1, eventLoopLatencySeconds: 0.003)
  }
}
