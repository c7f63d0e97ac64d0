import CalcmonTesting
import CalcmonWatch
import Dispatch
import NIOCore
import NIOPosix
import Telemetry
import Testing

@Suite(.serialized, .timeLimit(.minutes(3))) struct StallsToldTests {
  @Test func `A loop that a callback puts to sleep is told with its length and where it sleeps`() async throws {
    try await Watched.with { watch, agent, group in
      let held = try await group.next().submit { Held.asleep() }.get()
      let stall = try await Poll.some("the stall is told") { agent.stall(of: { $0 > 0 }, around: held) }
      #expect(stall.onCpuNs < stall.nanoseconds / 4)
      #expect(stall.looksAsleep > 0)
      #expect(stall.waitChannel?.contains("sleep") == true, "\(stall)")
      // Where the loop was asleep at the last tick, the kernel tells when it fell asleep again.
      #expect(stall.startedNs <= held.from + 60_000_000)
      #expect(stall.endedNs >= held.until)
    }
  }

  @Test func `A loop that computes is told as on a core, or waiting for one`() async throws {
    try await Watched.with { watch, agent, group in
      let held = try await group.next().submit { Held.computing() }.get()
      let stall = try await Poll.some("the stall is told") { agent.stall(of: { $0 > 0 }, around: held) }
      #expect(2 * (stall.onCpuNs + (stall.runqueueNs ?? 0)) >= stall.nanoseconds)
      try await Poll.until("it is counted as busy") { agent.snapshots.last?.busyNs ?? 0 >= stall.nanoseconds / 2 }
    }
  }

  @Test func `One thread of the pool that sleeps in a task is found, while others go on`() async throws {
    try await Watched.with { watch, agent, group in
      let held = await Task.detached { Held.asleep() }.value
      let stall = try await Poll.some("the stall is told") { agent.stall(of: { $0 == 0 }, around: held) }
      #expect(stall.waitChannel?.contains("sleep") == true, "\(stall)")
      #expect(stall.task == "cooperative pool")
      #expect(stall.looksAsleep == stall.looks && stall.looksInFutex == 0)
      #expect(stall.endedNs <= held.until + 200_000_000)
    }
  }

  @Test func `A thread of the pool that waits for a lock is told from those that wait for work`() async throws {
    try await Watched.with { watch, agent, group in
      let held = await Task.detached { Held.waiting() }.value
      let stall = try await Poll.some("the stall is told") { agent.stall(of: { $0 == 0 }, around: held) }
      #expect(stall.waitChannel?.contains("futex") == true, "\(stall)")
      #expect(stall.looksInFutex == stall.looks)
    }
  }

  @Test func `The functions that held a loop, or a thread of the pool, are told if that is wanted`() async throws {
    try await Watched.with(takesStacks: true) { watch, agent, group in
      let onLoop = try await group.next().submit { Held.asleep() }.get()
      let ofLoop = try await Poll.some("the stall is told") { agent.stall(of: { $0 > 0 }, around: onLoop) }
      #expect(ofLoop.frame?.contains("Held.asleep") == true, "\(ofLoop)")
      let inPool = await Task.detached { Held.asleep() }.value
      let ofPool = try await Poll.some("the stall is told") { agent.stall(of: { $0 == 0 }, around: inPool) }
      #expect(ofPool.frame?.contains("Held.asleep") == true, "\(ofPool)")
      let computing = try await group.next().submit { Held.computing() }.get()
      let busy = try await Poll.some("the stall is told") { agent.stall(of: { $0 > 0 }, around: computing) }
      #expect(busy.stack.contains { $0.contains("Held.computing") }, "\(busy)")
    }
  }

  @Test func `Work of a global queue that sleeps holds no task, and is not told`() async throws {
    try await Watched.with { watch, agent, group in
      let held = await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: Held.asleep()) }
      }
      let count = agent.snapshots.count
      try await Poll.until("it would have been told") { agent.snapshots.count >= count + 2 }
      #expect(
        !agent.stalls.contains { $0.loop == 0 && $0.startedNs > held.from - 10_000_000 && $0.endedNs < held.until + 10_000_000 })
    }
  }

  @Test func `What stands for more than a second is told while it does`() async throws {
    try await Watched.with { watch, agent, group in
      let loop = group.next()
      let end = DispatchSemaphore(value: 0)
      loop.execute { end.wait() }
      let standing = try await Poll.some("it is told") { agent.standing.first { $0.loop > 0 } }
      #expect(standing.atNs - standing.sinceNs >= 1_000_000_000)
      #expect(standing.waitChannel?.contains("futex") == true, "\(standing)")
      end.signal()
      try await loop.submit {}.get()
    }
  }
}
