import DequeModule

/// A loop, and what belongs to it: its threads behind a lock of their own, its worker processes, its items in flight.
struct EventLoopState {
  typealias LoopTask = Simulation.LoopTask
  typealias Owner = Simulation.Owner

  /// For the turn after this.
  var loop: Deque<LoopTask> = []
  /// Timers that are due, for the turn after this.
  var timers: Deque<LoopTask> = []
  /// What is left of this turn.
  var turn: Deque<LoopTask> = []
  var isLoopBusy = false
  var isWaking = false
  var isAwake = false
  var isStarterTold = false
  /// Items that were started here and have not ended.
  var inFlight = 0
  /// When the first tick is due that did not happen yet.
  var nextTick: Double

  // Threads behind a global lock, and workers.
  var lock: Deque<(owner: Owner, seconds: Double, since: Double)> = []
  var isLockTaken = false
  var isLoopHolding = false
  var holdingSince = 0.0
  var freeLanes: [Int]
  /// Items for workers, in their order; those before `handedOut` have gone.
  var pooled: [Int] = []
  var handedOut = 0
  var workers: [Simulation.Worker]

  // What is found.
  var loopSeconds = 0.0
  var lockSeconds = 0.0
  /// CPU time of threads that had the lock.
  var heldSeconds = 0.0

  /// - Parameters:
  ///   - tick: when the first one is due.
  ///   - lanes: of its threads on the timeline; none of a strategy without.
  ///   - processes: its workers.
  init(tick: Double, lanes: Range<Int>, processes: Int) {
    nextTick = tick
    freeLanes = lanes.reversed()
    workers = Array(repeating: Simulation.Worker(), count: processes)
  }

  /// What was ready becomes the turn; what had been the turn is empty.
  mutating func takeTasks() { swap(&turn, &loop) }
}
