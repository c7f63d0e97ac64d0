import DequeModule
import HeapModule
package import Samples

/// A discrete-event model of one strategy in one runtime: the same scenario, costs and seed give the same course.
///
/// - The event loop takes what is ready in turns: what becomes ready during a turn waits for the next. A timer that is due resumes its item in
///   the turn after. SwiftNIO takes tasks and due timers alternately, asyncio all tasks before all timers.
/// - Computations share the cores in slices (`CoreScheduler`); with a global lock, those of threads wait for each other in order.
/// - Several servers share the arrivals and the cores.
/// - A worker process gets what waits, at most a chunk and no more than its share; one that has a batch gets a second as soon as a full
///   chunk waits.
/// - A function of the user's own may let the lock go, sleep, and take time to be sent (`CallTraits`).
package struct Simulation {
  /// What happens at a time that is known.
  enum Happening {
    case arrival
    case ioEnded(Int)
    case tick
    case awake
    /// A worker that slept begins with its first batch.
    case workerAwake(Int)
    /// The loop hears of a worker's oldest batch.
    case delivered(Int)
    /// A thread has woken up with the lock.
    case unlocked(Owner, Double)
    /// A step that had computed since then has slept, too.
    case paused(Owner, since: Double)
  }
  struct Event: Comparable {
    let time: Double
    let order: Int
    let server: Int
    let happening: Happening

    static func < (a: Event, b: Event) -> Bool { (a.time, a.order) < (b.time, b.order) }
    static func == (a: Event, b: Event) -> Bool { a.time == b.time && a.order == b.order }
  }

  /// Where its items stand in `pooled`. No array of its own: tasks and events are copied all the time.
  typealias Batch = Range<Int>

  /// A piece of work for the loop.
  enum LoopTask {
    /// A timer: the next item comes.
    case arrival
    /// Whoever lets items in, woken by that timer: all that are due.
    case accept
    /// Whoever starts items as soon as there is room.
    case starter
    /// The beginning of an item.
    case start(Int)
    /// A timer: the item goes on.
    case resume(Int)
    /// A timer: the tick that is looked at.
    case tick
    /// The whole item, which blocks it.
    case block(Int)
    /// The CPU step of an item, whose I/O is over.
    case compute(Int)
    /// An item on its way to a worker.
    case pool(Int)
    /// An item that a thread has done.
    case finish(Int)
    /// The answer of a worker to its oldest batch.
    case result(Int)
  }

  /// A worker process.
  struct Worker {
    /// Sent to it, and not answered as far as the loop has heard: in order.
    var batches: Deque<Batch> = []
    /// Of those, the first ones: computed, while the answer travels or waits for the loop.
    var computed = 0

    /// Batches that it has to compute.
    var left: Int { batches.count - computed }
  }

  /// Who computes.
  enum Owner {
    case loop(LoopTask)
    /// A thread that takes an item, which then waits for I/O.
    case taker(Int)
    /// What is left of its computation after this part.
    case thread(Int, left: Double)
    /// A thread whose item computes without the lock.
    case freeThread(Int)
    case worker(Int)

    var isLoop: Bool { if case .loop = self { true } else { false } }
  }

  let scenario: Scenario
  let strategy: Strategy
  let runtime: Runtime
  let costs: RuntimeCosts
  let window: Int
  let segmentLimit: Int
  /// Between two ticks: 10 ms, or more where a course is so long that there would be millions.
  let tick: Double

  var now = 0.0
  var order = 0
  var events = Heap<Event>()
  var processor: CoreScheduler
  var owners: [Owner?] = []
  /// When each began; how long it takes is not known before, where cores are shared.
  var began: [Double] = []
  /// The server of each.
  var homes: [Int] = []
  var freeOwners: [Int] = []
  /// Whose computation has ended in this step.
  var ended: Owner?
  /// And at which server.
  var endedAt = 0
  var io: Draws
  var cpu: Draws
  var gaps: Draws

  // Items.
  var arrived = 0
  var nextArrival = 0.0
  var started = 0
  var done = 0
  /// When a quarter of the items had ended, and when three quarters had.
  var middleHalf = (begin: 0.0, end: 0.0)
  var arrivals: Deque<Double> = []
  /// Of the items that were started, by item.
  var arrivalOf: [Double] = []
  var waiting = 0
  var computing = 0

  // The loops.
  var servers: [EventLoopState]
  /// The one at hand.
  var server = 0
  /// Of the items that were started, by item; of `threads` alone.
  var laneOf: [Int] = []
  /// What items that a thread computes will compute without the lock, by item.
  var freeParts: [Int: Double] = [:]

  // What is found.
  var latency = QuantileCounts()
  var itemTimes = QuantileCounts()
  var usedCoreSeconds = 0.0
  var allWaitSeconds = 0.0
  var workerSeconds = 0.0
  var queue = QueueCourse()
  var segments: [Prediction.Segment] = []
  /// I/O steps as a clock beside the item sees them, until it goes on; `nil`: that is not asked.
  var seenIO: QuantileCounts?
  /// When they began, by item; -1: it was seen.
  var ioStarts: [Double] = []

  /// Whether an item waits on the loop before it computes.
  let awaits: Bool
  /// Whether there is nothing for workers to do.
  let hasNoCPU: Bool
  /// By which what was calibrated alone takes longer in a run.
  let slowness: Double

  /// - Parameters:
  ///   - costs: what the runtime adds.
  ///   - segments: pieces of the timeline that are kept, at most.
  ///   - seesIO: whether the prediction has `ioSteps`.
  package init(
    _ scenario: Scenario, strategy: Strategy, runtime: Runtime, costs: RuntimeCosts? = nil, segments: Int = 0,
    seesIO: Bool = false
  ) {
    self.scenario = scenario
    self.strategy = strategy
    self.runtime = runtime
    var costs = costs ?? .standard(runtime)
    if scenario.isLockFree { costs.hasGlobalLock = false }
    if !scenario.ioIsTimer { (costs.timerLateness, costs.sleepLateness) = (0, 0) }
    slowness = 1 + costs.stepExcess
    self.costs = slowness > 1 ? costs.slower(by: slowness) : costs
    awaits = scenario.io.mean > 0
    hasNoCPU = scenario.cpu.mean + scenario.traits.pauseSeconds == 0
    segmentLimit = segments
    seenIO = seesIO ? QuantileCounts() : nil
    tick = max(0.01, scenario.longestSeconds / Self.mostTicks)
    window =
      switch strategy {
      case .sync: 1
      case .threads: scenario.threads
      case .async, .hybrid: scenario.concurrency
      }
    processor = CoreScheduler(
      cores: scenario.cores, slice: max(self.costs.slice, scenario.cpu.mean * Self.leastShare), background: self.costs.background)
    io = Draws(scenario.io, seed: scenario.seed)
    cpu = Draws(scenario.cpu, seed: scenario.seed &+ 0x1234_5678_9ABC_DEF0, factor: scenario.isAsRun ? 1 : slowness)
    gaps = Draws(Self.gap(scenario.arrivals), seed: scenario.arrivalsSeed)
    servers = (0..<scenario.servers).map { [tick] server in
      let first = scenario.servers + server * scenario.threads
      return EventLoopState(
        tick: tick, lanes: first..<(strategy == .threads ? first + scenario.threads : first), processes: scenario.processes)
    }
  }

  private static func gap(_ arrivals: Scenario.Arrivals) -> TimeDistribution {
    switch arrivals {
    case .batch: .constant(0)
    case .constant(let rate): .constant(1 / rate)
    case .poisson(let rate): .exponential(mean: 1 / rate)
    }
  }

  private static let mostTicks = 1e6
  /// Of a computation, in a slice: a long one is not cut into thousands.
  static let leastShare = 0.02

  /// Steps between two questions.
  private static let patience = 4096

  /// Plays it to the end.
  ///
  /// - Parameter isCancelled: asked now and then; what it was until then is told, if so.
  package mutating func run(isCancelled: () -> Bool = { false }) -> Prediction {
    if case .batch = scenario.arrivals {
      arrivals = Deque(repeating: 0, count: scenario.items)
      arrived = scenario.items
      queue.note(arrivals.count, at: now)
    } else if scenario.items > 0 {
      at(0, .arrival)
    }
    for index in servers.indices {
      attend(to: index)
      at(nextTick, .tick)
    }
    tellServers()
    var steps = 0
    while done < scenario.items, let next = nextTime {
      step(to: next)
      steps += 1
      if steps.isMultiple(of: Self.patience), isCancelled() { break }
    }
    return result()
  }

  // MARK: Time

  var nextTime: Double? {
    switch (events.min?.time, processor.nextEnd) {
    case (let event?, let end?): min(event, end)
    case (let event, let end): event ?? end
    }
  }

  mutating func step(to time: Double) {
    let passed = time - now
    usedCoreSeconds += passed * processor.used
    if computing == 0, waiting > 0 { allWaitSeconds += passed }
    count(passed)
    now = time
    if let event = events.min, event.time <= processor.nextEnd ?? .infinity {
      _ = events.popMin()
      attend(to: event.server)
      happen(event.happening)
    } else if let owner = processor.endNext(at: now) {
      computed(owner)
    }
    tellStarter()
    letGoIfIdle()
    ended = nil
    processor.fill()
  }

  mutating func at(_ time: Double, _ happening: Happening) {
    order += 1
    events.insert(Event(time: time, order: order, server: server, happening: happening))
  }

  /// At once where it takes no time.
  mutating func after(_ seconds: Double, _ happening: Happening) {
    if seconds > 0 { at(now + seconds, happening) } else { happen(happening) }
  }

  mutating func happen(_ happening: Happening) {
    switch happening {
    case .arrival: if costs.takesTasksFirst, servers.count == 1 { timers.append(.arrival) } else { accept() }
    case .ioEnded(let item): ioEnded(item)
    case .tick: timers.append(.tick)
    case .awake: isAwake = true
    case .workerAwake(let index): startBatch(index)
    case .delivered(let index): loop.append(.result(index))
    case .unlocked(let owner, let seconds): unlocked(owner, seconds)
    case .paused(let owner, let start): stepEnded(owner, since: start)
    }
  }
}
