import CalcmonTesting
import Foundation
import Testing

extension StorageFaults {
  /// A disk that takes long, or reports errors, as `strace` plays it to the running agent.
  @Suite(.serialized, .timeLimit(.minutes(2))) struct HangingDiskTests {
    @Test func `While a sync hangs it samples and serves; a first signal waits for it, and a second one does not`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitUntilStored()
      let tracer = try await Tracer(agent, "delay_enter=100000000")
      try await lengthenLog(of: agent)
      let runs = try await completed(agent)
      try await agent.wait(for: "runs that wait to be written") {
        let waiting = try await agent.value("calcmon_storage_queued_samples") ?? 0
        return try await completed(agent) >= runs + 2 && waiting > 10
      }
      #expect(try await agent.get("/-/healthy").status == 200)
      #expect(try await agent.get("/").status == 200)

      kill(agent.pid, SIGTERM)
      try await Poll.until("nobody is served any more") { (try? await agent.get("/-/healthy")) == nil }
      #expect(!AgentProcess.hasEnded(agent.pid))
      kill(agent.pid, SIGTERM)
      try await AgentProcess.waitForEnd(of: agent.pid)
      // A thread that is held up is held by its tracer to the end.
      await tracer.kill()
      #expect(try await agent.stop() == 130)

      let next = try await AgentProcess.calm(in: agent.directory)
      try await next.wait(for: "a look at the database") { try await next.value("calcmon_storage_lost_seconds") != nil }
      #expect(try await next.value("calcmon_storage_clean_start") == 0)
      #expect(try await next.value("calcmon_storage_lost_seconds") == 0)
      try await next.expectWell()
    }

    @Test func `While syncs fail samples wait, and when they succeed they are written over a new connection`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitUntilStored()
      let tracer = try await Tracer(agent, "error=EIO")
      try await lengthenLog(of: agent)
      try await agent.expectTrouble("io_error")
      let failures = try await agent.failures("io_error")
      try await agent.wait(for: "more failures") { try await agent.failures("io_error") > failures }
      #expect(try await agent.value("calcmon_storage_up") == 0)
      await tracer.end()
      try await agent.expectRecovery(from: "io_error")
    }

    /// A log of more than 4 MiB is copied into the database, which is synced for that.
    private func lengthenLog(of agent: AgentProcess) async throws {
      let filler =
        "CREATE TABLE filler (x); "
        + "WITH c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1500) INSERT INTO filler SELECT randomblob(4000) FROM c"
      _ = try await agent.sqlite(filler)
    }

    private func completed(_ agent: AgentProcess) async throws -> Double {
      try await agent.value(
        "calcmon_runs_total{mix=\"calm\",outcome=\"completed\",runtime=\"swift\",strategy=\"async\"}") ?? 0
    }
  }
}

/// An `strace` that changes what becomes of the agent's syncs.
private final class Tracer {
  private let program: Program

  /// Returns when all threads of the agent are traced.
  init(_ agent: AgentProcess, _ effect: String) async throws {
    let (log, calls) = (agent.directory.file("strace"), "fsync,fdatasync")
    let program = try await Program.start([
      "strace", "--follow-forks", "--output=\(log)", "--attach=\(agent.pid)", "--trace=\(calls)", "--inject=\(calls):\(effect)",
    ])
    self.program = program
    try await Poll.until("all threads are traced") {
      let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(agent.pid)/task")
      return threads.allSatisfy { thread in
        let status = try? String(contentsOfFile: "/proc/\(agent.pid)/task/\(thread)/status", encoding: .utf8)
        return status?.contains("TracerPid:\t\(program.pid)\n") ?? true
      }
    }
  }

  /// From here on syncs do what they say.
  func end() async {
    program.signal(SIGTERM)
    await program.waitForEnd()
  }

  /// Lets go of everything at once.
  func kill() async { await program.kill() }
}
