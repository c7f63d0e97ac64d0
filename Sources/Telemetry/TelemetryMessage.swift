package import Samples

/// What a run's child reports, one JSON object a line. Version 1.
///
/// A run is told in the order `hello`, `started`, any number of `progress`, `stall`, `late` and `injected`, any number of `histogram`, `result`;
/// a calibration as `hello` and one `calibrated` for each kernel; a measurement of steps as `hello`, and for each of them a `histogram` and
/// one `measured`. `failed` may come at any point, and nothing after it.
package enum TelemetryMessage: Equatable, Sendable {
  /// The child runs and speaks this protocol.
  case hello(Hello)
  /// It measured how fast this host computes.
  case calibrated(Calibrated)
  /// It measured what a step takes.
  case measured(StepMeasurement)
  /// Workers are up, the loop ticks, the first item is about to be accepted.
  case started(Started)
  /// The state of the run, some ten times a second.
  case progress(WorkProgress)
  /// The loop did not turn for longer than the limit, and turns again.
  case stall(StallReport)
  /// The loop did not turn for longer than its latency should be, and for less than the limit, some times since the last `progress`.
  case late(LateReport)
  /// The child held its loop on purpose, as its order said.
  case injected(InjectedHold)
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
    /// Whether threads compute one after another, as with Python's lock; `nil`: as is usual for the runtime.
    package let hasLock: Bool?

    /// Introduces a child.
    package init(pid: Int32, version: String, hasLock: Bool? = nil) {
      self.pid = pid
      self.version = version
      self.hasLock = hasLock
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

  /// A distribution with its name.
  package struct HistogramReport: Hashable, Sendable {
    /// What was recorded.
    package let of: RunDistribution
    /// Empty where nothing was, such as the I/O steps of a mix without I/O.
    package let histogram: LatencyHistogram

    /// Names a histogram.
    package init(of: RunDistribution, histogram: LatencyHistogram) {
      self.of = of
      self.histogram = histogram
    }
  }

  /// Why the child gave up.
  package struct Failed: Codable, Hashable, Sendable {
    /// One sentence for a person.
    package let message: String

    /// Gives the reason.
    package init(message: String) { self.message = message }
  }
}
