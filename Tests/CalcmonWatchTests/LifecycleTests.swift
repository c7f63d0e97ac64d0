import CalcmonTesting
import CalcmonWatch
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

import struct Logging.Logger

@Suite(.timeLimit(.minutes(2))) struct LifecycleTests {
  @Test func `In a group of services it runs until the group shuts down, with an agent or without`() async throws {
    let folder = try TemporaryDirectory()
    let agent = try FakeAgent(at: folder.file("apps.sock"))
    for path in [agent.path, folder.file("none")] {
      let watch = CalcmonWatch(app: "shop", socket: path)
      let group = ServiceGroup(services: [watch], logger: Logger(label: "test"))
      let running = Task { try await group.run() }
      try await Poll.until("it reports, if there is an agent") { path != agent.path || !agent.snapshots.isEmpty }
      await group.triggerGracefulShutdown()
      try await running.value
    }
    #expect(agent.hasFarewell)
    agent.end()
  }

  @Test func `Without a group it runs until its task is cancelled, and can be started again`() async throws {
    let folder = try TemporaryDirectory()
    let agent = try FakeAgent(at: folder.file("apps.sock"))
    let watch = CalcmonWatch(app: "shop", socket: agent.path, watchesPool: false)
    for round in 1...2 {
      let running = Task { try await watch.run() }
      try await Poll.until("it reports") { agent.hellos.count == round && agent.snapshots.last?.loops.isEmpty == false }
      running.cancel()
      try await running.value
    }
    #expect(Set(agent.hellos.compactMap(\.instance)).count == 2)
    #expect(agent.snapshots.allSatisfy { !$0.loops.contains { $0.kind == "pool" } })
    agent.end()
  }

  @Test func `One that is given up stops by itself`() async throws {
    let folder = try TemporaryDirectory()
    let agent = try FakeAgent(at: folder.file("apps.sock"))
    do {
      let watch = CalcmonWatch(app: "shop", socket: agent.path)
      watch.start()
      try await Poll.until("it reports") { !agent.snapshots.isEmpty }
    }
    try await Poll.until("it says farewell") { agent.hasFarewell }
    agent.end()
  }
}
