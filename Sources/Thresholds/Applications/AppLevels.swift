package import Samples

/// What of an interval of an application is judged beside what runs have as well.
package struct AppLevels: Hashable, Sendable {
  /// Its end, in seconds since the Unix epoch.
  package var at: Double
  /// See `AppInterval.life`.
  package let life: Int
  /// Means over the interval; `nil`: not known.
  package var memory: Double?
  /// No more exact than a `Float`.
  package var tasks: Double?
  package var executorBacklog: Double?
  /// By the names of queues.
  package var queues: [String: QueueLevel]
  package var loopSeconds: Double?
  /// Of the busiest process, for as long as all loops ran; of all of them if that is not known.
  package var activeSeconds: Double?
  package var ioWaitSeconds: Double?
  /// Cores that it used, on average: how much work it had. No more exact than a `Float`.
  package var cores: Double

  /// How many items waited in a queue.
  package struct QueueLevel: Hashable, Sendable {
    package let mean: Double
    package let peak: Double
  }

  /// Those of an interval.
  package init(_ interval: AppInterval) {
    at = interval.endedAt.seconds
    life = interval.life
    memory = interval.memoryBytes?.mean
    tasks = interval.tasks.map { Double(Float($0.mean)) }
    executorBacklog = interval.executorBacklog?.mean
    queues = Dictionary(interval.queues.map { ($0.name, QueueLevel(mean: $0.depth.mean, peak: $0.depth.max)) }) { $1 }
    loopSeconds = interval.loopSeconds
    activeSeconds =
      interval.busiest.flatMap { busiest in interval.loopSeconds.map { busiest.mean * $0 } } ?? interval.activeSeconds
    ioWaitSeconds = interval.ioWaitSeconds
    cores = Double(Float(interval.seconds > 0 ? interval.cpuSeconds / interval.seconds : 0))
  }

  /// What is kept of an older one: its memory and its tasks, and the work that it had.
  package init(at: Double, life: Int, memory: Double?, tasks: Double?, cores: Double) {
    (self.at, self.life, self.memory, self.tasks, self.cores) = (at, life, memory, tasks, cores)
    queues = [:]
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
    bottleneck = interval.saturation ?? 0 >= 0.9 ? .loop : nil
    app = AppLevels(interval)
  }
}
