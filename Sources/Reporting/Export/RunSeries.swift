import Samples
import Storage

/// A gauge of the last completed run; `nil` where the run has no figure for it.
struct RunGauge: Sendable {
  let metric: Metric
  /// The label of which quantile it is; `nil`: of none.
  var quantile: String?
  let value: @Sendable (StoredRun, StoredRun.Figures) -> Double?

  static let all: [RunGauge] = [
    RunGauge(metric: MetricCatalog.lastRunTimestamp) { run, _ in run.endedAt.seconds },
    RunGauge(metric: MetricCatalog.lastRunDuration) { $1.seconds },
    RunGauge(metric: MetricCatalog.lastRunIdealRatio) { $1.idealRatio },
    RunGauge(metric: MetricCatalog.lastRunCPUUtilization) { $1.cpuUtilization },
    RunGauge(metric: MetricCatalog.lastRunIOWait) { $1.ioWaitRatio },
    RunGauge(metric: MetricCatalog.lastRunMemoryPeak) { $1.memoryPeakBytes },
    RunGauge(metric: MetricCatalog.lastRunQueuePeak) { Double($1.queuePeak) },
    RunGauge(metric: MetricCatalog.lastRunItemsPerSecond) { $1.items > 0 ? $1.itemsPerSecond : nil },
    RunGauge(metric: MetricCatalog.lastRunEventLoopLatency, quantile: "0.99") { $1.latencyP99Seconds },
    RunGauge(metric: MetricCatalog.lastRunEventLoopLatency, quantile: "1") { $1.latencyMaxSeconds },
  ]
}

/// A counter, as the agent counts it at the end of each run.
struct RunCounter: Sendable {
  /// A value of the counter's own label, and by what a run raises that series.
  struct Part: Sendable {
    let value: String
    let amount: @Sendable (RunWithStalls) -> Double
  }

  let metric: Metric
  /// The label beside mix, strategy and runtime; `nil`: there is none, and one part.
  let label: String?
  let parts: [Part]

  private init(_ metric: Metric, by label: String, _ parts: [Part]) {
    self.metric = metric
    self.label = label
    self.parts = parts
  }

  private init(_ metric: Metric, _ amount: @escaping @Sendable (RunWithStalls) -> Double) {
    self.metric = metric
    label = nil
    parts = [Part(value: "", amount: amount)]
  }

  static let all: [RunCounter] = [
    RunCounter(
      MetricCatalog.runs, by: "outcome",
      RunOutcome.allCases.map { outcome in Part(value: outcome.rawValue) { $0.run.outcome == outcome ? 1 : 0 } }),
    RunCounter(
      MetricCatalog.runItems, by: "result",
      [
        Part(value: "ok") { Double($0.run.figures?.itemsOk ?? 0) },
        // An item that was dropped came to no good either.
        Part(value: "error") { Double($0.run.figures?.itemsFailed ?? 0) + Double($0.run.figures?.itemsDropped ?? 0) },
        Part(value: "timeout") { Double($0.run.figures?.itemsTimeout ?? 0) },
      ]),
    RunCounter(MetricCatalog.runRetries) { Double($0.run.figures?.retries ?? 0) },
    RunCounter(
      MetricCatalog.runCPU, by: "mode",
      [
        Part(value: "user") { $0.run.figures?.cpuUserSeconds ?? 0 },
        Part(value: "system") { $0.run.figures?.cpuSystemSeconds ?? 0 },
      ]),
    RunCounter(MetricCatalog.runWall) { $0.run.figures?.seconds ?? 0 },
    RunCounter(MetricCatalog.runIOWait) { $0.run.figures?.ioWaitSeconds ?? 0 },
    RunCounter(MetricCatalog.eventLoopStalls) { Double($0.stalls.count) },
    RunCounter(MetricCatalog.eventLoopHostStalls) { Double($0.stalls.hostCaused) },
    RunCounter(
      MetricCatalog.eventLoopStallSeconds, by: "cause",
      StallCause.allCases.map { cause in Part(value: cause.rawValue) { $0.stalls.budget[cause] } }),
  ]
}
