import Agent
import CalcmonTesting
import Dispatch
import ManualClock
import NIOPosix
import Procfs
import Samples
import Scheduling
import ServiceManager
import Synchronization
import Testing

/// What systemd's watchdog is told shows that the agent works, and not only that a thread of it is there.
@Suite(.timeLimit(.minutes(2))) struct SignsOfLifeTests {
  /// A clock that counts who waits for it: that is done after each sign of life.
  private final class CountingClock: TimeSource {
    let time = ManualTime()
    let waits = Mutex(0)

    var wall: Timestamp { time.wall }
    var uptime: Duration { time.uptime }
    func sleep(until instant: Duration) async throws {
      waits.withLock { $0 += 1 }
      try await time.sleep(until: instant)
    }
  }

  @Test func `While the loop is held up there is no sign of life`() async throws {
    let agent = try ManualAgent(
      directory: TemporaryDirectory(), proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1")
    ) { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
    let (clock, gate) = (CountingClock(), DispatchSemaphore(value: 0))
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let (isUp, up) = AsyncStream<String>.makeStream()
    up.yield("http://localhost")
    let systemd = SystemdService(
      manager: try NotifySocket(environment: ["NOTIFY_SOCKET": "/nonexistent/socket"]) { _ in }, watchdog: .seconds(1),
      endpointIsUp: isUp, loop: group.next(), core: agent.core, time: clock)

    group.next().execute { gate.wait() }
    let service = Task { try await systemd.run() }
    try await expectSigns(0, clock)
    gate.signal()
    try await Poll.until("a sign of life") { clock.waits.withLock { $0 } == 1 }
    group.next().execute { gate.wait() }
    clock.time.advance(by: .seconds(1))
    try await expectSigns(1, clock)
    gate.signal()
    try await Poll.until("another sign of life") { clock.waits.withLock { $0 } == 2 }
    service.cancel()
    _ = await service.result
    try await group.shutdownGracefully()
  }

  /// Expects that there are no more in the time in which a program starts and ends, which is much longer than sending one takes.
  private func expectSigns(_ count: Int, _ clock: CountingClock) async throws {
    _ = try await Tool.output("true", [])
    #expect(clock.waits.withLock { $0 } == count)
  }
}
