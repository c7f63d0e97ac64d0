import CLinux
import Glibc
package import Procfs
import Synchronization

/// Has a thread looked at while it should have done something and has not: a loop's thread while the loop stands still, or any other.
///
/// It is a timer that the loop pushes forward at every tick. One thread looks for all watchers of a process, and a loop that turns never wakes
/// it up.
package final class StallWatcher: Sendable {
  /// Between two looks: often at first, since most stalls are short.
  private static let closeInterval: Int64 = 20_000_000
  private static let closeLooks = 500
  private static let wideInterval: Int64 = 1_000_000_000
  /// Stacks are taken at each of the first looks, and then at every tenth.
  private static let stacksAtFirst = 5

  private let proc: ProcRoot
  private let thread: WatchedThread
  private let post: WatchPost
  private let takesStacks: Bool
  let timer: Int32
  /// By then the loop should have turned.
  private let deadline = Atomic<Int64>(.max)
  /// Of the stall that passed this deadline.
  private let seen = Mutex<(deadline: Int64, looks: ThreadLooks)>((0, ThreadLooks()))

  /// Watches a thread until `stop`, without which it is never let go. `nil` if the kernel gives no timer or no thread.
  ///
  /// - Parameter takesStacks: whether the stack of the thread is taken as well, by a signal if it computes: see `ThreadStack`.
  package init?(_ thread: WatchedThread, proc: ProcRoot, takesStacks: Bool = false, post: WatchPost = .process) {
    self.proc = proc
    self.thread = thread
    self.post = post
    self.takesStacks = takesStacks
    timer = calcmon_timer_create()
    guard timer >= 0, post.add(self) else { return nil }
  }

  deinit { if timer >= 0 { close(timer) } }

  /// The loop turns, and will again by then. Costs one system call; takes no lock.
  package func expect(turnBy deadline: Int64) {
    self.deadline.store(deadline, ordering: .sequentiallyConsistent)
    _ = calcmon_timer_set(timer, deadline)
  }

  /// What was seen of the stall that is ending: the loop has not been expected anew since.
  package func takeLooks() -> ThreadLooks {
    let current = deadline.load(ordering: .sequentiallyConsistent)
    return seen.withLock { $0.deadline == current ? $0.looks : ThreadLooks() }
  }

  /// No longer watches.
  package func stop() {
    deadline.store(.max, ordering: .sequentiallyConsistent)
    _ = calcmon_timer_set(timer, 0)
    post.remove(self)
  }

  /// The timer has expired: looks, unless the loop has turned meanwhile.
  func lookIfStanding() {
    let missed = deadline.load(ordering: .sequentiallyConsistent)
    let now = MonotonicClock.now()
    if now >= missed { lookAndReturn(at: now, missed) }
  }

  /// Looks, and has the timer come again, unless the loop has turned meanwhile and set it itself.
  private func lookAndReturn(at now: Int64, _ missed: Int64) {
    guard let looks = look(at: now, missed) else { return }
    if takesStacks, looks <= StallWatcher.stacksAtFirst || looks.isMultiple(of: 10) { takeStack(missed) }
    let interval = looks < StallWatcher.closeLooks ? StallWatcher.closeInterval : StallWatcher.wideInterval
    _ = calcmon_timer_set(timer, now + interval)
    let current = deadline.load(ordering: .sequentiallyConsistent)
    if current != missed { _ = calcmon_timer_set(timer, current) }
  }

  /// Returns the number of looks by now; `nil` if the thread has ended.
  private func look(at now: Int64, _ missed: Int64) -> Int? {
    let state: Character?
    do {
      state = try ProcessStat(proc, pid: thread.folder).state
    } catch .gone {
      return nil
    } catch {
      state = nil
    }
    let channel = state == "R" ? nil : (try? WaitChannel(proc, folder: thread.folder))?.name
    let fellAsleep = state == "R" ? nil : fellAsleep(in: channel, missed)
    return seen.withLock { seen in
      if seen.deadline != missed { seen = (missed, ThreadLooks()) }
      if let fellAsleep { seen.looks.slept(since: fellAsleep) }
      if let state { seen.looks.add(at: now, state: state, channel: channel) }
      return seen.looks.count
    }
  }

  /// Asked at the first look that finds it asleep: since when it sleeps in what is no selector.
  private func fellAsleep(in channel: String?, _ missed: Int64) -> Int64? {
    guard let channel, !channel.contains("poll"), seen.withLock({ $0.deadline != missed || $0.looks.asleep == 0 }) else {
      return nil
    }
    let instant = calcmon_fell_asleep(thread.id)
    return instant > 0 ? instant : nil
  }

  /// To name its functions can take longer than the stall lasts: then it is not told.
  private func takeStack(_ missed: Int64) {
    guard let stack = try? ThreadStack.capture(thread, proc: proc, asksThoseThatCompute: true) else { return }
    let lines = StackFrame.lines(StackNames.process.frames(stack))
    seen.withLock { seen in
      if seen.deadline == missed { seen.looks.add(stack: lines) }
    }
  }
}
