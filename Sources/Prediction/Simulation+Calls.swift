import DequeModule

/// What functions of the user's own do that kernels do not: let Python's lock go, pause, and send more than two numbers to a worker.
extension Simulation {
  /// A thread computes what needs the lock first; the rest waits for it in `freeParts`.
  mutating func lockedPart(of seconds: Double, _ item: Int) -> Double {
    let taking = costs.threadItem / 2
    guard isLocked, scenario.traits.letsLockGo else { return seconds + taking }
    freeParts[item] = seconds * (1 - scenario.traits.lockShare)
    return seconds * scenario.traits.lockShare + taking / 2
  }

  /// Goes on without the lock, if there is something that needs none.
  mutating func goesOnFreely(_ item: Int) -> Bool {
    guard let seconds = freeParts.removeValue(forKey: item) else { return false }
    compute(seconds, .freeThread(item))
    letGo()
    return true
  }

  /// Takes the lock once more, to end.
  mutating func comesBack(_ item: Int) { waitForLock(costs.threadItem / 4, .thread(item, left: 0)) }

  /// For which a step that has computed goes on without computing.
  func pause(after owner: Owner) -> Double {
    let pause = scenario.traits.pauseSeconds
    guard pause > 0 else { return 0 }
    switch owner {
    case .freeThread, .loop(.block), .loop(.compute): return pause
    case .thread: return isLocked ? 0 : pause
    case .worker(let index): return pause * Double(workers[index].batches[workers[index].computed].count)
    case .taker, .loop: return 0
    }
  }

  /// CPU time of a worker's next batch.
  mutating func batchSeconds(_ worker: Worker) -> Double {
    worker.batches[worker.computed].reduce(costs.workerTrip) { sum, _ in
      sum + cpu.next() + transferFactor * scenario.traits.workerSeconds
    }
  }

  /// CPU time beside the loop to take the results of a worker's oldest batch.
  func receiveSeconds(from index: Int) -> Double {
    transferFactor * scenario.traits.receiveSeconds * Double(workers[index].batches.first?.count ?? 0)
  }

  /// CPU time beside the loop to send an item.
  var sendSeconds: Double { transferFactor * scenario.traits.sendSeconds }

  /// A transfer is measured alone, and takes as much longer in a run as steps do.
  private var transferFactor: Double { slowness }

  // MARK: Seen I/O steps

  mutating func ioBegan(_ item: Int) {
    guard seenIO != nil else { return }
    while ioStarts.count <= item { ioStarts.append(now) }
    ioStarts[item] = now
  }

  /// The item goes on: only then its I/O step is over by a clock beside it.
  mutating func ioSeen(_ item: Int) {
    guard seenIO != nil, item < ioStarts.count, ioStarts[item] >= 0 else { return }
    seenIO?.add(now - ioStarts[item])
    ioStarts[item] = -1
  }
}
