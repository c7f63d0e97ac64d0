import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Real Python programs whose probes report to a real agent.
  @Suite(.timeLimit(.minutes(5))) struct WatchedAppTests {
    /// Burns CPU before its loop begins, and then holds the loop twice a second.
    static let shop = """
      import asyncio, time
      began = time.process_time()
      while time.process_time() - began < 3: pass
      async def main():
          inbox = asyncio.Queue(maxsize=9)
          for item in range(4): inbox.put_nowait(item)
          while True:
              await asyncio.sleep(0.35)
              time.sleep(0.15)
      asyncio.run(main())
      """

    private static let app = "{app=\"shop\"}"
    private static let stalls = "calcmon_app_event_loop_stalls_total{app=\"shop\",phase=\"run\"}"

    @Test func `Two processes are one application, of which one is killed, and the agent is, while others talk nonsense`()
      async throws
    {
      let folder = try TemporaryDirectory()
      let agent = try await Self.agent(in: folder)
      #expect(try await agent.get("/metrics").body.contains("calcmon_app_") == false)
      let first = try await Self.start(in: folder)
      let second = try await Self.start(in: folder)
      try await agent.wait(for: "both report") { try await agent.value("calcmon_app_processes\(Self.app)") == 2 }
      let nonsense = try await Program.start(["python3", "-c", Self.nonsense, folder.file("apps.sock")])
      try await agent.wait(for: "stalls of both") { try await agent.value(Self.stalls) ?? 0 >= 6 }
      #expect(try await agent.value("calcmon_app_queue_depth{app=\"shop\",queue=\"inbox\"}") == 8)
      try await Self.check(agent, pids: [first.pid, second.pid])

      let before = try await Self.counters(agent)
      second.signal(SIGKILL)
      _ = await second.waitForEnd()
      try await agent.wait(for: "one has gone") { try await agent.value("calcmon_app_processes\(Self.app)") == 1 }
      let after = try await Self.counters(agent)
      #expect(before.allSatisfy { after[$0.key] ?? 0 >= $0.value }, "\(before) \(after)")
      #expect(await nonsense.waitForEnd() == 0)
      #expect(try await agent.sum(of: "calcmon_app_refusals_total") >= 50)

      #expect(try await agent.stop(SIGKILL) == 137)
      let next = try await Self.agent(in: folder)
      try await next.wait(for: "the probe has come back") { try await next.value(Self.stalls) ?? 0 >= 2 }
      // The three seconds from its start are not counted again.
      let counted = try await next.value("calcmon_app_cpu_seconds_total{app=\"shop\",mode=\"user\"}")
      #expect(counted ?? 9 < 2)
      #expect(!AgentProcess.hasEnded(first.pid))

      first.signal(SIGTERM)
      #expect(await first.waitForEnd() == 143)
      try await next.wait(for: "none is left") { try await next.value("calcmon_app_up\(Self.app)") == 0 }
      #expect(try await next.value("calcmon_app_tasks\(Self.app)") == nil)
      #expect(try await next.value(Self.stalls) ?? 0 >= 2)
      #expect(try await next.stop() == 0)
      #expect(!FileManager.default.fileExists(atPath: folder.file("apps.sock")))
    }

    @Test func `A loop that is held by a C call is told from outside, while it stands`() async throws {
      let folder = try TemporaryDirectory()
      let agent = try await Self.agent(in: folder)
      let script = """
        import asyncio, re
        async def main():
            await asyncio.sleep(1)
            re.match(r"(a+)+$", "a" * 60 + "b")
        asyncio.run(main())
        """
      let program = try await Self.start(script, in: folder)
      try await agent.wait(for: "the loop stands") {
        try await agent.value("calcmon_app_event_loop_standing_seconds\(Self.app)") ?? 0 > 3
      }
      let answer = try await agent.get("/api/v1/apps").body
      #expect(answer.contains("\"state\":\"R\""), "\(answer)")
      program.signal(SIGKILL)
      _ = await program.waitForEnd()
      _ = try await agent.stop()
    }

    @Test func `Two agents do not take the socket from each other, and each serves`() async throws {
      let folder = try TemporaryDirectory()
      let agent = try await Self.agent(in: folder)
      let other = try await AgentProcess.calm(options: ["--watch.socket", folder.file("apps.sock")])
      try await other.waitForLog("another process listens at", count: 1)
      #expect(try await other.get("/-/healthy").status == 200)
      #expect(try await other.stop() == 0)
      let program = try await Self.start(in: folder)
      try await agent.wait(for: "the first still listens") { try await agent.value("calcmon_app_up\(Self.app)") == 1 }
      program.signal(SIGKILL)
      _ = await program.waitForEnd()
      _ = try await agent.stop()
    }

    @Test func `A socket that cannot be is told, and the agent goes on without`() async throws {
      let folder = try TemporaryDirectory()
      try "mine".write(toFile: folder.file("file"), atomically: true, encoding: .utf8)
      let agent = try await AgentProcess.calm(options: ["--watch.socket", folder.file("file")])
      try await agent.waitForLog("and is no socket", count: 1)
      #expect(try await agent.get("/-/healthy").status == 200)
      #expect(try await agent.stop() == 0)
      try "watch:\n  socket: file\n".write(toFile: folder.file("calcmon.yml"), atomically: true, encoding: .utf8)
      let checked = try await Tool.run(BuiltBinary.path, ["check", "config", "calcmon.yml"], directory: folder.path)
      #expect(checked.status == 2)
      #expect(checked.errors.hasPrefix("calcmon.yml:2:11: socket: 'file' is not the path of a socket"), "\(checked.errors)")
    }

    @Test func `What has a program judged by the command itself is not told to the agent, and that is said`() async throws {
      let folder = try TemporaryDirectory()
      let agent = try await Self.agent(in: folder)
      let command = [
        BuiltBinary.path, "exec", "--gate", "--", "python3", "-c", "import asyncio; asyncio.run(asyncio.sleep(0.1))",
      ]
      let result = try await Tool.run("env", ["CALCMON_SOCKET=\(folder.file("apps.sock"))"] + command)
      #expect(result.errors.hasPrefix("calcmon: --gate has the program judged here; the agent at "), "\(result.errors)")
      #expect(try await agent.get("/metrics").body.contains("calcmon_app_up") == false)
      let absent = try await Tool.run(
        "env", ["CALCMON_SOCKET=\(folder.file("none.sock"))", BuiltBinary.path, "exec", "--", "sh", "-c", "exit 5"])
      #expect(absent.status == 5)
      #expect(absent.errors.hasPrefix("calcmon: no agent listens at "), "\(absent.errors)")
      _ = try await agent.stop()
    }

    // MARK: What they do

    static func agent(in folder: TemporaryDirectory) async throws -> AgentProcess {
      let agent = try await AgentProcess.calm(in: folder, options: ["--watch.socket", folder.file("apps.sock")])
      try await agent.waitForLog("applications may report", count: 1)
      return agent
    }

    static func start(_ script: String = shop, in folder: TemporaryDirectory) async throws -> Program {
      try script.write(toFile: folder.file("shop.py"), atomically: true, encoding: .utf8)
      return try await Program.start(
        [BuiltBinary.path, "exec", "--", "python3", folder.file("shop.py")],
        environment: ["CALCMON_SOCKET": folder.file("apps.sock")])
    }

    /// Fifty connections of one process that say what cannot be.
    private static let nonsense = """
      import socket, sys, time
      for number in range(60):
          one = socket.socket(socket.AF_UNIX)
          one.connect(sys.argv[1])
          try:
              one.sendall(bytes([number, 255, 123]) * 100 + b"\\n" + b"[" * 9000)
              one.settimeout(5)
              one.recv(1)
          except OSError:
              pass
          one.close()
      """

    private static func counters(_ agent: AgentProcess) async throws -> [String: Double] {
      let lines = try await agent.get("/metrics").body.split(separator: "\n").filter {
        $0.hasPrefix("calcmon_app_") && ($0.contains("_total{") || $0.contains("_bucket{") || $0.contains("_count{"))
      }
      return Dictionary(
        lines.compactMap { line in
          let parts = line.split(separator: " ")
          return parts.last.flatMap { Double($0) }.map { (parts.dropLast().joined(separator: " "), $0) }
        }
      ) { $1 }
    }

    /// What readers of the metrics and of the API make of it.
    private static func check(_ agent: AgentProcess, pids: [Int32]) async throws {
      let metrics = try await agent.get("/metrics").body
      let promtool = try await Tool.run("promtool", ["check", "metrics"], input: metrics)
      #expect(promtool.errors.split(separator: "\n").filter { $0.contains("calcmon_app_") } == [])
      let answer = try await agent.get("/api/v1/apps").body
      let object = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
      let app = try #require((object["apps"] as? [[String: Any]])?.first)
      let processes = try #require(app["processes"] as? [[String: Any]])
      #expect(Set(processes.compactMap { $0["pid"] as? Int }) == Set(pids.map(Int.init)))
      let stalls = try #require((app["stalls"] as? [String: Any])?["newest"] as? [[String: Any]])
      #expect(stalls.contains { $0["cause"] as? String == "blocked" && ($0["frame"] as? String)?.hasPrefix("shop.py:") == true })
    }
  }
}
