import CalcmonTesting
import Foundation
import Runs
import Samples
import Telemetry
import Workloads

/// Runs of a healthy agent, each with figures of its own.
enum ReplayedRuns {
  static func record(_ number: Int, _ plan: RunPlan, at start: Timestamp) -> RunRecord {
    // Each canary is some times as fast as the next, and each of its runs up to a third slower or faster than its neighbours.
    let factor = pow(1.4, Double(number % 10)) * (1 + 0.3 * sin(Double(number)))
    let seconds = 2 + Double(number % 5) / 10
    // Paced mixes keep the band that they are judged by.
    let cpuSeconds = plan.kind == .cpu ? 1.56 * seconds : 0.9 + Double(number % 3) / 10
    let base = Records.completed(
      plan.identity, kind: plan.kind, at: start, costSeconds: cpuSeconds + 0.3,
      stalls: number % 7 == 3 ? [stall(milliseconds: 140)] : [])
    let items = plan.work.items
    return RunRecord(
      identity: plan.identity, kind: plan.kind, io: plan.work.io?.kind, outcome: .completed, reason: nil, startedAt: start,
      workStartedAt: base.workStartedAt, endedAt: start.advanced(bySeconds: seconds + 0.2), costSeconds: base.costSeconds,
      samples: base.samples, lastProgress: nil, stalls: base.stalls, workStartedNanoseconds: base.workStartedNanoseconds,
      controlLatency: distribution(median: 90, count: 200), account: base.account, host: base.host,
      measurements: RunRecord.Measurements(
        result: RunResult(
          seconds: seconds, itemsOk: items, itemsFailed: 0, itemsTimeout: 0, itemsDropped: 0, retries: number % 4,
          queuePeak: plan.arrivalSeconds == nil ? items : 3 + number % 9, ioWaitSeconds: 0.2, cpuStepSeconds: 1),
        idealSeconds: items > 0 ? seconds / 1.03 : nil, arrivalSeconds: plan.arrivalSeconds,
        histograms: histograms(plan, factor), cpuUserSeconds: cpuSeconds * 0.9, cpuSystemSeconds: cpuSeconds * 0.1, cores: 2,
        memoryPeakBytes: 20_000_000, memoryIsProportional: true, bottleneck: .cores))
  }

  /// Steps of exactly 10 ms in one mix, and items whose p99 is exactly 131 ms in another: between two edges of buckets.
  private static func histograms(_ plan: RunPlan, _ factor: Double) -> [RunDistribution: LatencyHistogram] {
    let count = UInt64(plan.work.items)
    var all = [RunDistribution.eventLoopLatency: distribution(median: 150 * factor, count: 200)]
    guard count > 0 else { return all }
    all[.itemDuration] =
      plan.kind == .realtime
      ? LatencyHistogram(ascending: [
        .init(upperMicroseconds: 5000, count: count * 9 / 10), .init(upperMicroseconds: 131_000, count: count / 10 + 1),
      ]) : distribution(median: 4000 * factor, count: count)
    all[.queueWait] = distribution(median: 700 * factor, count: count)
    if plan.work.io != nil {
      all[.ioStepDuration] =
        plan.kind == .io ? Records.latency(milliseconds: 10, count: count) : distribution(median: 3000 * factor, count: count)
    }
    return all
  }

  /// Around a median in microseconds, with a long tail.
  private static func distribution(median: Double, count: UInt64) -> LatencyHistogram {
    let buckets = (-8...24).map { step in
      LatencyHistogram.Bucket(
        upperMicroseconds: UInt64(median * pow(1.15, Double(step))),
        count: max(1, UInt64(Double(count) / 8 * exp(-pow(Double(step) / 6, 2)))))
    }
    return LatencyHistogram(ascending: buckets) ?? LatencyHistogram()
  }

  private static func stall(milliseconds: Int64) -> Stall {
    let budget = StallBudget([.callback: Double(milliseconds) * 0.8e-3, .runqueue: Double(milliseconds) * 0.2e-3])
    return Stall(startedNanoseconds: 300_000_000, endedNanoseconds: 300_000_000 + milliseconds * 1_000_000, budget: budget)
  }
}
