package import Samples

/// What a scenario comes to, by one strategy in one runtime.
package struct Prediction: Sendable {
  /// How late a 10 ms tick is.
  package struct Latency: Hashable, Sendable {
    /// Half of them are at most as late, in seconds.
    package let p50: Double
    /// 99 of a hundred are.
    package let p99: Double
    /// The latest.
    package let max: Double
  }

  /// How long an item takes, from its arrival to its end, in seconds.
  package struct ItemTimes: Hashable, Sendable {
    /// On average.
    package let mean: Double
    /// Half of them take at most as long.
    package let p50: Double
    /// 99 of a hundred do.
    package let p99: Double
    /// The longest.
    package let max: Double
  }

  /// A piece of work somewhere, for the timeline.
  package struct Segment: Hashable, Sendable {
    /// What happens.
    package enum Kind: String, Hashable, Sendable {
      /// An item waits.
      case io
      /// It is computed.
      case cpu
    }
    /// 0 is the loop, or one number for each server's; then threads or worker processes.
    package let lane: Int
    /// What happens there.
    package let kind: Kind
    /// The first of the items that it is for.
    package let item: Int
    /// In seconds from the first arrival.
    package let start: Double
    /// As well.
    package let end: Double
  }

  /// How items are executed.
  package let strategy: Strategy
  /// Who executes them.
  package let runtime: Runtime
  /// Loops that share the arrivals.
  package let servers: Int
  /// From the first arrival to the last end; the start of processes is left out.
  package let seconds: Double
  /// The start and end of the process and its workers, beside that.
  package let startUpSeconds: Double
  /// The least that the work could take.
  package let idealSeconds: Double
  /// On average.
  package let itemsPerSecond: Double
  /// While the middle half of them ended: neither the first items' way nor the last ones' counts. `nil`: all of these ended at once, or there
  /// are too few.
  package let steadyItemsPerSecond: Double?
  /// From arrival to end.
  package let itemSeconds: ItemTimes
  /// Of the loop.
  package let latency: Latency
  /// The same, of all ticks.
  package let ticks: LatencyHistogram
  /// Items that waited to be started, at most.
  package let queuePeak: Int
  /// Items that wait to be started, over time: at most 256 points.
  package let queue: [(at: Double, depth: Int)]
  /// Computation over the time and the cores.
  package let cpuUtilization: Double
  /// The share of the time in which nothing was computed and an item waited.
  package let ioWaitRatio: Double
  /// What keeps it from being faster.
  package let bottleneck: Bottleneck
  /// The first pieces of the timeline.
  package let segments: [Segment]
  /// I/O steps as a clock beside the item sees them, until it goes on; `nil`: that was not asked.
  package let ioSteps: LatencyHistogram?

  /// The time over the least that the work could take.
  package var idealRatio: Double { idealSeconds > 0 ? seconds / idealSeconds : 1 }
}
