package import Samples

/// Work, and what there is to do it with: what a prediction is made of.
package struct Scenario: Hashable, Sendable {
  /// When items come.
  package enum Arrivals: Hashable, Sendable {
    /// All at once.
    case batch
    /// So many a second, evenly, whether the last ones are done or not.
    case constant(rate: Double)
    /// So many a second on average, at random.
    case poisson(rate: Double)
  }

  /// How many.
  package var items: Int
  /// When they come.
  package var arrivals = Arrivals.batch
  /// What an item waits for, first.
  package var io: TimeDistribution
  /// What it computes then, on an idle core.
  package var cpu: TimeDistribution
  /// Processes that share the arrivals, each with a loop of its own, and with what follows of its own.
  package var servers = 1
  /// Items in flight at most, of `async` and `hybrid`.
  package var concurrency = 100
  /// Threads of `threads`.
  package var threads = 10
  /// Worker processes of `hybrid`.
  package var processes: Int
  /// Items that go to a worker in one piece, at most.
  package var chunk = 1
  /// Of the host, usable.
  package var cores: Int
  /// What a CPU step is beside its CPU time.
  package var traits = CallTraits.kernel
  /// Whether `io` is a timer, which the runtime is late for; the time of any other wait is as it was seen.
  package var ioIsTimer = true
  /// Whether `cpu` is what steps took in a run: what is calibrated alone takes a little longer there.
  package var isAsRun = false
  /// Whether Python has no lock: a free-threaded build.
  package var isLockFree = false
  /// How worker processes come to be, in asyncio.
  package var workers = WorkerKind.fork
  /// Decides which targets are judged.
  package var kind = MixKind.mixed
  /// Chooses among the random courses; the same one gives the same course.
  package var seed: UInt64 = 1

  /// With defaults for the rest; a worker process a core.
  package init(items: Int, io: TimeDistribution, cpu: TimeDistribution, cores: Int) {
    self.items = items
    self.io = io
    self.cpu = cpu
    self.cores = cores
    processes = cores
  }

  /// Chooses among the courses of arrivals at random. A run with the same one has the same arrivals.
  package var arrivalsSeed: UInt64 { seed &+ 0x0FED_CBA9_8765_4321 }

  /// About the time that one item after another takes, or until the last has come.
  var longestSeconds: Double { max(Double(items) * leastItemSeconds, arrivalSeconds) }

  /// An item alone, with nothing that a runtime adds.
  package var leastItemSeconds: Double { io.mean + cpu.mean + traits.pauseSeconds }

  /// Items that come a second; `nil`: all are there at once.
  package var rate: Double? {
    switch arrivals {
    case .batch: nil
    case .constant(let rate), .poisson(let rate): rate
    }
  }

  /// From the first arrival to the last, by expectation.
  package var arrivalSeconds: Double {
    switch arrivals {
    case .batch: 0
    case .constant(let rate), .poisson(let rate): Double(max(0, items - 1)) / rate
    }
  }

  /// The least that the work can take, by expectation: all computation over the cores that may compute, all waiting over what may wait at
  /// once, one item, or the time until the last has come. Steps that pause keep their worker process meanwhile.
  package func idealSeconds(_ strategy: Strategy) -> Double {
    let usable = strategy == .hybrid ? min(processes * servers, cores) : cores
    let inFlight = max(concurrency, strategy == .threads ? threads : 1) * servers
    let count = Double(items)
    let kept = strategy == .hybrid ? count * (cpu.mean + traits.pauseSeconds) / Double(processes * servers) : 0
    return max(count * cpu.mean / Double(usable), count * io.mean / Double(inFlight), kept, leastItemSeconds, arrivalSeconds)
  }
}
