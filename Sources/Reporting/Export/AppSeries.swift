import Samples

/// Gauges of an application, as the agent shows them, at the end of each interval; `nil` if there is no figure.
struct AppGauge: Sendable {
  let metric: Metric
  let value: @Sendable (AppInterval) -> Double?

  static let all: [AppGauge] = [
    AppGauge(metric: MetricCatalog.appProcesses) { Double($0.processes) },
    AppGauge(metric: MetricCatalog.appReady) { $0.readyCallbacks?.max },
    AppGauge(metric: MetricCatalog.appTasks) { $0.tasks?.last },
    AppGauge(metric: MetricCatalog.appExecutorBacklog) { $0.executorBacklog?.last },
    AppGauge(metric: MetricCatalog.appMemory) { $0.memoryBytes?.last },
  ]
}

/// A gauge of each queue of an application.
struct AppQueueGauge: Sendable {
  let metric: Metric
  let value: @Sendable (AppQueueLevel) -> Double?

  static let all: [AppQueueGauge] = [
    AppQueueGauge(metric: MetricCatalog.appQueueDepth) { $0.depth.last },
    AppQueueGauge(metric: MetricCatalog.appQueueCapacity) { $0.capacity },
  ]
}

/// A counter of an application, as the agent counts it.
struct AppCounter: Sendable {
  /// A value of the counter's own label, and by what an interval raises that series; `nil` if that is not known.
  struct Part: Sendable {
    let value: String
    let amount: @Sendable (AppInterval) -> Double?
  }

  let metric: Metric
  /// The label beside `app`; `nil`: there is none, and one part.
  let label: String?
  let parts: [Part]

  static let all: [AppCounter] = [
    AppCounter(
      metric: MetricCatalog.appStalls, label: "phase",
      parts: [
        Part(value: "run") { Double($0.stalls.count) }, Part(value: "startup") { Double($0.startupStalls) },
      ]),
    AppCounter(
      metric: MetricCatalog.appStallSeconds, label: "cause",
      parts: StallCause.allCases.map { cause in Part(value: cause.rawValue) { $0.stalls.budget[cause] } }),
    AppCounter(
      metric: MetricCatalog.appLoopSeconds, label: "state",
      parts: [
        Part(value: "active") { $0.activeSeconds },
        Part(value: "idle") { interval in
          interval.loopSeconds.flatMap { loop in interval.activeSeconds.map { max(0, loop - $0) } }
        },
      ]),
    AppCounter(
      metric: MetricCatalog.appCPU, label: "mode",
      parts: [Part(value: "user") { $0.cpuUserSeconds }, Part(value: "system") { $0.cpuSystemSeconds }]),
    AppCounter(metric: MetricCatalog.appIOWait, label: nil, parts: [Part(value: "") { $0.ioWaitSeconds }]),
  ]
}
