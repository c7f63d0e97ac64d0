import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// calcmon as the first process of a container. Needs root.
  @Suite struct FirstProcessTests {
    /// The kernel's view from within, then the program in the shell's place.
    private static let wrapper = [
      "unshare", "--pid", "--mount", "--fork", "--kill-child", "sh", "-c", "mount -t proc proc /proc && exec \"$@\"", "sh",
    ]

    @Test func `It reaps what a killed run leaves behind, and tells its own children apart`() async throws {
      let agent = try await AgentProcess.start(through: Self.wrapper)
      let first = try await firstProcess(below: agent.pid)
      let child = try await runWithWorkers(of: first)
      kill(child, SIGKILL)
      try await agent.waitForFirstRound()
      #expect(
        try await agent.value("calcmon_runs_total{mix=\"cpu-bound\",outcome=\"crashed\",runtime=\"swift\",strategy=\"hybrid\"}")
          == 1)
      #expect(
        try await agent.value("calcmon_runs_total{mix=\"realtime\",outcome=\"completed\",runtime=\"swift\",strategy=\"hybrid\"}")
          == 1)
      try await Poll.value("no zombies") {
        AgentProcess.descendants(of: first).filter(isZombie)
      } until: {
        $0.isEmpty
      }
      kill(first, SIGTERM)
      #expect(try await agent.stop(SIGCONT) == 0)
    }

    @Test func `It reaps strangers of whom no child of its own tells it`() async throws {
      let agent = try await AgentProcess.calm(through: Self.wrapper)
      let first = try await firstProcess(below: agent.pid)
      let entry = ["--target", "\(first)", "--pid", "--mount", "sh", "-c", "sleep 1000 > /dev/null 2>&1 &"]
      #expect(try await Tool.run("nsenter", entry).status == 0)
      let stranger = try await Poll.some("a sleeper") { AgentProcess.descendants(of: first).first { name($0).contains("sleep") } }
      kill(stranger, SIGKILL)
      try await Poll.until("it is reaped") { !AgentProcess.descendants(of: first).contains(stranger) }
      kill(first, SIGTERM)
      #expect(try await agent.stop(SIGCONT) == 0)
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 130)] as [(Int32, Int32)])
    func `A signal ends a run`(signal: Int32, status: Int32) async throws {
      let directory = try TemporaryDirectory()
      let command = Self.wrapper + [BuiltBinary.path, "run", "idle", "--duration", "60s", "--path.python", "/nonexistent"]
      let program = try await Program.start(command, in: directory.path)
      let first = try await firstProcess(below: program.pid)
      try await Poll.until("the run is under way") { !AgentProcess.descendants(of: first).isEmpty }
      kill(first, signal)
      // Before it listens for signals, one ends it as it ends any command.
      #expect([status, 128 + signal].contains(await program.waitForEnd()))
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `A signal ends a command that does not listen to any`(signal: Int32, status: Int32) async throws {
      let directory = try TemporaryDirectory()
      let command = Self.wrapper + [BuiltBinary.path, "simulate", "--tasks", "1000000"]
      let program = try await Program.start(command, in: directory.path)
      let first = try await firstProcess(below: program.pid)
      // What comes before that is kept from the first process of a namespace.
      try await Poll.until("it has begun") { catches(signal, first) }
      kill(first, signal)
      #expect(await program.waitForEnd() == status)
    }

    // MARK: Support

    private func firstProcess(below pid: Int32) async throws -> Int32 {
      try await Poll.some("the first process") { AgentProcess.descendants(of: pid).first { name($0).contains("calcmon") } }
    }

    /// The child that executes a run which has worker processes.
    private func runWithWorkers(of first: Int32) async throws -> Int32 {
      try await Poll.some("a run with its workers") {
        AgentProcess.descendants(of: first).first { !AgentProcess.descendants(of: $0).isEmpty }
      }
    }

    private func name(_ pid: Int32) -> String { (try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) ?? "" }

    private func isZombie(_ pid: Int32) -> Bool { stat(pid).contains(") Z ") }

    private func stat(_ pid: Int32) -> String { (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? "" }

    private func catches(_ signal: Int32, _ pid: Int32) -> Bool {
      let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
      guard let caught = status.firstMatch(of: /SigCgt:\s*([0-9a-f]+)/).flatMap({ UInt64($0.output.1, radix: 16) }) else {
        return false
      }
      return caught & 1 << (UInt64(signal) - 1) != 0
    }
  }
}
