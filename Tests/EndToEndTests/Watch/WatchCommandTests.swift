import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// `calcmon watch` at Python programs in which there is no probe.
  @Suite(.timeLimit(.minutes(5))) struct WatchCommandTests {
    /// Blocks in a socket for 300 ms ten times, and then is well.
    private static let blocking = """
      import asyncio, socket, sys
      async def main():
          one, other = socket.socketpair()
          one.settimeout(0.3)
          print("began", flush=True)
          await asyncio.sleep(1)
          for _ in range(10):
              await asyncio.sleep(0.2)
              try: one.recv(1)
              except TimeoutError: pass
          await asyncio.sleep(float(sys.argv[1]))
      asyncio.run(main())
      """
    /// Turns, and never for long; another thread sleeps, which is no loop's.
    private static let healthy = """
      import asyncio, sys, threading, time
      async def main():
          threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
          print("began", flush=True)
          for _ in range(int(float(sys.argv[1]) * 100)):
              await asyncio.sleep(0.01)
              time.sleep(0.002)
      asyncio.run(main())
      """
    /// Closes a loop and sleeps without one, over and over.
    private static let parting = """
      import asyncio, sys, time
      async def main():
          await asyncio.sleep(0.25)
      print("began", flush=True)
      end = time.monotonic() + float(sys.argv[1])
      while time.monotonic() < end:
          asyncio.run(main())
          time.sleep(0.25)
      """

    private static func start(_ script: String, seconds: Double) async throws -> Program {
      let program = try await Program.start(["python3", "-c", script, "\(seconds)"], output: .pipe)
      _ = try await Transcript(program.output).first("it began") { $0 == "began" ? true : nil }
      return program
    }

    private static func report(_ pid: Int32, _ options: [String]) async throws -> [String: Any] {
      let result = try await Tool.run(
        BuiltBinary.path, ["watch", "--pid", "\(pid)", "--format", "json"] + options)
      #expect(result.status == 0, "\(result.errors)")
      return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    /// With tracepoints, if this machine has them, and without.
    @Test(arguments: [[], ["--no-tracepoints"]])
    func `Ten stalls in a socket are found, and what is told of them is so`(options: [String]) async throws {
      let program = try await Self.start(Self.blocking, seconds: 1)
      let report = try await Self.report(program.pid, options + ["--app", "shop"])
      #expect(await program.waitForEnd() == 0)
      let stalls = try #require(report["stalls"] as? [[String: Any]])
      let blocked = stalls.filter { $0["cause"] as? String == "blocked" }
      #expect((8...10).contains(blocked.count), "\(stalls)")
      for stall in blocked {
        let seconds = try #require(stall["seconds"] as? Double)
        #expect((0.2...0.6).contains(seconds))
        #expect((stall["stack"] as? [String]) == [])
        #expect(stall["frame"] is NSNull)
        #expect((stall["wait_channel"] as? String)?.isEmpty == false)
      }
      #expect(report["app"] as? String == "shop")
      #expect(report["exit_status"] is NSNull)
      #expect((report["event_loop_latency_seconds"] as? [String: Any])?["p99"] is NSNull)
      #expect((report["busy_ratio"] as? Double ?? 0) > 0.3)
      let outside = try #require(report["seen_from_outside"] as? [String: Any])
      #expect(outside["process_has_ended"] as? Bool == true)
      let targets = try #require(report["targets"] as? [[String: Any]])
      #expect(targets.first { $0["target"] as? String == "event_loop_latency" }?["verdict"] as? String == "unknown")
    }

    @Test(arguments: [([], healthy), (["--no-tracepoints"], healthy), ([], parting), (["--no-tracepoints"], parting)])
    func `One that is well, and one that sleeps without a loop, have none`(options: [String], script: String) async throws {
      let program = try await Self.start(script, seconds: 4)
      let report = try await Self.report(program.pid, options + ["--for", "3s"])
      program.signal(SIGKILL)
      await program.waitForEnd()
      // What the host takes is no stall of its own.
      let stalls = (report["stalls"] as? [[String: Any]])?.filter { $0["host_caused"] as? Bool == false }
      #expect(stalls?.isEmpty == true, "\(report)")
      #expect((report["seen_from_outside"] as? [String: Any])?["process_has_ended"] as? Bool == false)
    }

    @Test func `What can be seen is said first, and the report for people says that it is from outside`() async throws {
      let program = try await Self.start(Self.healthy, seconds: 3)
      let result = try await Tool.run(BuiltBinary.path, ["watch", "--pid", "\(program.pid)", "--gate", "--for", "2s"])
      #expect(result.status == 3)
      #expect(result.errors.contains("watching process \(program.pid) as "), "\(result.errors)")
      #expect(result.errors.contains("  seen: ") && result.errors.contains("  not seen: how late its event loops are"))
      #expect(result.output.contains("process \(program.pid) was seen from outside, for 2"), "\(result.output)")
      #expect(result.output.contains("it is watched from outside: how late its event loop is cannot be seen there"))
      #expect(await program.waitForEnd() == 0)
    }

    @Test func `What cannot be watched is one line, and status 4, or 2 if it is no number`() async throws {
      let parent = try await Program.start(["sh", "-c", "sleep 0 & echo $!; exec sleep 30"], output: .pipe)
      let zombie = try await Transcript(parent.output).first("its child") { Int32($0) }
      try await Poll.until("it has ended") { AgentProcess.hasEnded(zombie) }
      let threads = try await Tool.output(
        "sh", ["-c", "for p in /proc/[0-9]*; do grep -q '^Kthread:.1' $p/status && echo ${p#/proc/} && exit; done; echo 2"])
      for (pid, status, text) in [
        ("1", 4, "cannot watch 1: that is the first process"), ("4194303", 4, "there is no such process"),
        (threads, 4, "cannot watch \(threads): "), ("\(zombie)", 4, "a zombie"), ("shop", 2, "is no number of a process"),
        ("-4", 2, "--pid"), ("0", 2, "is no number"),
      ] as [(String, Int32, String)] {
        let result = try await Tool.run(BuiltBinary.path, ["watch", "--pid", pid])
        #expect(result.status == status, "\(pid): \(result.errors)")
        #expect(result.output == "")
        #expect(result.errors.contains(text), "\(pid): \(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      }
      parent.signal(SIGKILL)
      await parent.waitForEnd()
    }

    @Test func `Ctrl-C ends the watching and not the process, and the report comes`() async throws {
      let program = try await Self.start(Self.healthy, seconds: 30)
      let folder = try TemporaryDirectory()
      let watching = try await Program.start(
        [BuiltBinary.path, "watch", "--pid", "\(program.pid)", "--format", "json", "--output", folder.file("report.json")],
        errors: .pipe)
      _ = try await Transcript(watching.errors).first("it watches") { $0.contains("not seen") ? true : nil }
      watching.signal(SIGINT)
      #expect(await watching.waitForEnd() == 0)
      #expect(FileManager.default.fileExists(atPath: folder.file("report.json")))
      #expect(!AgentProcess.hasEnded(program.pid))
      program.signal(SIGKILL)
      await program.waitForEnd()
    }
  }
}

extension Beside.Serving {
  /// `calcmon watch --agent` beside an agent.
  @Suite(.timeLimit(.minutes(5))) struct WatchBesideAgentTests {
    @Test func `A process that is watched from outside is an application of which no lateness is told`() async throws {
      let folder = try TemporaryDirectory()
      let agent = try await WatchedAppTests.agent(in: folder)
      let program = try await Program.start(["python3", "-c", WatchedAppTests.shop])
      let watching = try await Program.start(
        [
          "env", "CALCMON_SOCKET=\(folder.file("apps.sock"))", BuiltBinary.path, "watch", "--pid", "\(program.pid)", "--agent",
          "--app", "shop",
        ])
      try await agent.wait(for: "its stalls are told") {
        try await agent.value("calcmon_app_event_loop_stalls_total{app=\"shop\",phase=\"run\"}") ?? 0 >= 3
      }
      let metrics = try await agent.get("/metrics").body
      #expect(!metrics.contains("calcmon_app_event_loop_latency_seconds_count{app=\"shop\"}"))
      #expect(!metrics.contains("calcmon_app_gc_pause_seconds_total{app=\"shop\""))
      #expect(metrics.contains("calcmon_app_memory_bytes{app=\"shop\"}"))
      let apps = try await agent.get("/api/v1/apps").body
      #expect(apps.contains("\"seen_from_outside\":true") && apps.contains("\"p99\":null"), "\(apps)")
      #expect(apps.contains("\"verdict\":\"unknown\""))
      let page = try await agent.get("/apps/shop").body
      #expect(page.contains("from outside"), "\(page)")
      watching.signal(SIGTERM)
      #expect(await watching.waitForEnd() == 0)
      try await agent.wait(for: "it has left") { try await agent.value("calcmon_app_up{app=\"shop\"}") == 0 }
      #expect(!AgentProcess.hasEnded(program.pid))
      program.signal(SIGKILL)
      await program.waitForEnd()
      #expect(try await agent.stop() == 0)
    }
  }
}
