import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// A real Python program that a real agent judges, at the settings that hold if nothing is set.
  @Suite(.timeLimit(.minutes(6))) struct JudgedAppTests {
    /// Holds its loop for 150 ms twice a second, with the times at which it begins.
    private static let shop = """
      import asyncio, time
      def encode(): time.sleep(0.15)
      async def main():
          inbox = asyncio.Queue(maxsize=9)
          for item in range(4): inbox.put_nowait(item)
          while True:
              await asyncio.sleep(0.35)
              encode()
      asyncio.run(main())
      """
    private static let breached = "calcmon_target_breached{app=\"shop\",target=\"event_loop_latency\"}"

    @Test func `Its intervals are judged and kept, with its death; the next agent goes on where this one was`() async throws {
      let folder = try TemporaryDirectory()
      var agent = try await Self.agent(in: folder)
      let program = try await Self.start(in: folder)
      try await agent.wait(for: "a judged interval") { try await agent.value(Self.breached) == 1 }
      #expect(try await agent.value("calcmon_target_limit{app=\"shop\",bound=\"upper\",target=\"event_loop_latency\"}") == 0.1)
      #expect(try await agent.value("calcmon_target_unknown{app=\"shop\",target=\"io_wait\"}") == 1)
      #expect(try await agent.value("calcmon_alerting_enabled{app=\"shop\"}") == 1)

      let shell = try await SQLiteShell(agent.databasePath)
      try await agent.wait(for: "an interval in the history") {
        Int(try await shell.line("SELECT count(*) FROM app_intervals")) ?? 0 >= 1
      }
      let interval = """
        SELECT name = 'shop', seconds BETWEEN 5 AND 45, processes, stalls > 5, blocked_seconds > 0.5, max_us > 100000, cpu_ran_seconds > 0,
          cpu_waited_seconds IS NOT NULL, host_capacity_seconds > 0
        FROM app_intervals JOIN apps ON apps.id = app_id ORDER BY at_ms LIMIT 1
        """
      #expect(try await shell.line(interval) == "1|1|1|1|1|1|1|1|1")
      #expect(try await shell.line("SELECT count(*) > 5 FROM app_stalls") == "1")
      #expect(try await shell.line("SELECT kind || ' ' || version FROM app_occurrences") == "started 1.4+b")
      try await shell.end()

      #expect(try await agent.stop() == 0)
      agent = try await Self.agent(in: folder)
      // Before another interval has ended.
      #expect(try await agent.value(Self.breached) == 1)
      try await agent.wait(for: "the probe has come back") { try await agent.value("calcmon_app_up{app=\"shop\"}") == 1 }
      program.signal(SIGKILL)
      _ = await program.waitForEnd()
      let after = try await SQLiteShell(agent.databasePath)
      try await agent.wait(for: "its death in the history") {
        try await after.line("SELECT group_concat(kind, ' ') FROM (SELECT kind FROM app_occurrences ORDER BY time_ms)")
          == "started process_died"
      }
      #expect(try await after.line("SELECT pid FROM app_occurrences WHERE kind = 'process_died'") == "\(program.pid)")
      try await after.end()
      #expect(try await agent.stop() == 0)
    }

    private static func agent(in folder: TemporaryDirectory) async throws -> AgentProcess {
      let agent = try await AgentProcess.start(in: folder, options: ["--watch.socket", folder.file("apps.sock")])
      try await agent.waitForLog("applications may report", count: 1)
      return agent
    }

    private static func start(in folder: TemporaryDirectory) async throws -> Program {
      try shop.write(toFile: folder.file("shop.py"), atomically: true, encoding: .utf8)
      return try await Program.start(
        [BuiltBinary.path, "exec", "--", "python3", folder.file("shop.py")],
        environment: ["CALCMON_SOCKET": folder.file("apps.sock"), "CALCMON_APP_VERSION": "1.4+b"])
    }
  }
}
