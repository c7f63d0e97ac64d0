import DequeModule
import Samples

/// CPython's global interpreter lock: one thread computes at a time, the loop's or another. Who computes for longer than the switch interval
/// lets it go, if somebody waits for it (https://docs.python.org/3/library/sys.html#sys.setswitchinterval).
///
/// An item asks for it three times: its thread to take it, and, after the I/O, to compute it; the loop to hear of its end. A step that lets it
/// go asks once more. Who waits does so
/// for a switch interval at a time, and stands behind the others then (`take_gil` in CPython's Python/ceval_gil.c).
extension Simulation {
  private static let switchInterval = 0.005
  /// Of an interval: what sums of times are off by.
  private static let trifle = 1e-6

  var isLocked: Bool { strategy == .threads && costs.hasGlobalLock }

  mutating func computeInThread(_ seconds: Double, _ item: Int) {
    guard isLocked else {
      ioSeen(item)
      return compute(seconds + costs.threadItem, .thread(item, left: 0))
    }
    goOn(lockedPart(of: seconds, item), item)
  }

  private mutating func goOn(_ seconds: Double, _ item: Int) {
    let (part, owner) = firstPart(of: seconds, item)
    waitForLock(part, owner)
  }

  mutating func unlocked(_ owner: Owner, _ seconds: Double) {
    if case .thread(let item, _) = owner { ioSeen(item) }
    servers[server].heldSeconds += seconds
    compute(seconds, owner)
  }

  private func firstPart(of seconds: Double, _ item: Int) -> (Double, Owner) {
    let part = min(seconds, max(Self.switchInterval, scenario.cpu.mean * Self.leastShare))
    return (part, .thread(item, left: seconds - part))
  }

  /// A thread has taken an item: it lets the lock go to wait, or goes on if there is nothing to wait for.
  mutating func threadTook(_ item: Int) {
    if awaits {
      wait(item, lateness: costs.sleepLateness)
      return letGo()
    }
    let (part, owner) = firstPart(of: io.next() + lockedPart(of: cpu.next(), item), item)
    servers[server].heldSeconds += part
    compute(part, owner)
  }

  mutating func computeOnLoop(_ seconds: Double, _ task: LoopTask) {
    guard isLocked else { return compute(seconds, .loop(task)) }
    if isLoopHolding, now - holdingSince < Self.switchInterval || lock.isEmpty {
      compute(seconds, .loop(task))
    } else {
      let wasHolding = isLoopHolding
      isLoopHolding = false
      if wasHolding { isLockTaken = false }
      waitForLock(seconds, .loop(task))
    }
  }

  mutating func waitForLock(_ seconds: Double, _ owner: Owner) {
    lock.append((owner, seconds, now))
    if !isLockTaken { takeLock(isHandedOver: lock.count > 1) }
  }

  /// A waiting thread first has to wake up; who asks for a free lock has it at once.
  private mutating func takeLock(isHandedOver: Bool) {
    guard let first = lock.indices.min(by: { inLine(lock[$0].since) < inLine(lock[$1].since) }) else { return }
    let next = lock.remove(at: first)
    isLockTaken = true
    holdingSince = now
    isLoopHolding = next.owner.isLoop
    after(isHandedOver ? costs.lockHandOver : 0, .unlocked(next.owner, next.seconds))
  }

  /// Since when somebody has his place: who has waited for a switch interval stands in line anew.
  private func inLine(_ since: Double) -> Double {
    since + ((now - since) / Self.switchInterval + Self.trifle).rounded(.down) * Self.switchInterval
  }

  mutating func letGo() {
    isLockTaken = false
    takeLock(isHandedOver: true)
  }

  /// The loop keeps it until it has nothing to do.
  mutating func letGoIfIdle() {
    guard isLoopHolding, !isLoopBusy else { return }
    isLoopHolding = false
    letGo()
  }

  mutating func threadDid(_ item: Int, left: Double) {
    if left > 0 {
      isLockTaken = false
      return goOn(left, item)
    }
    if goesOnFreely(item) { return }
    loop.append(.finish(item))
    if isLocked { takeNext() }
  }

  /// A thread that has done an item takes the next at once, before those wake up that wait for the lock, until its interval is over.
  private mutating func takeNext() {
    guard now - holdingSince < Self.switchInterval,
      let index = lock.firstIndex(where: { if case .taker = $0.owner { true } else { false } })
    else { return letGo() }
    let next = lock.remove(at: index)
    compute(next.seconds, next.owner)
  }
}
