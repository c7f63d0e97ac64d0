package import Samples

/// What of an interval of an application is judged beside what runs have as well.
package struct AppLevels: Hashable, Sendable {
  /// Its end, in seconds since the Unix epoch.
  package let at: Double
  /// See `AppInterval.life`.
  package let life: Int
  /// Means over the interval; `nil`: not known.
  package var memory: Double?
  package var tasks: Double?
  package var executorBacklog: Double?
  /// By the names of queues.
  package var queues: [String: Double]
  package var loopSeconds: Double?
  package var activeSeconds: Double?
  package var ioWaitSeconds: Double?

  /// Those of an interval.
  package init(_ interval: AppInterval) {
    at = interval.endedAt.seconds
    life = interval.life
    memory = interval.memoryBytes?.mean
    tasks = interval.tasks?.mean
    executorBacklog = interval.executorBacklog?.mean
    queues = Dictionary(interval.queues.map { ($0.name, $0.depth.mean) }) { $1 }
    loopSeconds = interval.loopSeconds
    activeSeconds = interval.activeSeconds
    ioWaitSeconds = interval.ioWaitSeconds
  }
}

extension RunEvidence {
  /// An interval of an application, to be judged as a run is.
  package init(_ interval: AppInterval) {
    let none = TrendSummary(TrendSeries(times: [], values: []))
    self.init(
      latency: interval.latency, queueDepth: none, memory: none, wallSeconds: interval.seconds, cpuSeconds: interval.cpuSeconds,
      cores: interval.host?.processors ?? 1, ioWaitSeconds: 0, cpuSamples: interval.host == nil ? 0 : Int(interval.seconds),
      ioWaitSamples: 0, queuePeak: interval.queues.map(\.depth.max).max(), memoryPeak: interval.memoryBytes?.max,
      latencyMax: interval.latency.maxSeconds, stalls: interval.stalls)
    account = interval.account
    host = interval.host
    bottleneck = interval.busyRatio ?? 0 >= 0.9 ? .loop : nil
    app = AppLevels(interval)
  }
}
