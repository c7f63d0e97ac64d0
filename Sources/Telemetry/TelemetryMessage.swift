package import Samples

/// What a run's child reports, one JSON object a line. Version 1.
///
/// A run is told in the order `hello`, `started`, any number of `progress`, `stall` and `injected`, any number of `histogram`, `result`;
/// a calibration as `hello` and one `calibrated` for each kernel. `failed` may come at any point, and nothing after it.
package enum TelemetryMessage: Equatable, Sendable {
  /// The child runs and speaks this protocol.
  case hello(Hello)
  /// It measured how fast this host computes.
  case calibrated(Calibrated)
  /// Workers are up, the loop ticks, the first item is about to be accepted.
  case started(Started)
  /// The state of the run, some ten times a second.
  case progress(Progress)
  /// The loop did not turn for longer than the limit, and turns again.
  case stall(StallReport)
  /// The child held its loop on purpose, as its order said.
  case injected(Injected)
  /// One distribution of the whole run.
  case histogram(HistogramReport)
  /// All items are done.
  case result(RunResult)
  /// The child cannot do the work.
  case failed(Failed)

  /// The only version there is.
  package static let version = 1

  /// Who speaks.
  package struct Hello: Codable, Hashable, Sendable {
    /// The child's pid, as it sees itself.
    package let pid: Int32
    /// Version of calcmon, or of the interpreter and its event loop.
    package let version: String

    /// Introduces a child.
    package init(pid: Int32, version: String) {
      self.pid = pid
      self.version = version
    }
  }

  /// How fast this host computes.
  package struct Calibrated: Codable, Hashable, Sendable {
    /// The kernel's name.
    package let kernel: String
    /// On an otherwise idle core.
    package let operationsPerSecond: Double

    /// Pairs a kernel with its speed.
    package init(kernel: String, operationsPerSecond: Double) {
      self.kernel = kernel
      self.operationsPerSecond = operationsPerSecond
    }
  }

  /// What the child had used before the work began.
  package struct Started: Codable, Hashable, Sendable {
    /// CPU seconds of the child until now: start-up and calibration, not part of the work.
    package let cpuUserSeconds: Double
    /// The part of it in the kernel.
    package let cpuSystemSeconds: Double

    /// Pairs the two.
    package init(cpuUserSeconds: Double, cpuSystemSeconds: Double) {
      self.cpuUserSeconds = cpuUserSeconds
      self.cpuSystemSeconds = cpuSystemSeconds
    }
  }

  /// How far the run is: what stands now, and sums since its start.
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

    /// The state at one moment.
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

  /// A distribution with its name.
  package struct HistogramReport: Hashable, Sendable {
    /// What was recorded.
    package let of: Distribution
    /// Empty where nothing was, such as the I/O steps of a mix without I/O.
    package let histogram: LatencyHistogram

    /// Names a histogram.
    package init(of: Distribution, histogram: LatencyHistogram) {
      self.of = of
      self.histogram = histogram
    }
  }

  /// The child's account of the whole run.
  package struct RunResult: Codable, Hashable, Sendable {
    /// From the first item's intended start to the last item's end.
    package let seconds: Double
    /// Items whose result was right.
    package let itemsOk: Int
    /// Items whose last attempt gave a wrong result or none.
    package let itemsFailed: Int
    /// Items whose last attempt ran into its timeout.
    package let itemsTimeout: Int
    /// Items that found the queue full and were never started.
    package let itemsDropped: Int
    /// Attempts after the first, of all items.
    package let retries: Int
    /// Most items that were accepted and not yet started; where all arrive at once, all of them.
    package let queuePeak: Int
    /// Time in which every item in flight waited for I/O.
    package let ioWaitSeconds: Double
    /// CPU time that the CPU steps took, wherever they were done.
    package var cpuStepSeconds: Double

    /// The sums at the end.
    package init(
      seconds: Double, itemsOk: Int, itemsFailed: Int, itemsTimeout: Int, itemsDropped: Int, retries: Int, queuePeak: Int,
      ioWaitSeconds: Double, cpuStepSeconds: Double
    ) {
      self.seconds = seconds
      self.itemsOk = itemsOk
      self.itemsFailed = itemsFailed
      self.itemsTimeout = itemsTimeout
      self.itemsDropped = itemsDropped
      self.retries = retries
      self.queuePeak = queuePeak
      self.ioWaitSeconds = ioWaitSeconds
      self.cpuStepSeconds = cpuStepSeconds
    }

    /// All items that ended, in whatever way.
    package var items: Int { itemsOk + itemsFailed + itemsTimeout + itemsDropped }
  }

  /// Why the child gave up.
  package struct Failed: Codable, Hashable, Sendable {
    /// One sentence for a person.
    package let message: String

    /// Gives the reason.
    package init(message: String) { self.message = message }
  }
}
