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

  /// About the time that one item after another takes, or until the last has come.
  var longestSeconds: Double { max(Double(items) * (io.mean + cpu.mean), arrivalSeconds) }

  /// From the first arrival to the last, by expectation.
  package var arrivalSeconds: Double {
    switch arrivals {
    case .batch: 0
    case .constant(let rate), .poisson(let rate): Double(max(0, items - 1)) / rate
    }
  }

  /// The least that the work can take, by expectation: all computation over the cores that may compute, all waiting over what may wait at
  /// once, one item, or the time until the last has come.
  package func idealSeconds(_ strategy: Strategy) -> Double {
    let usable = strategy == .hybrid ? min(processes, cores) : cores
    let inFlight = max(concurrency, strategy == .threads ? threads : 1)
    let count = Double(items)
    return max(count * cpu.mean / Double(usable), count * io.mean / Double(inFlight), io.mean + cpu.mean, arrivalSeconds)
  }
}

/// What a runtime adds to the work: in seconds, of CPU where nothing else is said.
package struct RuntimeCosts: Hashable, Sendable {
  /// On the loop, to start an item.
  package var start: Double
  /// On the loop, to end an item.
  package var end: Double
  /// More than that for an item that goes to a thread.
  package var threadItem: Double
  /// More than that, on the loop, for an item that goes to a worker process.
  package var pooledItem: Double
  /// On the loop, for a trip to a worker process and back.
  package var trip: Double
  /// In the worker, for a trip.
  package var workerTrip: Double
  /// By which an awaited wait is longer than it should be. Nothing computes meanwhile.
  package var timerLateness: Double
  /// By which a blocking wait is longer than it should be.
  package var sleepLateness: Double
  /// Until a loop that slept gets a core, for each computation more than there are cores left.
  package var wakeUp: Double
  /// Half of all ticks of an idle loop are late by more than this.
  package var tickLateness: Double
  /// Whether a turn of the loop has all tasks before all timers (asyncio), or one and one (SwiftNIO).
  package var takesTasksFirst: Bool
  /// Whether threads compute one after another (CPython's global interpreter lock).
  package var hasGlobalLock: Bool

  /// None at all: what textbooks calculate with.
  package static let none = RuntimeCosts(
    start: 0, end: 0, threadItem: 0, pooledItem: 0, trip: 0, workerTrip: 0, timerLateness: 0, sleepLateness: 0,
    wakeUp: 0, tickLateness: 0, takesTasksFirst: false, hasGlobalLock: false)

  /// Fitted by hand to some dozen runs on a busy virtual machine with two cores (Debian 12, kernel 6.18, Swift 6.3, CPython 3.11): an order of
  /// magnitude for another host, until they are calibrated.
  package static func standard(_ runtime: Runtime) -> RuntimeCosts {
    switch runtime {
    case .swift:
      RuntimeCosts(
        start: 25e-6, end: 12e-6, threadItem: 15e-6, pooledItem: 5e-6, trip: 60e-6, workerTrip: 40e-6,
        timerLateness: 150e-6,
        sleepLateness: 80e-6, wakeUp: 150e-6, tickLateness: 50e-6, takesTasksFirst: false, hasGlobalLock: false)
    case .asyncio:
      RuntimeCosts(
        start: 80e-6, end: 40e-6, threadItem: 120e-6, pooledItem: 110e-6, trip: 150e-6, workerTrip: 100e-6,
        timerLateness: 600e-6,
        sleepLateness: 80e-6, wakeUp: 50e-6, tickLateness: 0.6e-3, takesTasksFirst: true, hasGlobalLock: true)
    }
  }
}
