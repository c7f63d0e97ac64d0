import CLinux
import Glibc
import LoopProbe
import Procfs
import Telemetry

/// The threads that do the work of tasks: finds them, and finds those that sleep in a task.
///
/// It is used by one thread at a time.
final class PoolCrew {
  private static let most = 64
  /// A thread is named a little after its begin.
  private static let mostReadings = 3
  /// Threads are listed at least so often: one may have taken the place of another.
  private static let longestRest: Int64 = 1_000_000_000

  private let proc: ProcRoot
  private let stallLimit: Int64
  private let takesStacks: Bool
  private let memory = StackMemory()
  private var threads: [Int32: PoolThread] = [:]
  /// Threads that are not of the pool, by how often their name was read.
  private var strangers: [Int32: Int] = [:]
  private var lookedAt: Int64
  private var listedAt: Int64 = 0
  private var listedLinks: UInt64 = 0
  private var forgottenAt: Int64 = 0

  init(proc: ProcRoot, stallLimit: Int64, takesStacks: Bool) {
    self.proc = proc
    self.stallLimit = stallLimit
    self.takesStacks = takesStacks
    lookedAt = MonotonicClock.now()
  }

  /// Whether a thread sleeps in a task. Costs some microseconds a thread.
  func hasSleeper(at now: Int64) -> Bool {
    if isListDue(at: now) { list(at: now) }
    defer { lookedAt = now }
    // The kernel shows the calling thread asleep in the call by which it asks.
    let own = calcmon_thread_id()
    for thread in threads.values where thread.block == nil && !thread.isHelper && thread.number != own { meet(thread, at: now) }
    return threads.values.contains { $0.block != nil }
  }

  private func meet(_ thread: PoolThread, at now: Int64) {
    guard let account = thread.account(), thread.isBlocked(account.timeslices, memory: memory, proc: proc) else { return }
    thread.block = PoolBlock(
      at: now, notBefore: lookedAt, timeslices: account.timeslices,
      channel: (try? WaitChannel(proc, folder: thread.folder))?.name)
  }

  /// Looks at all threads. Returns the stalls that have ended, and when to look again at a thread that sleeps. To be called on a thread that
  /// may visit other processors.
  func look(at now: Int64) -> (ended: [TelemetryMessage.StallReport], next: Int64) {
    var ended: [TelemetryMessage.StallReport] = []
    for thread in Array(threads.values) where thread.block != nil {
      if let stall = follow(thread, now) { ended.append(stall) }
    }
    _ = hasSleeper(at: now)
    let next = threads.values.compactMap { $0.block?.nextLook(at: now, stallLimit: stallLimit) }.min() ?? .max
    return (ended, next)
  }

  /// Threads that have slept in a task for longer than a second: the longest.
  func standing(at now: Int64) -> (since: Int64, channel: String?)? {
    guard let block = threads.values.compactMap(\.block).min(by: { $0.began < $1.began }), now - block.began > 1_000_000_000
    else { return nil }
    return (block.began, block.report(endedBy: now).waitChannel)
  }

  /// What the threads did since this was asked last: on a core, ready for one, and how many there are.
  func takeAccount() -> PoolAccount {
    var sum = PoolAccount()
    for thread in threads.values {
      guard let account = thread.account() else { continue }
      sum.waiting += max(0, account.waiting - thread.accounted.waiting)
      if !thread.isHelper {
        sum.onCPU += max(0, account.onCPU - thread.accounted.onCPU)
        sum.threads += 1
      }
      thread.accounted = account
    }
    return sum
  }

  /// Looks at a thread that slept. Returns the stall, if it was one and has ended.
  private func follow(_ thread: PoolThread, _ now: Int64) -> TelemetryMessage.StallReport? {
    let account = thread.account()
    if account == nil { threads[thread.number] = nil }
    if let account, let block = thread.block, block.isSame(account.timeslices),
      thread.isBlocked(account.timeslices, memory: memory, proc: proc)
    {
      if block.isBeginWanted(at: now, stallLimit: stallLimit) {
        thread.block?.fellAsleep(at: calcmon_fell_asleep(thread.number))
        if takesStacks { thread.block?.stack = stack(of: thread) }
      }
      thread.block?.seen(at: now)
      return nil
    }
    let block = thread.block
    thread.block = nil
    guard let block, block.isBeginKnown else { return nil }
    let report = block.report(endedBy: now)
    return report.nanoseconds > stallLimit ? report : nil
  }

  /// The functions in which it sleeps. Its signals are blocked, and none is needed.
  private func stack(of thread: PoolThread) -> [String] {
    guard let watched = WatchedThread(id: thread.number, proc: proc),
      let stack = try? ThreadStack.capture(watched, proc: proc, asksThoseThatCompute: false)
    else { return [] }
    return StackFrame.lines(StackNames.process.frames(stack))
  }

  /// Whether threads may have come: their number is another, or there are some that may have no name yet.
  private func isListDue(at now: Int64) -> Bool {
    if now - listedAt >= PoolCrew.longestRest { return true }
    return links() != listedLinks || strangers.values.contains { $0 < PoolCrew.mostReadings }
  }

  /// The links of the folder of threads: two, and one a thread.
  private func links() -> UInt64 {
    var status = stat()
    return stat("\(proc.path)/self/task", &status) == 0 ? UInt64(status.st_nlink) : 0
  }

  private func list(at now: Int64) {
    listedAt = now
    listedLinks = links()
    if now - forgottenAt >= 1_000_000_000 { (strangers, forgottenAt) = ([:], now) }
    guard let names = try? proc.list("self/task") else { return }
    let numbers = Set(names.compactMap { Int32($0) })
    for number in numbers where threads[number] == nil && strangers[number, default: 0] < PoolCrew.mostReadings {
      guard threads.count < PoolCrew.most, let name = try? proc.read("self/task/\(number)/comm"),
        let isHelper = PoolCrew.isHelper(named: name), let thread = PoolThread(number, isHelper: isHelper, proc: proc)
      else {
        strangers[number, default: 0] += 1
        continue
      }
      thread.accounted = thread.account() ?? .init()
      threads[number] = thread
    }
  }

  /// Threads of the global queues, on which tasks run, are named by their queue: `com.apple.root.default-qos`, cut at its begin. One that
  /// is made beyond the number of processors, as for timers, runs no tasks of the pool. `nil`: it is another thread.
  private static func isHelper(named name: String) -> Bool? {
    name.hasSuffix("-qos\n") ? false : name.hasSuffix("-qos.overcommit\n") ? true : nil
  }
}
