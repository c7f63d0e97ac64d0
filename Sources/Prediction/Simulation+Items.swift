import DequeModule
import Samples

/// Items, from their start to their end, and who computes for them.
extension Simulation {
  /// Lets in the items that are due. In asyncio a task does that, woken by a timer: it has to wait for two turns of the loop.
  mutating func accept() {
    while arrived < scenario.items, nextArrival <= now {
      arrived += 1
      arrivals.append(nextArrival)
      nextArrival += gaps.next()
    }
    queue.note(arrivals.count, at: now)
    if arrived < scenario.items { at(nextArrival, .arrival) }
    if servers.count > 1 { tellServers() } else { tellStarterOfRoom() }
  }

  private mutating func tellStarterOfRoom() {
    guard !isStarterTold, !arrivals.isEmpty, inFlight < window else { return }
    isStarterTold = true
    loop.append(.starter)
  }

  /// Whoever starts items is a task of the loop like others: it is told of room, and starts as many as there is room for when its turn comes.
  mutating func tellStarter() {
    tellStarterOfRoom()
    startTurn()
  }

  mutating func startItems() {
    isStarterTold = false
    // One of several servers takes one item at each turn of its loop: others may have room, too.
    let most = servers.count == 1 ? window : min(window, inFlight + 1)
    while !arrivals.isEmpty, inFlight < most, let arrival = arrivals.popFirst() {
      arrivalOf.append(arrival)
      if strategy == .threads { laneOf.append(0) }
      loop.append(strategy == .sync ? .block(started) : .start(started))
      started += 1
      inFlight += 1
    }
    queue.note(arrivals.count, at: now)
  }

  mutating func begin(_ item: Int) {
    switch strategy {
    case .sync: break
    case .threads:
      laneOf[item] = freeLanes.popLast() ?? 0
      if isLocked { waitForLock(costs.threadItem / 2, .taker(item)) } else { wait(item, lateness: costs.sleepLateness) }
    case .async, .hybrid: wait(item, lateness: costs.timerLateness)
    }
  }

  mutating func wait(_ item: Int, lateness: Double) {
    let seconds = io.next()
    waiting += 1
    ioBegan(item)
    let end = now + (seconds > 0 ? seconds + lateness : 0)
    keep(lane: lane(of: item), .io, item, now, end)
    at(end, .ioEnded(item))
  }

  mutating func ioEnded(_ item: Int) {
    waiting -= 1
    switch strategy {
    case .sync:
      ioSeen(item)
      compute(cpu.next() + costs.blockingItem, .loop(.block(item)))
    case .threads: computeInThread(cpu.next(), item)
    case .async, .hybrid: timers.append(.resume(item))
    }
  }

  mutating func end(_ item: Int) {
    done += 1
    inFlight -= 1
    if done == scenario.items / 4 { middleHalf.begin = now }
    if done == scenario.items / 4 * 3 { middleHalf.end = now }
    itemTimes.add(now - arrivalOf[item])
    if strategy == .threads { freeLanes.append(laneOf[item]) }
  }

  func lane(of item: Int) -> Int { strategy == .threads ? laneOf[item] : loopLane }

  // MARK: Computing

  mutating func compute(_ seconds: Double, _ owner: Owner) {
    let id: Int
    if let free = freeOwners.popLast() {
      id = free
      owners[id] = owner
      began[id] = now
      homes[id] = server
    } else {
      id = owners.count
      owners.append(owner)
      began.append(now)
      homes.append(server)
    }
    if isWork(owner) { computing += 1 }
    processor.begin(seconds, owner: id, goesOn: goesOn(owner), at: now)
  }

  /// Whether its thread is the one whose computation has just ended.
  private func goesOn(_ owner: Owner) -> Bool {
    guard server == endedAt else { return false }
    return switch (owner, ended) {
    case (.loop, .loop): true
    case (.thread(let item, _), .thread(let other, _)), (.thread(let item, _), .taker(let other)),
      (.freeThread(let item), .thread(let other, _)):
      item == other
    case (.worker(let index), .worker(let other)): index == other
    case (_, _): false
    }
  }

  /// Whether it is a part of an item, and not what the runtime adds.
  func isWork(_ owner: Owner) -> Bool {
    switch owner {
    case .taker, .loop(.arrival), .loop(.accept), .loop(.starter), .loop(.start), .loop(.resume), .loop(.tick), .loop(.pool),
      .loop(.result), .loop(.finish):
      false
    case .loop(.block), .loop(.compute), .thread, .freeThread, .worker: true
    }
  }

  mutating func computed(_ id: Int) {
    guard let owner = owners[id] else { return }
    owners[id] = nil
    attend(to: homes[id])
    freeOwners.append(id)
    ended = owner
    endedAt = server
    let pause = pause(after: owner)
    if pause > 0 { return at(now + pause, .paused(owner, since: began[id])) }
    stepEnded(owner, since: began[id])
  }

  /// What was computed is over, and what it paused for.
  mutating func stepEnded(_ owner: Owner, since start: Double) {
    if isWork(owner) { computing -= 1 }
    switch owner {
    case .loop(let task):
      loopDid(task, since: start)
    case .taker(let item):
      threadTook(item)
    case .thread(let item, let left):
      keep(lane: lane(of: item), .cpu, item, start, now)
      threadDid(item, left: left)
    case .freeThread(let item):
      keep(lane: lane(of: item), .cpu, item, start, now)
      comesBack(item)
    case .worker(let index):
      workerSeconds += now - start
      keep(lane: lane(ofWorker: index), .cpu, pooled[workers[index].batches[workers[index].computed].lowerBound], start, now)
      workers[index].computed += 1
      after(costs.hop, .delivered(index))
      startBatch(index)
      handOut()
    }
  }
}
