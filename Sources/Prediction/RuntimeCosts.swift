package import Samples

/// What a runtime adds to the work on a host: in seconds, of CPU if nothing else is said.
package struct RuntimeCosts: Hashable, Sendable {
  private init() {}

  /// On the loop, to start an item.
  package var start = 0.0
  /// On the loop, to end an item.
  package var end = 0.0
  /// For an item that blocks the loop, all of it.
  package var blockingItem = 0.0
  /// More than that, on the loop, for an item that waits for I/O beside it.
  package var awaitedItem = 0.0
  /// More than that for an item that goes to a thread.
  package var threadItem = 0.0
  /// More than that, on the loop, for an item that goes to a worker process.
  package var pooledItem = 0.0
  /// On the loop, for a trip to a worker process and back.
  package var trip = 0.0
  /// In the worker, for a trip.
  package var workerTrip = 0.0
  /// Until a process that slept begins with what was sent to it: a worker, or the loop. Nothing computes meanwhile.
  package var hop = 0.0
  /// By which an awaited wait is longer than it should be. Nothing computes meanwhile.
  package var timerLateness = 0.0
  /// By which a blocking wait is longer than it should be.
  package var sleepLateness = 0.0
  /// Until a thread that waited for the global lock has it, after another let it go. Nothing computes meanwhile.
  package var lockHandOver = 0.0
  /// On the loop, for each tick.
  package var tick = 0.0
  /// Until a loop that slept gets a core, for each computation more than there are cores left.
  package var wakeUp = 0.0
  /// Half of all ticks of an idle loop are late by more than this.
  package var tickLateness = 0.0
  /// For which a computation keeps a core that others wait for.
  package var slice = 0.001
  /// Cores that others on this host take, where all would compute for the run.
  package var background = 0.0
  /// By which a CPU step takes longer than what was asked for, as a share: it is calibrated on a core that is hot and alone.
  package var stepExcess = 0.0
  /// From the start of the process until items go, and from the last item to its end.
  package var startUp = 0.0
  /// More than that, for each worker process.
  package var workerStartUp = 0.0
  /// Whether a turn of the loop has all tasks before all timers (asyncio), or one and one (SwiftNIO).
  package var takesTasksFirst = false
  /// Whether threads compute one after another (CPython's global interpreter lock).
  package var hasGlobalLock = false

  /// None at all: what textbooks calculate with.
  package static let none = RuntimeCosts()

  /// As they were found on a virtual machine with two cores (Debian 12, kernel 6.18, Swift 6.3, CPython 3.11): an order of magnitude for
  /// another host, until they are calibrated there.
  package static func standard(_ runtime: Runtime) -> RuntimeCosts {
    var costs = RuntimeCosts()
    costs.takesTasksFirst = runtime == .asyncio
    costs.hasGlobalLock = runtime == .asyncio
    costs.slice = 0.003
    costs.background = 0.07
    switch runtime {
    case .swift:
      (costs.start, costs.end, costs.blockingItem, costs.awaitedItem) = (5e-6, 2.5e-6, 8e-6, 7e-6)
      (costs.threadItem, costs.pooledItem) = (45e-6, 2e-6)
      (costs.trip, costs.workerTrip, costs.hop) = (40e-6, 20e-6, 40e-6)
      (costs.timerLateness, costs.sleepLateness, costs.tickLateness) = (130e-6, 130e-6, 85e-6)
      (costs.startUp, costs.workerStartUp) = (0.05, 0.012)
    case .asyncio:
      (costs.start, costs.end, costs.blockingItem, costs.awaitedItem) = (25e-6, 12e-6, 57e-6, 17e-6)
      (costs.threadItem, costs.lockHandOver, costs.pooledItem) = (130e-6, 2e-6, 10e-6)
      (costs.trip, costs.workerTrip, costs.hop) = (160e-6, 80e-6, 180e-6)
      (costs.timerLateness, costs.sleepLateness, costs.tickLateness) = (550e-6, 150e-6, 550e-6)
      (costs.startUp, costs.workerStartUp) = (0.17, 0.05)
    }
    return costs
  }

  /// With a core that computes so much slower: what is waiting stays.
  package func slower(by factor: Double) -> RuntimeCosts {
    var costs = self
    for figure in Self.computed { costs[keyPath: figure] *= factor }
    return costs
  }

  private static let computed: [any WritableKeyPath<RuntimeCosts, Double> & Sendable] = [
    \.start, \.end, \.blockingItem, \.awaitedItem, \.threadItem, \.pooledItem, \.trip, \.workerTrip, \.tick,
  ]

  /// All figures, each by the name under which it is kept.
  package static let figures: KeyValuePairs<String, any WritableKeyPath<RuntimeCosts, Double> & Sendable> = [
    "start": \.start, "end": \.end, "blocking_item": \.blockingItem, "awaited_item": \.awaitedItem,
    "thread_item": \.threadItem, "pooled_item": \.pooledItem, "trip": \.trip, "worker_trip": \.workerTrip, "hop": \.hop,
    "timer_lateness": \.timerLateness, "sleep_lateness": \.sleepLateness, "lock_hand_over": \.lockHandOver,
    "tick": \.tick, "wake_up": \.wakeUp, "tick_lateness": \.tickLateness, "slice": \.slice, "background": \.background,
    "step_excess": \.stepExcess,
    "start_up": \.startUp, "worker_start_up": \.workerStartUp,
  ]

  /// By name.
  package var seconds: [String: Double] { Self.figures.reduce(into: [:]) { $0[$1.key] = self[keyPath: $1.value] } }

  /// From what was kept; what is not there, or makes no sense, is as in the standard.
  package init(_ runtime: Runtime, seconds: [String: Double]) {
    self = .standard(runtime)
    for (name, figure) in Self.figures {
      if let value = seconds[name], (0...60).contains(value) { self[keyPath: figure] = value }
    }
  }
}

extension RuntimeCosts {
  /// Of an interpreter that starts anew and imports what a worker needs, but not what the user's function needs: measured as `standard` was.
  private static let freshInterpreter = 0.04

  /// From the first worker's start until the last can work, by how they come to be. Those that start anew do so side by side, on the cores.
  func workersStartUp(_ workers: Int, _ kind: WorkerKind, cores: Int) -> Double {
    let forks = Double(workers) * workerStartUp
    let rounds = Double((workers + cores - 1) / cores)
    return switch kind {
    case .fork: forks
    case .spawn, .interpreters: forks + rounds * Self.freshInterpreter
    case .forkserver: forks + Self.freshInterpreter
    }
  }
}
