import Rendering
import Runs
import Samples
import Thresholds
import Workloads

extension TuneResult {
  /// One JSON object:
  ///
  ///     {"mix", "strategy", "runtime", "best": {"concurrency", "processes", "chunk"}, "present": {...}, "knee", "limit", "advice", "yaml",
  ///       "complete", "seconds", "model_error", "scalability": {"lambda", "sigma", "kappa", "peak"},
  ///       "settings": [{"concurrency", "processes", "chunk", "items_per_second", "repeats", "predicted_items_per_second",
  ///         "item_seconds": {"p50", "p99", "max"},
  ///         "event_loop_latency_p99_seconds", "cpu_utilization", "memory_peak_bytes", "io_wait_ratio", "verdict"}],
  ///       "python", "threads": {"threads", "items_per_second", "lock_share"}}
  ///
  /// `python` is there for asyncio, `threads` if they would do as well.
  package func json() throws -> String {
    try JSONTune(
      mix: mix.name, strategy: strategy.rawValue, runtime: runtime.rawValue, best: .init(best), present: .init(present),
      knee: knee,
      limit: limit.rawValue, advice: advice, yaml: yaml, complete: isComplete, seconds: seconds, modelError: modelError,
      scalability: law.map { .init(lambda: $0.single, sigma: $0.contention, kappa: $0.coherence, peak: $0.peak) },
      settings: rows.map(JSONTune.Row.init), python: python, threads: threads.map(JSONTune.Threads.init)
    ).text(isPretty: true)
  }
}

private struct JSONTune: Encodable {
  struct Setting: Encodable {
    let concurrency: Int
    let processes, chunk: Int?

    init(_ setting: TuneSetting) {
      concurrency = setting.concurrency
      processes = setting.processes > 0 ? setting.processes : nil
      chunk = setting.chunk > 0 ? setting.chunk : nil
    }
  }

  struct Threads: Encodable {
    let threads: Int
    let itemsPerSecond, lockShare: Double

    init(_ rival: ThreadsRival) { (threads, itemsPerSecond, lockShare) = (rival.threads, rival.itemsPerSecond, rival.lockShare) }
  }

  struct Law: Encodable {
    let lambda, sigma, kappa: Double
    let peak: Double?
  }

  struct Row: Encodable {
    let concurrency: Int
    let processes, chunk: Int?
    let itemsPerSecond: Double
    let repeats: [Double]
    let itemSeconds: JSONRow.Quantiles?
    let predictedItemsPerSecond, eventLoopLatencyP99Seconds, cpuUtilization, memoryPeakBytes, ioWaitRatio: Double?
    let verdict: String

    init(_ row: TuneResult.Row) {
      let setting = Setting(row.setting)
      (concurrency, processes, chunk) = (setting.concurrency, setting.processes, setting.chunk)
      itemsPerSecond = row.throughput
      repeats = row.measured.allSeconds
      let times = row.measured.itemTimes
      itemSeconds = times.quantile(0.5).map {
        .init(p50: $0, p99: times.quantile(0.99) ?? $0, max: times.maxSeconds ?? $0)
      }
      predictedItemsPerSecond = row.predicted
      eventLoopLatencyP99Seconds = row.measured.latency.quantile(0.99)
      cpuUtilization = row.measured.cpuUtilization
      memoryPeakBytes = row.measured.memoryPeakBytes
      ioWaitRatio = row.measured.ioWaitRatio
      verdict = row.measured.verdict.rawValue
    }
  }

  let mix, strategy, runtime: String
  let best, present: Setting
  let knee: Int
  let limit, advice, yaml: String
  let complete: Bool
  let seconds, modelError: Double
  let scalability: Law?
  let settings: [Row]
  let python: String?
  let threads: Threads?
}
