import CalcmonTesting
import CalcmonWatch
import Foundation
import NIOPosix
import Synchronization
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(3))) struct ServiceReportTests {
  @Test func `A service greets, tells of its loops, its pool and its queues once a second, and says farewell`() async throws {
    try await Watched.with(loops: 2) { watch, agent, group in
      watch.gauge("jobs", capacity: 9) { 4 }
      watch.gauge("a name / with blanks") { -3 }
      _ = await watch.timed("db") { 7 }
      let told = try await Poll.some("queues are told") { agent.snapshots.last { $0.queues.count == 2 } }
      #expect(told.queues.map(\.queue) == ["a-name-with-blanks", "jobs"])
      #expect(told.queues.map(\.depth) == [0, 4])
      #expect(told.queues.map(\.capacity) == [0, 9])
      #expect(told.timed.map(\.step) == ["db"] && told.timed.first?.count == 1 && told.ioWaitNs != nil)
      #expect(told.loops.map(\.kind) == ["pool", "nio", "nio"])
      #expect(told.loops.dropFirst().allSatisfy { $0.thread.hasPrefix("NIO-ELT-") && $0.running }, "\(told.loops)")
      #expect(told.latency.reduce(0) { $0 + $1.count } > 0)
      #expect(told.memoryBytes ?? 0 > 1_000_000 && told.threads ?? 0 > 2 && told.cpuUserNs > 0)
      let hello = try #require(agent.hellos.first)
      #expect(hello.app == "shop" && hello.version == "1.2" && hello.language == "swift" && hello.python.isEmpty)
      #expect(hello.pid == Int(getpid()) && hello.instance != nil)
      await watch.stop()
      try await Poll.until("it says farewell") { agent.hasFarewell }
      #expect(agent.refused == [])
    }
  }

  @Test func `An agent that goes and comes back hears of the same process, and no counter has fallen`() async throws {
    try await Watched.with { watch, agent, group in
      _ = try await group.next().submit { Held.asleep(milliseconds: 200) }.get()
      try await Poll.until("the stall is counted") { agent.snapshots.last?.stalls ?? 0 > 0 }
      for round in 1...3 {
        agent.hangUp()
        try await Poll.until("it is back") { agent.hellos.count > round }
        let count = agent.snapshots.count
        try await Poll.until("it reports") { agent.snapshots.count >= count + 2 }
      }
      #expect(Set(agent.hellos.compactMap(\.instance)).count == 1)
      let told = agent.snapshots
      for (before, after) in zip(told, told.dropFirst()) {
        #expect(before.seq < after.seq && before.stalls <= after.stalls && before.stallNs <= after.stallNs)
        #expect(before.runningNs <= after.runningNs && before.busyNs ?? 0 <= after.busyNs ?? 0 && before.turns <= after.turns)
        #expect(before.cpuUserNs <= after.cpuUserNs && before.dropped <= after.dropped)
      }
    }
  }

  @Test func `An agent that comes later hears of a service that went on without it`() async throws {
    let folder = try TemporaryDirectory()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let watch = CalcmonWatch(app: "shop", groups: [group], socket: folder.file("apps.sock"))
    #expect(watch.start())
    #expect(watch.start())
    _ = try await group.next().submit { Held.asleep(milliseconds: 900) }.get()
    let agent = try FakeAgent(at: folder.file("apps.sock"))
    try await Poll.until("it reports") { agent.snapshots.last?.stalls ?? 0 > 0 }
    await watch.stop()
    try await group.shutdownGracefully()
    agent.end()
  }

  @Test func `An agent that never reads, one that is a file, and none hold nobody up`() async throws {
    let folder = try TemporaryDirectory()
    let deaf = try FakeAgent(at: folder.file("deaf.sock"), reads: false)
    try "no socket".write(toFile: folder.file("file"), atomically: true, encoding: .utf8)
    let paths = [deaf.path, folder.file("file"), folder.file("none"), folder.path, String(repeating: "x", count: 200), "a\0b"]
    for path in paths {
      let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
      let watch = CalcmonWatch(app: "shop", groups: [group], socket: path)
      #expect(watch.start())
      for _ in 0..<20 { _ = try await group.next().submit { Held.asleep(milliseconds: 1) }.get() }
      await watch.stop()
      try await group.shutdownGracefully()
    }
    #expect(try String(contentsOfFile: folder.file("file"), encoding: .utf8) == "no socket")
    deaf.end()
  }

  @Test func `A group that is shut down while it is watched is let go of, and its loops no longer run`() async throws {
    try await Watched.with(loops: 2) { watch, agent, group in
      try await group.shutdownGracefully()
      let told = try await Poll.some("its end is told") { agent.snapshots.last { $0.loops.count == 3 && !$0.loops[1].running } }
      #expect(told.loops.map(\.running) == [true, false, false])
      let count = agent.snapshots.count
      try await Poll.until("it goes on to report") { agent.snapshots.count >= count + 2 }
      #expect(!agent.standing.contains { $0.loop > 0 })
    }
  }

  @Test func `A group that had been shut down before is left alone`() async throws {
    let folder = try TemporaryDirectory()
    let agent = try FakeAgent(at: folder.file("apps.sock"))
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    try await group.shutdownGracefully()
    let watch = CalcmonWatch(app: "", groups: [group], socket: agent.path)
    watch.start()
    let told = try await Poll.some("it reports") { agent.snapshots.first }
    #expect(told.loops.map(\.running) == [true, false])
    #expect(agent.hellos.first?.app == "swift")
    await watch.stop()
    agent.end()
  }

  @Test func `Of a hundred loops as many are told one by one as a line holds, and all are counted`() async throws {
    try await Watched.with(loops: 100) { watch, agent, group in
      for number in 0..<40 { watch.gauge("queue-with-a-long-name-so-that-a-line-would-be-too-long-\(number)") { number } }
      let told = try await Poll.some("all run") {
        agent.snapshots.last { $0.runningNs > 100_000_000_000 && $0.queues.count >= 4 }
      }
      #expect(told.loops.count == 8)
      #expect(told.errors == 8)
      #expect(agent.refused == [])
    }
  }

  @Test func `A gauge that does not return is told of no more, and holds no other`() async throws {
    let hold = DispatchSemaphore(value: 0)
    try await Watched.with { watch, agent, group in
      watch.gauge("a-stuck") {
        hold.wait()
        return 1
      }
      watch.gauge("b") { 2 }
      let told = try await Poll.some("the other is told") { agent.snapshots.last { !$0.queues.isEmpty } }
      #expect(told.queues.map(\.queue) == ["b"])
      hold.signal()
      try await Poll.until("it has returned") {
        hold.signal()
        return agent.snapshots.last?.queues.count == 2
      }
    }
    for _ in 0..<10 { hold.signal() }
  }
}
