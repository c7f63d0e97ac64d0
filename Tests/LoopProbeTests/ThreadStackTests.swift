import CalcmonTesting
import Foundation
import Glibc
import LoopProbe
import NIOPosix
import Procfs
import Synchronization
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(2))) struct ThreadStackTests {
  private let proc: ProcRoot

  init() throws { proc = try ProcRoot(procfs: "/proc") }

  @Test(
    arguments: [
      ("sleepsForShort", sleepsForShort), ("sleepsLong", sleepsLong), ("waitsForSignal", waitsForSignal),
      ("readsPipe", readsPipe), ("pollsPipe", pollsPipe), ("waitsForLock", waitsForLock),
      ("waitsForCondition", waitsForCondition), ("computes", computes), ("copies", copies),
    ] as [(String, @Sendable (Held) -> Void)])
  func `Where a thread sleeps, waits or computes is told by the function's name, and by who has called it`(
    name: String, body: @escaping @Sendable (Held) -> Void
  ) async throws {
    let held = try Held()
    let thread = OtherThread(proc) { _ in calls(body, held) }
    for _ in 0..<20 {
      let lines = try await Poll.value("it is in \(name)") {
        Self.lines(of: thread, proc)
      } until: {
        $0.first == "LoopProbeTests.\(name)"
      }
      #expect(lines.contains("LoopProbeTests.calls"))
    }
    held.release()
  }

  @Test func `A thread that has ended has no stack`() async throws {
    let thread = OtherThread.asleep(proc)
    thread.wake()
    try await Poll.until("it has ended") { WatchedThread(id: thread.thread.id, proc: proc) == nil }
    #expect(failure(of: thread, asks: true) == .ended)
  }

  @Test func `A thread that computes is not disturbed unless that is allowed`() async throws {
    let held = try Held()
    let thread = OtherThread(proc) { _ in computes(held) }
    try await Poll.until("it computes") { failure(of: thread, asks: false) == .computes }
    held.release()
  }

  @Test func `A thread that has all signals blocked is not sent one, and is seen if it sleeps`() async throws {
    let held = try Held()
    let thread = OtherThread(proc) { _ in
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_SETMASK, &all, nil)
      computes(held)
      held.reopen()
      sleepsLong(held)
    }
    try await Poll.until("it computes with signals blocked") {
      (try? proc.read("\(thread.thread.folder)/status"))?.contains("SigBlk:\tfffffff") ?? false
    }
    #expect(failure(of: thread, asks: true) == .signalBlocked)
    held.release()
    try await Poll.until("it is seen asleep") { Self.lines(of: thread, proc).first == "LoopProbeTests.sleepsLong" }
    held.release()
  }

  @Test func `A thousand stacks of threads that sleep, compute and end are taken at any moment`() async throws {
    let held = try Held()
    let bodies: [@Sendable (Held) -> Void] = [computes, copies, sleepsForShort]
    let steady = bodies.map { body in OtherThread(proc) { _ in body(held) } }
    var (taken, all) = (0, 0)
    while all < 1000 {
      let passing = OtherThread(proc) { $0.wait() }
      for thread in steady + [passing] {
        if all.isMultiple(of: 2) { passing.wake() }
        taken += Self.lines(of: thread, proc).isEmpty ? 0 : 1
        all += 1
      }
      passing.wake()
    }
    #expect(taken > 0)
    held.release()
  }

  @Test func `What holds a loop is told with its stall, whether it sleeps or computes`() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let list = Stalls()
    let ticker = LoopTicker(
      loop: loop, settings: .init(interval: 1_000_000, stallLimit: 20_000_000, takesStacks: true), proc: proc,
      report: { _ in }, stalled: { stall in list.all.withLock { $0.append(stall) } })
    try await loop.submit { ticker.start() }.get()
    for body in [sleepsLong, computes] as [@Sendable (Held) -> Void] {
      // The functions have been named when the second one comes.
      for _ in 0..<2 {
        let held = try Held()
        let holding = loop.submit { body(held) }
        let count = list.all.withLock { $0.count }
        try await Poll.until("it has stood for a while") { held.age > 1_000_000_000 }
        held.release()
        try await holding.get()
        try await Poll.until("the stall is told") { list.all.withLock { $0.count } > count }
      }
    }
    try await loop.submit { ticker.stop() }.get()
    try await group.shutdownGracefully()
    let heads = list.all.withLock { $0.compactMap(\.stack.first) }
    #expect(heads.contains("LoopProbeTests.sleepsLong"))
    #expect(heads.contains("LoopProbeTests.computes"))
  }

  private func failure(of thread: OtherThread, asks: Bool) -> ThreadStack.Failure? {
    do throws(ThreadStack.Failure) {
      _ = try ThreadStack.capture(thread.thread, proc: proc, asksThoseThatCompute: asks)
      return nil
    } catch {
      return error
    }
  }

  private static func lines(of thread: OtherThread, _ proc: ProcRoot) -> [String] {
    guard let stack = try? ThreadStack.capture(thread.thread, proc: proc, asksThoseThatCompute: true) else { return [] }
    return StackFrame.lines(StackNames.process.frames(stack))
  }
}

private final class Stalls: Sendable {
  let all = Mutex<[TelemetryMessage.StallReport]>([])
}

@inline(never) private func calls(_ body: (Held) -> Void, _ held: Held) {
  body(held)
  withExtendedLifetime(held) {}
}

@inline(never) private func waitsForSignal(_ held: Held) {
  while !held.isOver { _ = held.semaphore.wait(timeout: .now() + .seconds(5)) }
}

@inline(never) private func readsPipe(_ held: Held) {
  var byte: UInt8 = 0
  while !held.isOver { _ = read(held.pipe.read, &byte, 1) }
}

@inline(never) private func pollsPipe(_ held: Held) {
  while !held.isOver {
    var end = pollfd(fd: held.pipe.read, events: Int16(POLLIN), revents: 0)
    poll(&end, 1, 5000)
  }
}

@inline(never) private func waitsForLock(_ held: Held) {
  held.lock.lock()
  held.lock.unlock()
}

@inline(never) private func waitsForCondition(_ held: Held) {
  held.condition.lock()
  while !held.isOver { _ = held.condition.wait(until: Date() + 0.05) }
  held.condition.unlock()
}

@inline(never) private func computes(_ held: Held) {
  var value: UInt64 = 1
  while value != 0 {
    for _ in 0..<10_000 { value = value &* 6_364_136_223_846_793_005 | 1 }
    if held.isOver { value = 0 }
  }
}

@inline(never) private func copies(_ held: Held) {
  let size = 1 << 20
  let (from, to) = (
    UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16),
    UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
  )
  while !held.isOver { memmove(to, from, size) }
  from.deallocate()
  to.deallocate()
}
