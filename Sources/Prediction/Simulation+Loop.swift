import DequeModule
import Samples

/// The turns of the loop, and what it hands to worker processes.
extension Simulation {
  mutating func startTurn() {
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
  mutating func mustWake() -> Bool {
    guard !loop.isEmpty || !timers.isEmpty else { return true }
    let others = processor.count - scenario.cores
    guard others >= 0, !isLocked, costs.wakeUp > 0 else { return false }
    if !isWaking {
      isWaking = true
      at(now + Double(others + 1) * costs.wakeUp, .awake)
    }
    return true
  }

  mutating func takeTurn() {
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

  mutating func begin(_ task: LoopTask) {
    switch task {
    case .starter: startItems()
    case .resume(let item): loop.append(strategy == .async || hasNoCPU ? .compute(item) : .pool(item))
    case .tick(let due): noteTicks(since: due)
    case .start: occupy(costs.start + (awaits ? costs.awaitedItem : 0), task)
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

  mutating func occupy(_ seconds: Double, _ task: LoopTask) {
    isLoopBusy = true
    computeOnLoop(seconds, task)
  }

  mutating func loopDid(_ task: LoopTask, since start: Double) {
    isLoopBusy = false
    switch task {
    case .starter, .resume, .tick: break
    case .start(let item): begin(item)
    case .block(let item), .compute(let item):
      keep(lane: 0, .cpu, item, start, now)
      end(item)
    case .pool(let item): pooled.append(item)
    case .finish(let item): end(item)
    case .result(let batch): for place in batch { end(pooled[place]) }
    }
    if turn.isEmpty { handOut() }
  }

  /// A tick that is late has swallowed those that were due meanwhile.
  mutating func noteTicks(since first: Double) {
    var due = first
    while due <= now {
      latency.add(now - due + costs.tickLateness)
      due += tick
    }
    at(due, .tick)
  }

  // MARK: Workers

  mutating func handOut() {
    while handedOut < pooled.count, let index = workers.indices.min(by: { workers[$0].count < workers[$1].count }) {
      let count = pooled.count - handedOut
      let size: Int
      switch workers[index].count {
      case 0: size = min(scenario.chunk, (count + workers.count - 1) / workers.count)
      case 1 where count >= scenario.chunk: size = scenario.chunk
      default: return
      }
      workers[index].append(handedOut..<handedOut + size)
      handedOut += size
      if workers[index].count == 1 { after(costs.hop, .workerAwake(index)) }
    }
  }

  mutating func startBatch(_ index: Int) {
    guard let batch = workers[index].first else { return }
    compute(batch.reduce(costs.workerTrip) { sum, _ in sum + cpu.next() }, .worker(index))
  }
}
