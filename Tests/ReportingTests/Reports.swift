import Foundation
import Reporting
import Samples
import Storage
import Thresholds

/// Reports for tests, with figures that can be told.
enum Reports {
  static let since = Timestamp(milliseconds: 1_700_000_000_000)
  static let until = Timestamp(milliseconds: 1_700_003_600_000)

  /// Four runs in an hour and one of each verdict; stalls, a drift, a window that is not whole, a comparison with each outcome.
  static var full: Report {
    var report = Report(
      [
        history("mixed", .mixed, milliseconds: 250, stalls: Stalls.ofCode), besideOthers(history("cpu-bound", .cpu)), failing,
      ],
      drifts: [
        .init(runtime: .swift, kernel: "integer", checks: 12, last: 0.97, lowest: 0.9, highest: 1.01),
        .init(runtime: .asyncio, kernel: "integer", checks: 3, last: 1, lowest: 1, highest: 1),
      ], keptSince: since.advanced(bySeconds: 600), since: since, until: until)
    report.compare(with: earlier(than: report), from: "2023-11-13T22:13:20Z to 2023-11-13T23:13:20Z")
    return report
  }

  static func report(_ histories: [RunHistory], drifts: [Report.Drift] = []) -> Report {
    Report(histories, drifts: drifts, since: since, until: until)
  }

  /// Ran `hybrid` in `swift`, eight times, 400 s apart, all the same but for the ids and, by a millisecond, the latency.
  static func history(
    _ mix: String, _ kind: MixKind, milliseconds: UInt64 = 3, stalls: [Stall] = []
  ) -> RunHistory {
    var history = RunHistory(identity: RunIdentity(mix: mix, strategy: .hybrid, runtime: .swift), kind: kind)
    history.stalls = StallSummary(stalls)
    history.outcomes = [.completed: 8]
    for _ in 0..<8 { history.failures.add(.completed, items: ItemCounts(ok: 500)) }
    history.evidence.add(evidence(milliseconds: milliseconds))
    let latency = Double(milliseconds) / 1000
    history.figures = (0..<8).map { (run: Int) -> RunFigures in
      figures(Int64(run + 11), at: Double(400 * (run + 1)), latency: latency + 0.001 * Double(run % 3))
    }
    return history
  }

  static func figures(
    _ id: Int64, at seconds: Double, latency: Double? = 0.003, max: Double? = nil, queue: Double = 40, cpu: Double = 0.8,
    ioWait: Double = 0.1, memory: Double? = 20_971_520, ideal: Double? = 1.05
  ) -> RunFigures {
    RunFigures(
      runID: id, endedAt: since.advanced(bySeconds: seconds), latencyP99: latency, latencyMax: max ?? latency.map { $0 * 2 },
      queuePeak: queue, cpuUtilization: cpu, ioWaitRatio: ioWait, memoryPeak: memory, idealRatio: ideal)
  }

  /// The agent was stopped in its only run.
  static var cancelled: RunHistory {
    var history = RunHistory(identity: RunIdentity(mix: "sick", strategy: .async, runtime: .asyncio), kind: .mixed)
    history.outcomes = [.cancelled: 1]
    history.failures.add(.cancelled, reason: "calcmon was stopped")
    return history
  }

  static var failing: RunHistory {
    var history = RunHistory(identity: RunIdentity(mix: "sick", strategy: .async, runtime: .asyncio), kind: .mixed)
    history.outcomes = [.timeout: 2]
    for _ in 0..<2 { history.failures.add(.timeout, reason: "still running at its deadline of 30 s") }
    return history
  }

  private static func evidence(milliseconds: UInt64) -> RunEvidence {
    let samples = (1...20).flatMap { step in
      let elapsed = Double(step) / 10
      return [
        Sample(.queueDepth, elapsed: elapsed, value: Double(2000 - 100 * step)),
        Sample(.cpuUtilization, elapsed: elapsed, value: 0.8), Sample(.memory, elapsed: elapsed, value: 20_000_000),
        Sample(.ioWait, elapsed: elapsed, value: 0.1),
      ]
    }
    let latency = LatencyHistogram(ascending: [.init(upperMicroseconds: milliseconds * 1000, count: 200)])
    return RunEvidence(
      latency: latency ?? LatencyHistogram(), samples: samples, wallSeconds: 2, cpuSeconds: 3.2, cores: 2, ioWaitSeconds: 0.2)
  }

  /// The host was busy with others, and kept cores from the runs.
  static func besideOthers(_ history: RunHistory) -> RunHistory {
    var run = history.evidence.newest
    run?.account = RunAccount(ranSeconds: 2.2, waitedSeconds: 1.5, throttledSeconds: 0, stolenSeconds: 0.02)
    run?.bottleneck = .loop
    run?.host = HostUse(
      seconds: 2, capacitySeconds: 4, othersSeconds: 1.6, agentSeconds: 0.05,
      consumers: [CPUConsumer(name: "backup <nightly>.service", seconds: 1.1), CPUConsumer(name: "prometheus", seconds: 0.3)])
    var history = history
    history.evidence = Evidence([run].compactMap { $0 })
    return history
  }

  /// Memory has become worse, latency better, CPU utilisation changed; of the ideal ratio there were four runs, of the rest all the same.
  private static func earlier(than report: Report) -> EarlierRuns {
    let measures = report.measures.map { now in
      let factor: Double =
        switch now.measure {
        case .memoryPeak: 0.5
        case .eventLoopLatencyP99: now.identity.mix == "mixed" ? 2 : 1
        case .cpuUtilization: 0.75
        case .queuePeak, .ioWait, .idealRatio: 1
        }
      let values = now.values.values.map { $0 * factor }
      return MeasuredRuns(
        identity: now.identity, measure: now.measure,
        values: OrderStatistics(now.measure == .idealRatio ? Array(values.prefix(4)) : values))
    }
    return EarlierRuns(measures: measures, failures: [])
  }
}
