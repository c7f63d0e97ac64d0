package import Samples

/// What a run's child reports, one JSON object a line. Version 1.
///
/// The order is: `hello`, `calibrated` where it had to calibrate, `started`, any number of `progress`, any number of `histogram`,
/// then `result`; or `failed` at any point, after which nothing follows.
package enum TelemetryMessage: Equatable, Sendable {
  /// The child runs and speaks this protocol.
  case hello(Hello)
  /// It measured how fast this host computes, since nobody had told it.
  case calibrated(Calibrated)
  /// Workers are up, the loop ticks, the first item is about to be accepted.
  case started(Started)
  /// The state of the run, some ten times a second.
  case progress(Progress)
  /// One distribution of the whole run.
  case histogram(HistogramReport)
  /// All items are done.
  case result(RunResult)
  /// The child cannot do the work.
  case failed(Failed)

  /// The only version there is.
  package static let version = 1

  package struct Hello: Codable, Hashable, Sendable {
    /// The child's pid, as it sees itself.
    package let pid: Int32
    /// Version of calcmon or of the interpreter.
    package let version: String

    package init(pid: Int32, version: String) {
      self.pid = pid
      self.version = version
    }
  }

  package struct Calibrated: Codable, Hashable, Sendable {
    /// The kernel's name.
    package let kernel: String
    /// On an otherwise idle core.
    package let operationsPerSecond: Double

    package init(kernel: String, operationsPerSecond: Double) {
      self.kernel = kernel
      self.operationsPerSecond = operationsPerSecond
    }
  }

  package struct Started: Codable, Hashable, Sendable {
    /// CPU seconds of the child until now: start-up and calibration, not part of the work.
    package let cpuUserSeconds: Double
    package let cpuSystemSeconds: Double

    package init(cpuUserSeconds: Double, cpuSystemSeconds: Double) {
      self.cpuUserSeconds = cpuUserSeconds
      self.cpuSystemSeconds = cpuSystemSeconds
    }
  }

  package struct Progress: Codable, Hashable, Sendable {
    /// Seconds since `started`.
    package let elapsed: Double
    /// Items accepted and not yet started.
    package let queueDepth: Int
    /// Items started and not yet ended.
    package let inFlight: Int
    /// Items ended.
    package let done: Int
    /// Time until now in which every item in flight waited for I/O.
    package let ioWaitSeconds: Double
    /// The worst lateness of a tick since the progress before.
    package let eventLoopLatencySeconds: Double

    package init(
      elapsed: Double, queueDepth: Int, inFlight: Int, done: Int, ioWaitSeconds: Double, eventLoopLatencySeconds: Double
    ) {
      self.elapsed = elapsed
      self.queueDepth = queueDepth
      self.inFlight = inFlight
      self.done = done
      self.ioWaitSeconds = ioWaitSeconds
      self.eventLoopLatencySeconds = eventLoopLatencySeconds
    }
  }

  /// Which distribution of a run.
  package enum Distribution: String, CaseIterable, Codable, Sendable {
    case eventLoopLatency = "event_loop_latency"
    case itemDuration = "item_duration"
    case ioStepDuration = "io_step_duration"
    case queueWait = "queue_wait"
  }

  package struct HistogramReport: Hashable, Sendable {
    package let of: Distribution
    package let histogram: LatencyHistogram

    package init(of: Distribution, histogram: LatencyHistogram) {
      self.of = of
      self.histogram = histogram
    }
  }

  package struct RunResult: Codable, Hashable, Sendable {
    /// From the first item's intended start to the last item's end.
    package let seconds: Double
    /// The time that the same work would take at best.
    package let idealSeconds: Double
    package let itemsOk: Int
    package let itemsFailed: Int
    package let queuePeak: Int
    /// Time in which every item in flight waited for I/O.
    package let ioWaitSeconds: Double

    package init(
      seconds: Double, idealSeconds: Double, itemsOk: Int, itemsFailed: Int, queuePeak: Int, ioWaitSeconds: Double
    ) {
      self.seconds = seconds
      self.idealSeconds = idealSeconds
      self.itemsOk = itemsOk
      self.itemsFailed = itemsFailed
      self.queuePeak = queuePeak
      self.ioWaitSeconds = ioWaitSeconds
    }
  }

  package struct Failed: Codable, Hashable, Sendable {
    /// One sentence for a person.
    package let message: String

    package init(message: String) { self.message = message }
  }
}
