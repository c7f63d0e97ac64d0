import Agent
import CalcmonTesting
import ManualClock
import NIOPosix
import Procfs
import Samples
import Scheduling
import ServiceLifecycle
import ServiceManager
import Testing

/// A part of the agent that fails ends the agent with its error, and not as if it had been stopped.
@Suite(.timeLimit(.minutes(2))) struct ServiceFailureTests {
  /// A clock that tells the time and cannot be waited for.
  private struct BrokenClock: TimeSource {
    struct Fault: Error, CustomStringConvertible { let description = "the clock is broken" }

    let time: ManualTime

    var wall: Timestamp { time.wall }
    var uptime: Duration { time.uptime }
    func sleep(until instant: Duration) async throws { throw Fault() }
  }

  private func agent() throws -> ManualAgent {
    let time = ManualTime()
    return try ManualAgent(
      directory: TemporaryDirectory(), proc: ProcRoot(procfs: "\(Repository.procFixtures)/tree/1"), time: time,
      clock: BrokenClock(time: time)
    ) { _, plan, start in Records.completed(plan.identity, kind: plan.kind, at: start) }
  }

  private func failure(of service: any Service) async -> String? {
    do {
      try await service.run()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `The error of each part comes out of it, with the name of the part`() async throws {
    let agent = try agent()
    agent.core.endpointIsUp.yield()
    let message = { (name: String) in "the agent had to stop, because its \(name) failed: the clock is broken" }
    // First the one whose runs give the history something to write.
    #expect(await failure(of: agent.core.canaries) == message("CanaryService"))
    #expect(await failure(of: agent.core.storing) == message("StoreService"))
    #expect(await failure(of: agent.core.alerting) == message("AlertService"))
  }

  @Test func `What was to be stored is written although the part that writes it has failed`() async throws {
    let agent = try agent()
    agent.core.endpointIsUp.yield()
    _ = await failure(of: agent.core.canaries)
    _ = await failure(of: agent.core.storing)
    #expect((agent.value("calcmon_storage_samples_total") ?? 0) > 0)
  }

  @Test func `Signs of life that cannot be sent any more are a failure`() async throws {
    let agent = try agent()
    let (isUp, up) = AsyncStream<String>.makeStream()
    up.yield("http://localhost")
    let systemd = SystemdService(
      manager: try NotifySocket(environment: ["NOTIFY_SOCKET": "/nonexistent/socket"]) { _ in }, watchdog: .seconds(1),
      endpointIsUp: isUp, loop: MultiThreadedEventLoopGroup.singleton.next(), core: agent.core,
      time: BrokenClock(time: agent.time))
    #expect(
      await failure(of: systemd) == "the agent had to stop, because its SystemdService failed: the clock is broken")
  }

  @Test func `The whole agent ends with the error`() async throws {
    let agent = try agent()
    await #expect(throws: ServiceFailure.self) { try await agent.run {} }
  }
}
