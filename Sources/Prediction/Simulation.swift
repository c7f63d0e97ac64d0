import DequeModule
import HeapModule
package import Samples

/// A discrete-event model of one strategy in one runtime: the same scenario, costs and seed give the same course.
///
/// - The event loop takes what is ready in turns: what becomes ready during a turn waits for the next. A timer that is due resumes its item in
///   the turn after. SwiftNIO takes tasks and due timers alternately, asyncio all tasks before all timers.
/// - Computations share the cores evenly (`SharedProcessor`); with a global lock, those of threads wait for each other in order.
/// - A worker process gets what waits, at most a chunk and no more than its share; one that has a batch gets a second as soon as a full
///   chunk waits.
package struct Simulation {
  /// What happens at a time that is known.
  private enum Happening {
    case arrival
    case ioEnded(Int)
    case tick
    case awake
  }
  private struct Event: Comparable {
    let time: Double
    let order: Int
    let happening: Happening

    static func < (a: Event, b: Event) -> Bool { (a.time, a.order) < (b.time, b.order) }
    static func == (a: Event, b: Event) -> Bool { a.time == b.time && a.order == b.order }
  }

  /// A piece of work for the loop.
  private enum Task {
    /// Whoever starts items as soon as there is room.
    case starter
    /// The beginning of an item.
    case start(Int)
    /// A timer: the item goes on.
    case resume(Int)
    /// A timer: the tick that is looked at, due then.
    case tick(Double)
    /// The whole item, which blocks it.
    case block(Int)
    /// The CPU step of an item, whose I/O is over.
    case compute(Int)
    /// An item on its way to a worker.
    case pool(Int)
    /// An item that a thread has done.
    case finish(Int)
    /// A batch that has come back.
    case result([Int])
  }

  /// Who computes.
  private enum Owner {
    case loop(Task)
    case thread(Int)
    case worker(Int)
  }

  private struct Worker {
    /// The one that is computed first.
    var batches: Deque<[Int]> = []
  }

  private let scenario: Scenario
  private let strategy: Strategy
  private let runtime: Runtime
  private let costs: RuntimeCosts
  private let window: Int
  private let segmentLimit: Int
  private let tick = 0.01

  private var now = 0.0
  private var order = 0
  private var events = Heap<Event>()
  private var processor: SharedProcessor
  private var owners: [Owner?] = []
  /// When each began; how long it takes is not known before, where cores are shared.
  private var began: [Double] = []
  private var freeOwners: [Int] = []
  private var io: Draws
  private var cpu: Draws
  private var gaps: Draws

  // Items.
  private var arrived = 0
  private var started = 0
  private var done = 0
  private var arrivals: Deque<Double> = []
  /// Of the items that were started, by item.
  private var arrivalOf: [Double] = []
  private var waiting = 0
  private var computing = 0

  // The loop.
  /// For the turn after this.
  private var loop: Deque<Task> = []
  /// Timers that are due, for the turn after this.
  private var timers: Deque<Task> = []
  /// What is left of this turn.
  private var turn: Deque<Task> = []
  private var isLoopBusy = false
  private var isWaking = false
  private var isAwake = false
  private var isStarterTold = false

  // Threads behind a global lock, and workers.
  private var lock: Deque<(owner: Owner, seconds: Double)> = []
  private var isLockTaken = false
  private var freeLanes: [Int] = []
  /// Of the items that were started, by item; of `threads` alone.
  private var laneOf: [Int] = []
  private var pooled: Deque<Int> = []
  private var workers: [Worker]

  // What is found.
  private var latency = QuantileCounts()
  private var itemTimes = QuantileCounts()
  private var usedCoreSeconds = 0.0
  private var allWaitSeconds = 0.0
  private var loopSeconds = 0.0
  private var lockSeconds = 0.0
  private var workerSeconds = 0.0
  private var queue = QueueCourse()
  private var segments: [Prediction.Segment] = []

  /// - Parameters:
  ///   - costs: what the runtime adds.
  ///   - segments: pieces of the timeline that are kept, at most.
  package init(
    _ scenario: Scenario, strategy: Strategy, runtime: Runtime, costs: RuntimeCosts? = nil, segments: Int = 0
  ) {
    self.scenario = scenario
    self.strategy = strategy
    self.runtime = runtime
    self.costs = costs ?? .standard(runtime)
    segmentLimit = segments
    window =
      switch strategy {
      case .sync: 1
      case .threads: scenario.threads
      case .async, .hybrid: scenario.concurrency
      }
    processor = SharedProcessor(cores: scenario.cores)
    io = Draws(scenario.io, seed: scenario.seed)
    cpu = Draws(scenario.cpu, seed: scenario.seed &+ 0x1234_5678_9ABC_DEF0)
    gaps = Draws(Self.gap(scenario.arrivals), seed: scenario.seed &+ 0x0FED_CBA9_8765_4321)
    workers = Array(repeating: Worker(), count: scenario.processes)
    freeLanes = strategy == .threads ? (1...scenario.threads).reversed() : []
  }

  private static func gap(_ arrivals: Scenario.Arrivals) -> TimeDistribution {
    switch arrivals {
    case .batch: .constant(0)
    case .constant(let rate): .constant(1 / rate)
    case .poisson(let rate): .exponential(mean: 1 / rate)
    }
  }

  /// Plays it to the end.
  package mutating func run() -> Prediction {
    if case .batch = scenario.arrivals {
      arrivals = Deque(repeating: 0, count: scenario.items)
      arrived = scenario.items
    } else if scenario.items > 0 {
      at(0, .arrival)
    }
    at(tick, .tick)
    tellStarter()
    while done < scenario.items, let next = nextTime { step(to: next) }
    return result()
  }

  // MARK: Time

  private var nextTime: Double? {
    switch (events.min?.time, processor.nextEnd) {
    case (let event?, let end?): min(event, end)
    case (let event, let end): event ?? end
    }
  }

  private mutating func step(to time: Double) {
    let passed = time - now
    usedCoreSeconds += passed * processor.used
    if computing == 0, waiting > 0 { allWaitSeconds += passed }
    if isLoopBusy { loopSeconds += passed }
    if isLockTaken { lockSeconds += passed }
    now = time
    if let event = events.min, event.time <= processor.nextEnd ?? .infinity {
      _ = events.popMin()
      happen(event.happening)
    } else if let owner = processor.endNext(at: now) {
      computed(owner)
    }
    tellStarter()
  }

  private mutating func at(_ time: Double, _ happening: Happening) {
    order += 1
    events.insert(Event(time: time, order: order, happening: happening))
  }

  private mutating func happen(_ happening: Happening) {
    switch happening {
    case .arrival:
      arrived += 1
      arrivals.append(now)
      queue.note(arrivals.count, at: now)
      if arrived < scenario.items { at(now + gaps.next(), .arrival) }
    case .ioEnded(let item): ioEnded(item)
    case .tick: timers.append(.tick(now))
    case .awake: isAwake = true
    }
  }

  // MARK: Items

  /// Whoever starts items is a task of the loop like others: it is told of room, and starts as many as there is room for when its turn comes.
  private mutating func tellStarter() {
    if !isStarterTold, !arrivals.isEmpty, started - done < window {
      isStarterTold = true
      loop.append(.starter)
    }
    startTurn()
  }

  private mutating func startItems() {
    isStarterTold = false
    while !arrivals.isEmpty, started - done < window, let arrival = arrivals.popFirst() {
      arrivalOf.append(arrival)
      loop.append(strategy == .sync ? .block(started) : .start(started))
      started += 1
    }
    queue.note(arrivals.count, at: now)
  }

  private mutating func begin(_ item: Int) {
    switch strategy {
    case .sync: break
    case .threads:
      laneOf.append(freeLanes.popLast() ?? 0)
      wait(item, lateness: costs.sleepLateness)
    case .async, .hybrid: wait(item, lateness: costs.timerLateness)
    }
  }

  private mutating func wait(_ item: Int, lateness: Double) {
    let seconds = io.next()
    waiting += 1
    let end = now + (seconds > 0 ? seconds + lateness : 0)
    keep(lane: lane(of: item), .io, item, now, end)
    at(end, .ioEnded(item))
  }

  private mutating func ioEnded(_ item: Int) {
    waiting -= 1
    switch strategy {
    case .sync: compute(cpu.next() + costs.start + costs.end, .loop(.block(item)))
    case .threads:
      computeLocked(cpu.next() + costs.threadItem, .thread(item))
    case .async, .hybrid: timers.append(.resume(item))
    }
  }

  private mutating func end(_ item: Int) {
    done += 1
    itemTimes.add(now - arrivalOf[item])
    if strategy == .threads { freeLanes.append(laneOf[item]) }
  }

  private func lane(of item: Int) -> Int { strategy == .threads ? laneOf[item] : 0 }

  // MARK: Computing

  private mutating func compute(_ seconds: Double, _ owner: Owner) {
    let id: Int
    if let free = freeOwners.popLast() {
      id = free
      owners[id] = owner
      began[id] = now
    } else {
      id = owners.count
      owners.append(owner)
      began.append(now)
    }
    if isWork(owner) { computing += 1 }
    processor.begin(seconds, owner: id, at: now)
  }

  /// Whether it is a part of an item, and not what the runtime adds.
  private func isWork(_ owner: Owner) -> Bool {
    switch owner {
    case .loop(.starter), .loop(.start), .loop(.resume), .loop(.tick), .loop(.pool), .loop(.result), .loop(.finish): false
    case .loop(.block), .loop(.compute), .thread, .worker: true
    }
  }

  private mutating func computed(_ id: Int) {
    guard let owner = owners[id] else { return }
    owners[id] = nil
    freeOwners.append(id)
    if isWork(owner) { computing -= 1 }
    let start = began[id]
    if isLocked, isLockTaken {
      isLockTaken = false
      takeLock()
    }
    switch owner {
    case .loop(let task):
      loopDid(task, since: start)
    case .thread(let item):
      keep(lane: lane(of: item), .cpu, item, start, now)
      loop.append(.finish(item))
    case .worker(let index):
      workerSeconds += now - start
      guard let batch = workers[index].batches.popFirst() else { return }
      keep(lane: index + 1, .cpu, batch.first ?? 0, start, now)
      loop.append(.result(batch))
      startBatch(index)
      handOut()
    }
  }

  /// Where one thread computes at a time: all of them, and the loop's.
  private var isLocked: Bool { strategy == .threads && costs.hasGlobalLock }

  private mutating func computeLocked(_ seconds: Double, _ owner: Owner) {
    guard isLocked else { return compute(seconds, owner) }
    lock.append((owner, seconds))
    takeLock()
  }

  private mutating func takeLock() {
    guard !isLockTaken, let next = lock.popFirst() else { return }
    isLockTaken = true
    compute(next.seconds, next.owner)
  }

  // MARK: The loop

  private mutating func startTurn() {
    while !isLoopBusy {
      if turn.isEmpty {
        guard isAwake || !mustWake() else { return }
        takeTurn()
      }
      guard let task = turn.popFirst() else { return }
      begin(task)
      if turn.isEmpty, !isLoopBusy { handOut() }
    }
  }

  /// Whether the loop's thread sleeps, and first has to get a core from those that compute.
  private mutating func mustWake() -> Bool {
    guard !loop.isEmpty || !timers.isEmpty else { return true }
    let others = processor.count - scenario.cores
    guard others >= 0, !isLocked, costs.wakeUp > 0 else { return false }
    if !isWaking {
      isWaking = true
      at(now + Double(others + 1) * costs.wakeUp, .awake)
    }
    return true
  }

  private mutating func takeTurn() {
    isWaking = false
    isAwake = false
    if costs.takesTasksFirst {
      swap(&turn, &loop)
      turn.append(contentsOf: timers)
      timers.removeAll(keepingCapacity: true)
      return
    }
    while !loop.isEmpty || !timers.isEmpty {
      if let task = loop.popFirst() { turn.append(task) }
      if let timer = timers.popFirst() { turn.append(timer) }
    }
  }

  private mutating func begin(_ task: Task) {
    switch task {
    case .starter: startItems()
    case .resume(let item): loop.append(strategy == .async ? .compute(item) : .pool(item))
    case .tick(let due): noteTicks(since: due)
    case .start: occupy(costs.start, task)
    case .block(let item):
      isLoopBusy = true
      let seconds = io.next()
      waiting += 1
      let end = now + (seconds > 0 ? seconds + costs.sleepLateness : 0)
      keep(lane: 0, .io, item, now, end)
      at(end, .ioEnded(item))
    case .compute: occupy(cpu.next() + costs.end, task)
    case .pool: occupy(costs.end + costs.pooledItem, task)
    case .finish: occupy(costs.end, task)
    case .result: occupy(costs.trip, task)
    }
  }

  private mutating func occupy(_ seconds: Double, _ task: Task) {
    isLoopBusy = true
    computeLocked(seconds, .loop(task))
  }

  private mutating func loopDid(_ task: Task, since start: Double) {
    isLoopBusy = false
    switch task {
    case .starter, .resume, .tick: break
    case .start(let item): begin(item)
    case .block(let item), .compute(let item):
      keep(lane: 0, .cpu, item, start, now)
      end(item)
    case .pool(let item): pooled.append(item)
    case .finish(let item): end(item)
    case .result(let batch): for item in batch { end(item) }
    }
    if turn.isEmpty { handOut() }
  }

  /// A tick that is late has swallowed those that were due meanwhile.
  private mutating func noteTicks(since first: Double) {
    var due = first
    while due <= now {
      latency.add(now - due + costs.tickLateness)
      due += tick
    }
    at(due, .tick)
  }

  // MARK: Workers

  private mutating func handOut() {
    while !pooled.isEmpty, let index = workers.indices.min(by: { workers[$0].batches.count < workers[$1].batches.count }) {
      let size: Int
      switch workers[index].batches.count {
      case 0: size = min(scenario.chunk, (pooled.count + workers.count - 1) / workers.count)
      case 1 where pooled.count >= scenario.chunk: size = scenario.chunk
      default: return
      }
      workers[index].batches.append(Array(pooled.prefix(size)))
      pooled.removeFirst(size)
      if workers[index].batches.count == 1 { startBatch(index) }
    }
  }

  private mutating func startBatch(_ index: Int) {
    guard let batch = workers[index].batches.first else { return }
    compute(batch.reduce(costs.workerTrip) { sum, _ in sum + cpu.next() }, .worker(index))
  }

  // MARK: What is found

  private mutating func keep(lane: Int, _ kind: Prediction.Segment.Kind, _ item: Int, _ start: Double, _ end: Double) {
    guard segments.count < segmentLimit, end > start else { return }
    segments.append(.init(lane: lane, kind: kind, item: item, start: start, end: end))
  }

  private mutating func result() -> Prediction {
    if latency.mean == nil { latency.add(costs.tickLateness) }
    return Prediction(
      strategy: strategy, runtime: runtime, seconds: now, idealSeconds: scenario.idealSeconds(strategy),
      startUpSeconds: costs.startUp, itemsPerSecond: now > 0 ? Double(done) / now : 0,
      itemSeconds: (itemTimes.mean ?? 0, itemTimes.quantile(0.99) ?? 0),
      latency: .init(p50: latency.quantile(0.5) ?? 0, p99: latency.quantile(0.99) ?? 0, max: latency.max),
      ticks: latency.histogram, queuePeak: queue.peak, queue: queue.points,
      cpuUtilization: now > 0 ? usedCoreSeconds / now / Double(scenario.cores) : 0,
      ioWaitRatio: now > 0 ? allWaitSeconds / now : 0, bottleneck: bottleneck, segments: segments)
  }

  private var bottleneck: Prediction.Bottleneck {
    guard now > 0 else { return .item }
    let busy = 0.9 * now
    if case .batch = scenario.arrivals {} else if queue.peak <= max(window, 10) { return .arrivals }
    if scenario.items <= 1 { return .item }
    switch strategy {
    case .sync: return allWaitSeconds > 0.1 * now ? .sequence : .loop
    case .async: return loopSeconds >= busy ? .loop : .concurrency
    case .threads:
      if isLockBound { return .lock }
      return usedCoreSeconds >= busy * Double(scenario.cores) ? .cores : .threads
    case .hybrid:
      if usedCoreSeconds >= busy * Double(scenario.cores) { return .cores }
      if workerSeconds >= busy * Double(scenario.processes) { return .processes }
      return loopSeconds >= busy ? .loop : .concurrency
    }
  }

  private var isLockBound: Bool { costs.hasGlobalLock && lockSeconds >= 0.9 * now }
}
