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
      servers[server].takeTasks()
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
    case .arrival: if isLocked { occupy(0, task) } else { loop.append(.accept) }
    case .accept: occupy(costs.awaitedItem, task)
    // What one of several servers takes comes through a socket.
    case .starter: if servers.count > 1 { occupy(costs.awaitedItem, task) } else { startItems() }
    case .resume(let item): loop.append(computesOnLoop ? .compute(item) : .pool(item))
    case .tick:
      // In CPython a callback needs the lock as any computation does.
      if isLocked || costs.tick > 0 { occupy(costs.tick, task) } else { happenTicks() }
    case .start(let item):
      if awaits || strategy == .threads {
        occupy(costs.start + (awaits ? costs.awaitedItem : 0), task)
      } else {
        // Nothing to wait for: it goes on in the same turn.
        goOn(item, after: costs.start)
      }
    case .block(let item):
      isLoopBusy = true
      let seconds = io.next()
      waiting += 1
      ioBegan(item)
      let end = now + (seconds > 0 ? seconds + costs.sleepLateness : 0)
      keep(lane: loopLane, .io, item, now, end)
      at(end, .ioEnded(item))
    case .compute(let item), .pool(let item):
      ioSeen(item)
      goOn(item, after: 0)
    case .finish: occupy(costs.end, task)
    case .result(let index): occupy(costs.trip + receiveSeconds(from: index), task)
    }
  }

  /// Whether the CPU step of an item that was awaited is computed here, and not by a worker.
  private var computesOnLoop: Bool { strategy == .async || hasNoCPU }

  /// The item computes, or goes to the workers.
  private mutating func goOn(_ item: Int, after seconds: Double) {
    if computesOnLoop {
      occupy(seconds + cpu.next() + costs.end, .compute(item))
    } else {
      occupy(seconds + costs.end + costs.pooledItem + sendSeconds, .pool(item))
    }
  }

  mutating func occupy(_ seconds: Double, _ task: LoopTask) {
    isLoopBusy = true
    computeOnLoop(seconds, task)
  }

  mutating func loopDid(_ task: LoopTask, since start: Double) {
    isLoopBusy = false
    switch task {
    case .starter: startItems()
    case .resume: break
    case .arrival: loop.append(.accept)
    case .accept: accept()
    case .tick: happenTicks()
    case .start(let item): begin(item)
    case .block(let item), .compute(let item):
      keep(lane: loopLane, .cpu, item, start, now)
      end(item)
    case .pool(let item): pooled.append(item)
    case .finish(let item): end(item)
    case .result(let index):
      guard let batch = workers[index].batches.popFirst() else { return }
      workers[index].computed -= 1
      handOut()
      for place in batch { end(pooled[place]) }
    }
    if turn.isEmpty { handOut() }
  }

  private mutating func happenTicks() {
    noteTicks()
    at(nextTick, .tick)
  }

  /// A tick that is late has swallowed those that were due meanwhile.
  mutating func noteTicks() {
    while nextTick <= now {
      latency.add(now - nextTick + costs.tickLateness)
      nextTick += tick
    }
  }

  // MARK: Workers

  mutating func handOut() {
    while handedOut < pooled.count, let index = workers.indices.min(by: { load(of: $0) < load(of: $1) }) {
      let count = pooled.count - handedOut
      let size: Int
      switch load(of: index) {
      case 0: size = min(scenario.chunk, (count + workers.count - 1) / workers.count)
      case 1 where count >= scenario.chunk: size = scenario.chunk
      default: return
      }
      workers[index].batches.append(handedOut..<handedOut + size)
      handedOut += size
      if workers[index].left == 1 { after(costs.hop, .workerAwake(index)) }
    }
  }

  /// Batches that a worker has as far as is known to what hands them out: in SwiftNIO the loop, which has to hear of an end first; in
  /// asyncio a thread beside it.
  private func load(of index: Int) -> Int { runtime == .swift ? workers[index].batches.count : workers[index].left }

  mutating func startBatch(_ index: Int) {
    let worker = workers[index]
    guard worker.left > 0 else { return }
    compute(batchSeconds(worker), .worker(index))
  }
}
