import CLinux
import Glibc
import Procfs
import Synchronization

/// A thread that looks at a loop's thread while the loop stands still, and sleeps else.
///
/// It sleeps on a timer that the loop pushes forward at every tick: nothing is polled, and a loop that turns never wakes it up.
final class StallWatcher: Sendable {
  /// Between two looks: often at first, since most stalls are short.
  private static let closeInterval: Int64 = 20_000_000
  private static let closeLooks = 500
  private static let wideInterval: Int64 = 1_000_000_000

  private let proc: ProcRoot
  /// The folder of the thread.
  private let thread: String
  private let timer: Int32
  /// By then the loop should have turned; 0: stop.
  private let deadline = Atomic<Int64>(.max)
  /// Of the stall that passed this deadline.
  private let seen = Mutex<(deadline: Int64, looks: ThreadLooks)>((0, ThreadLooks()))

  /// Watches the calling thread. `nil` where the kernel gives no timer or no thread.
  init?(proc: ProcRoot) {
    self.proc = proc
    // The procfs may be one of an outer pid namespace, where the thread has another number.
    thread = proc.destination(of: "thread-self") ?? "self/task/\(calcmon_thread_id())"
    timer = calcmon_timer_create()
    guard timer >= 0, start() else { return nil }
  }

  deinit { if timer >= 0 { close(timer) } }

  private func start() -> Bool {
    var handle = pthread_t()
    let me = Unmanaged.passRetained(self)
    let failed = pthread_create(&handle, nil, watcherMain, me.toOpaque())
    guard failed == 0 else {
      me.release()
      return false
    }
    pthread_detach(handle)
    return true
  }

  /// The loop turns, and will again by then. Costs one system call; takes no lock.
  func expect(turnBy deadline: Int64) {
    self.deadline.store(deadline, ordering: .sequentiallyConsistent)
    _ = calcmon_timer_set(timer, deadline)
  }

  /// What was seen of the stall that is ending: the loop has not been expected anew since.
  func takeLooks() -> ThreadLooks {
    let current = deadline.load(ordering: .sequentiallyConsistent)
    return seen.withLock { $0.deadline == current ? $0.looks : ThreadLooks() }
  }

  /// Ends the thread.
  func stop() { expect(turnBy: 1) }

  fileprivate func watch() {
    var expirations: UInt64 = 0
    while true {
      let count = read(timer, &expirations, MemoryLayout<UInt64>.size)
      if count < 0, errno != EINTR { return }
      let missed = deadline.load(ordering: .sequentiallyConsistent)
      if missed == 1 { return }
      let now = MonotonicClock.now()
      if count > 0, now >= missed { lookAndReturn(at: now, missed) }
    }
  }

  /// Looks, and has the timer come again, unless the loop has turned meanwhile and set it itself.
  private func lookAndReturn(at now: Int64, _ missed: Int64) {
    let state = (try? ProcessStat(proc, pid: thread))?.state
    let channel = state == "R" ? nil : (try? WaitChannel(proc, folder: thread))?.name
    let looks = seen.withLock { seen in
      if seen.deadline != missed { seen = (missed, ThreadLooks()) }
      if let state { seen.looks.add(at: now, state: state, channel: channel) }
      return seen.looks.count
    }
    let interval = looks < StallWatcher.closeLooks ? StallWatcher.closeInterval : StallWatcher.wideInterval
    _ = calcmon_timer_set(timer, now + interval)
    let current = deadline.load(ordering: .sequentiallyConsistent)
    if current != missed { _ = calcmon_timer_set(timer, current) }
  }
}

private func watcherMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  let watcher = Unmanaged<StallWatcher>.fromOpaque(context).takeRetainedValue()
  watcher.watch()
  return nil
}
