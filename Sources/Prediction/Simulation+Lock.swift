import DequeModule
import Samples

/// CPython's global interpreter lock: one thread computes at a time, the loop's or another. Who computes for longer than the switch interval
/// lets it go, if somebody waits for it (https://docs.python.org/3/library/sys.html#sys.setswitchinterval).
extension Simulation {
  private static let switchInterval = 0.005

  var isLocked: Bool { strategy == .threads && costs.hasGlobalLock }

  mutating func computeInThread(_ seconds: Double, _ item: Int) {
    guard isLocked else { return compute(seconds, .thread(item, left: 0)) }
    let part = min(seconds, max(Self.switchInterval, scenario.cpu.mean * Self.leastShare))
    waitForLock(part, .thread(item, left: seconds - part))
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

  private mutating func waitForLock(_ seconds: Double, _ owner: Owner) {
    lock.append((owner, seconds))
    if !isLockTaken { takeLock(isHandedOver: lock.count > 1) }
  }

  /// A waiting thread first has to wake up; who asks for a free lock has it at once.
  private mutating func takeLock(isHandedOver: Bool) {
    guard let next = lock.popFirst() else { return }
    isLockTaken = true
    holdingSince = now
    isLoopHolding = next.owner.isLoop
    after(isHandedOver ? costs.lockHandOver : 0, .unlocked(next.owner, next.seconds))
  }

  private mutating func letGo() {
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
      return computeInThread(left, item)
    }
    loop.append(.finish(item))
    if isLocked { letGo() }
  }
}
