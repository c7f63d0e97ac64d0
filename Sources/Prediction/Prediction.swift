package import Samples

/// What a scenario comes to, by one strategy in one runtime.
package struct Prediction: Sendable {
  /// How late a 10 ms tick is.
  package struct Latency: Hashable, Sendable {
    package let p50: Double
    package let p99: Double
    package let max: Double
  }

  /// A piece of work somewhere, for the timeline.
  package struct Segment: Hashable, Sendable {
    /// What happens.
    package enum Kind: String, Hashable, Sendable {
      case io
      case cpu
    }
    /// 0 is the loop; then threads or worker processes.
    package let lane: Int
    package let kind: Kind
    /// The first of the items that it is for.
    package let item: Int
    package let start: Double
    package let end: Double
  }

  /// What keeps it from being faster.
  package enum Bottleneck: String, CaseIterable, Hashable, Sendable {
    /// One item after another, and the loop waits for I/O meanwhile.
    case sequence
    /// The loop's own thread computes all the time.
    case loop
    /// CPython's global interpreter lock.
    case lock
    /// All cores, or all worker processes, compute.
    case cores
    /// All worker processes compute, and there are cores left.
    case processes
    /// All threads are taken by items that wait.
    case threads
    /// Items wait, and no more may be in flight.
    case concurrency
    /// It keeps up with what comes.
    case arrivals
    /// The length of a single item.
    case item
  }

  package let strategy: Strategy
  package let runtime: Runtime
  /// From the first arrival to the last end, start-up left out.
  package let seconds: Double
  package let idealSeconds: Double
  package let startUpSeconds: Double
  package let itemsPerSecond: Double
  /// From arrival to end: the mean and the 99th percentile.
  package let itemSeconds: (mean: Double, p99: Double)
  package let latency: Latency
  /// The same, of all ticks.
  package let ticks: LatencyHistogram
  package let queuePeak: Int
  /// Items that wait to be started, over time: at most 256 points.
  package let queue: [(at: Double, depth: Int)]
  package let cpuUtilization: Double
  package let ioWaitRatio: Double
  package let bottleneck: Bottleneck
  package let segments: [Segment]

  /// The time over the least that the work could take.
  package var idealRatio: Double { idealSeconds > 0 ? seconds / idealSeconds : 1 }
}
