import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// As many processes of applications as may be, and more.
  @Suite(.timeLimit(.minutes(5))) struct ManyAppsTests {
    /// What a probe says. Each process stands for several, which are told apart by their instances.
    private static let probe = """
      import json, os, signal, socket, sys, time

      def line(kind, body):
          return json.dumps({"v": 1, "type": kind, **body}).encode() + b"\\n"

      def connect(app, instance):
          one = socket.socket(socket.AF_UNIX)
          one.connect(sys.argv[1])
          try:
              one.sendall(line("hello", {
                  "app": app, "pid": os.getpid(), "python": "3.12.3", "implementation": "cpython", "probe": "0.1.0",
                  "instance": f"{os.getpid()}.{instance}", "monotonic_ns": time.monotonic_ns(), "wall_ns": time.time_ns()}))
          except OSError:
              pass
          return one

      def snapshot(seq):
          return line("snapshot", {
              "seq": seq, "at_ns": time.monotonic_ns(), "running_ns": seq * 10**9, "busy_ns": seq * 10**8, "turns": seq, "stalls": 0,
              "stall_ns": 0, "loops": [], "tasks": 3, "queues": [], "executor": None, "gc": [[0, 0], [0, 0], [0, 0]], "timed": [],
              "io_wait_ns": None, "threads": 1, "dropped": 0, "errors": 0, "cpu_user_ns": seq * 250_000_000, "cpu_system_ns": 0,
              "memory_bytes": 1, "latency": [[1000, 2]]})

      """

    /// 100 processes try to connect ten times each, and stay as long as the first does.
    private static let crowd =
      probe + """
        first = os.getpid()
        for number in range(99):
            if os.fork() == 0: break
        kept = [connect(f"app{os.getpid() % 40:02}", each) for each in range(10)]
        while os.getpid() == first or os.getppid() == first: time.sleep(0.1)
        """

    /// 50 applications of four processes each, all of which say their last and begin anew at the same instant; then they stay.
    private static let restart =
      probe + """
        def be(app, *, last):
            kept = [connect(app, each) for each in range(4)]
            for one in kept: one.sendall(snapshot(1))
            if not last: signal.sigwait([signal.SIGUSR1])
            for seq in range(2, 6):
                for one in kept: one.sendall(snapshot(seq))
            if not last: os._exit(0)
            first = os.getppid()
            while os.getppid() == first: time.sleep(0.1)
            os._exit(0)

        def start(*, last):
            pids = []
            for number in range(50):
                pid = os.fork()
                if pid == 0: be(f"app{number:02}", last=last)
                pids.append(pid)
            return pids

        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
        old = start(last=False)
        sys.stdin.readline()
        for pid in old: os.kill(pid, signal.SIGUSR1)
        start(last=True)
        for pid in old: os.waitpid(pid, 0)
        signal.pause()
        """

    @Test func `A thousand connections are bounded and counted, and the agent answers and takes others afterwards`() async throws
    {
      let folder = try TemporaryDirectory()
      let agent = try await Self.agent(in: folder)
      let before = try Self.descriptors(of: agent)
      let crowd = try await Program.start(["python3", "-c", Self.crowd, folder.file("apps.sock")])
      try await agent.wait(for: "each was taken or refused") {
        let text = try await agent.get("/metrics").body
        return Self.sum(text, "calcmon_app_processes{") + Self.sum(text, "calcmon_app_refusals_total{") == 1000
      }
      let text = try await agent.get("/metrics").body
      #expect((1...256).contains(Self.sum(text, "calcmon_app_processes{")))
      #expect(Self.sum(text, "calcmon_app_refusals_total{") >= 744)
      #expect(try Self.descriptors(of: agent) <= before + 256 + 16)
      crowd.signal(SIGKILL)
      _ = await crowd.waitForEnd()
      try await agent.wait(for: "they have gone") { try await agent.sum(of: "calcmon_app_processes") == 0 }
      #expect(try Self.descriptors(of: agent) <= before + 16)
      let another = try await Program.start(["python3", "-c", Self.crowd, folder.file("apps.sock")])
      try await agent.wait(for: "others are taken") { try await agent.sum(of: "calcmon_app_processes") > 0 }
      another.signal(SIGKILL)
      _ = await another.waitForEnd()
      #expect(try await agent.stop() == 0)
    }

    @Test func `All processes of fifty applications begin anew at once: nothing that they said is lost, and no counter falls`()
      async throws
    {
      let folder = try TemporaryDirectory()
      let agent = try await Self.agent(in: folder)
      let apps = try await Program.start(["python3", "-c", Self.restart, folder.file("apps.sock")], input: .pipe)
      try await agent.wait(for: "all are there") { try await agent.sum(of: "calcmon_app_processes") == 200 }
      try await agent.wait(for: "their first snapshots") {
        try await agent.sum(of: "calcmon_app_cpu_seconds_total").rounded() == 50
      }
      try #require(apps.input).write(contentsOf: Data("\n".utf8))
      var last: [String: Double] = [:]
      try await agent.wait(for: "all that both generations have come to") {
        let text = try await agent.get("/metrics").body
        let counters = Self.counters(text)
        #expect(last.allSatisfy { counters[$0.key] ?? 0 >= $0.value }, "a counter has fallen")
        last = counters
        return Self.sum(text, "calcmon_app_cpu_seconds_total{").rounded() >= 500
          && Self.sum(text, "calcmon_app_processes{") == 200
      }
      let text = try await agent.get("/metrics").body
      #expect(Self.sum(text, "calcmon_app_cpu_seconds_total{").rounded() == 500)
      #expect(Self.sum(text, "calcmon_app_event_loop_latency_seconds_count{") == 4000)
      #expect(Self.sum(text, "calcmon_app_refusals_total{") == 0)
      apps.signal(SIGKILL)
      _ = await apps.waitForEnd()
      #expect(try await agent.stop() == 0)
    }

    @Test
    func `Another socket is listened to as soon as it is read, the old one goes, and who finds the old one again comes back`()
      async throws
    {
      let folder = try TemporaryDirectory()
      let (first, second) = (folder.file("apps.sock"), folder.file("others.sock"))
      let calm = try String(contentsOfFile: "\(Repository.root)/Tests/Fixtures/agents/calm.yml", encoding: .utf8)
      let configured = { (socket: String) in "\(calm)\nwatch: {socket: \(socket)}\n" }
      let agent = try await AgentProcess.start(watching: configured(first), in: folder)
      try await agent.waitForLog("applications may report", count: 1)
      let shop = try await Self.app("shop", first)
      try await agent.wait(for: "it reports") { try await agent.value(Self.idle("shop")) ?? 0 > 0 }
      try await agent.reload(configured(second))
      try await agent.waitForLog("applications may report", count: 2)
      #expect(!FileManager.default.fileExists(atPath: first))
      try await agent.wait(for: "it is cut off") { try await agent.value("calcmon_app_up{app=\"shop\"}") == 0 }
      let counted = try #require(try await agent.value(Self.idle("shop")))
      let other = try await Self.app("other", second)
      try await agent.wait(for: "another reports there") { try await agent.value("calcmon_app_up{app=\"other\"}") == 1 }
      try await agent.reload(configured("none"))
      try await agent.wait(for: "none is watched") { try await agent.value("calcmon_app_up{app=\"other\"}") == 0 }
      #expect(!FileManager.default.fileExists(atPath: second))
      try await agent.reload(configured(first))
      try await agent.wait(for: "the first is back") { try await agent.value("calcmon_app_up{app=\"shop\"}") == 1 }
      try await agent.wait(for: "it is counted on") { try await agent.value(Self.idle("shop")) ?? 0 > counted }
      for program in [shop, other] {
        program.signal(SIGKILL)
        _ = await program.waitForEnd()
      }
      #expect(try await agent.stop() == 0)
    }

    // MARK: What they do

    private static func agent(in folder: TemporaryDirectory) async throws -> AgentProcess {
      let agent = try await AgentProcess.calm(in: folder, options: ["--watch.socket", folder.file("apps.sock")])
      try await agent.waitForLog("applications may report", count: 1)
      return agent
    }

    private static func app(_ name: String, _ socket: String) async throws -> Program {
      let script = """
        import asyncio
        async def main():
            while True: await asyncio.sleep(0.01)
        asyncio.run(main())
        """
      return try await Program.start(
        [BuiltBinary.path, "exec", "--app", name, "--", "python3", "-c", script], environment: ["CALCMON_SOCKET": socket])
    }

    private static func idle(_ app: String) -> String { "calcmon_app_event_loop_seconds_total{app=\"\(app)\",state=\"idle\"}" }

    private static func descriptors(of agent: AgentProcess) throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/\(agent.pid)/fd").count
    }

    private static func counters(_ text: String) -> [String: Double] {
      Dictionary(
        text.split(separator: "\n").filter { $0.hasPrefix("calcmon_app_") && $0.contains("_total{") }.compactMap { line in
          let parts = line.split(separator: " ")
          return parts.last.flatMap { Double($0) }.map { (parts.dropLast().joined(separator: " "), $0) }
        }
      ) { $1 }
    }

    private static func sum(_ text: String, _ prefix: String) -> Double {
      text.split(separator: "\n").filter { $0.hasPrefix(prefix) }.compactMap {
        $0.split(separator: " ").last.flatMap { Double($0) }
      }
      .reduce(0, +)
    }
  }
}
