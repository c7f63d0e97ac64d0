import CalcmonTesting
import LoopProbe
import Procfs
import Testing

@Suite(.timeLimit(.minutes(2))) struct StallWatcherTests {
  private let proc: ProcRoot

  init() throws { proc = try ProcRoot(procfs: "/proc") }

  @Test func `One thread looks at all that stand, and each has the looks of its own thread`() async throws {
    let post = WatchPost(name: "calcmon-many")
    let sleepers = (0..<100).map { _ in OtherThread.asleep(proc) }
    let watchers = try sleepers.map { try #require(StallWatcher($0.thread, proc: proc, post: post)) }
    // Every other one is late; the others have time enough.
    for (index, watcher) in watchers.enumerated() {
      watcher.expect(turnBy: MonotonicClock.now() + (index.isMultiple(of: 2) ? 1_000_000 : 3_600_000_000_000))
    }
    let late = watchers.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    try await Poll.until("each was looked at twice") { late.allSatisfy { $0.takeLooks().count >= 2 } }
    #expect(late.allSatisfy { $0.takeLooks().asleep >= 2 })
    #expect(watchers.enumerated().allSatisfy { $0.offset.isMultiple(of: 2) || $0.element.takeLooks().count == 0 })
    #expect(threads(named: post) == 1)
    for watcher in watchers { watcher.stop() }
    try await Poll.until("the thread has ended") { threads(named: post) == 0 }
    for sleeper in sleepers { sleeper.wake() }
  }

  @Test func `After the last the next one is watched as well`() async throws {
    let post = WatchPost(name: "calcmon-again")
    let sleeper = OtherThread.asleep(proc)
    for _ in 0..<50 {
      let watcher = try #require(StallWatcher(sleeper.thread, proc: proc, post: post))
      watcher.expect(turnBy: 1)
      try await Poll.until("it was looked at") { watcher.takeLooks().count >= 1 }
      watcher.stop()
    }
    try await Poll.until("the threads have ended") { threads(named: post) == 0 }
    sleeper.wake()
  }

  @Test func `A loop that is in time again is not looked at, and what was seen is of the stall that ends`() async throws {
    let post = WatchPost(name: "calcmon-turns")
    let sleeper = OtherThread.asleep(proc)
    let watcher = try #require(StallWatcher(sleeper.thread, proc: proc, post: post))
    watcher.expect(turnBy: 1)
    try await Poll.until("it was looked at") { watcher.takeLooks().count >= 2 }
    watcher.expect(turnBy: .max - 1)
    #expect(watcher.takeLooks() == ThreadLooks())
    watcher.expect(turnBy: 2)
    try await Poll.until("it was looked at again") { watcher.takeLooks().count >= 1 }
    watcher.stop()
    sleeper.wake()
  }

  @Test func `A thread that has ended is let go, and the others are looked at`() async throws {
    let post = WatchPost(name: "calcmon-gone")
    let (gone, there) = (OtherThread.asleep(proc), OtherThread.asleep(proc))
    let first = try #require(StallWatcher(gone.thread, proc: proc, post: post))
    let second = try #require(StallWatcher(there.thread, proc: proc, post: post))
    gone.wake()
    try await Poll.until("it has ended") { WatchedThread(id: gone.thread.id, proc: proc) == nil }
    first.expect(turnBy: 1)
    second.expect(turnBy: 1)
    try await Poll.until("the other was looked at") { second.takeLooks().count >= 2 }
    #expect(first.takeLooks().count == 0)
    for watcher in [first, second] { watcher.stop() }
    there.wake()
  }

  @Test func `A thread is found by its number`() throws {
    let sleeper = OtherThread.asleep(proc)
    #expect(WatchedThread(id: sleeper.thread.id, proc: proc)?.id == sleeper.thread.id)
    #expect(WatchedThread(id: 0, proc: proc) == nil)
    sleeper.wake()
  }

  private func threads(named post: WatchPost) -> Int {
    let names = (try? proc.list("self/task")) ?? []
    return names.count { (try? proc.read("self/task/\($0)/comm")) == "\(post.name)\n" }
  }
}
