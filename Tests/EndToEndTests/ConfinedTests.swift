import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// What a process may not have, and what it may not see.
  @Suite struct ConfinedTests {
    /// An address space for some stacks of 8 MiB a core, and what any program has.
    private let limit = (400 + 40 * ProcessInfo.processInfo.activeProcessorCount) << 20

    @Test(arguments: [["agent", "--web.listen-address", "127.0.0.1:0"], ["run", "idle", "--runtime", "swift"]])
    func `Where there is no room for its threads it does not start, and says which limits to raise`(
      _ arguments: [String]
    ) async throws {
      let directory = try TemporaryDirectory()
      // Each thread wants a stack of 1 GiB, so that the eighth one finds no room.
      let limits = ["--as=\(8 << 30)", "--stack=\(1 << 30):"]
      let result = try await Tool.run("prlimit", limits + [BuiltBinary.path] + arguments, directory: directory.path)
      #expect(result.status == 4)
      #expect(result.errors.hasPrefix("calcmon: "))
      #expect(result.errors.contains("cannot start a thread: "))
      #expect(result.errors.contains("address space (ulimit -v"))
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(try directory.names() == [])
    }

    @Test func `A run that needs more threads than it can have has failed, and says so`() async throws {
      let directory = try TemporaryDirectory()
      let command = ["prlimit", "--as=\(limit)", BuiltBinary.path, "run", "mixed", "--strategy", "threads", "--runtime", "swift"]
      let result = try await Tool.run(
        command[0], command.dropFirst() + ["--threads", "1000", "--items", "10"], directory: directory.path)
      #expect(result.status == 4)
      #expect((result.output + result.errors).contains("cannot start a thread: "))
    }

    @Test func `With little address space it serves and runs on, and does not want more`() async throws {
      let agent = try await AgentProcess.calm(through: ["prlimit", "--as=\(limit)"])
      try await agent.waitForFirstRound(runs: 1)
      for _ in 0..<300 { #expect(try await agent.get("/metrics").status == 200) }
      try await agent.waitForFirstRound(runs: 2)
      #expect(try await agent.value("process_virtual_memory_bytes") ?? 0 < Double(limit))
      #expect(try await agent.stop() == 0)
    }

    @Test func `Without environment, and where nothing can be written, it lives as elsewhere`() async throws {
      let directory = try TemporaryDirectory()
      let agent = try await AgentProcess.calm(
        in: directory, database: directory.file("calcmon.db"),
        through: ["env", "--ignore-environment", "/bin/sh", "-c", "cd /proc && exec \"$@\"", "sh"])
      try await agent.waitForFirstRound(runs: 1)
      #expect(try await agent.stop() == 0)
      let log = try await agent.wholeLog()
      #expect(!log.contains("level=error"))
      #expect(log.matches(of: /runs as root/).count == (geteuid() == 0 ? 1 : 0))
    }

    @Test func `Other users' processes need not be visible: a run's own are measured`() async throws {
      let mount = try await TmpfsMount("mode=777")
      try await mount.shell(
        "touch calcmon && mount --bind \"\(BuiltBinary.path)\" calcmon && mount -t proc -o hidepid=2 proc /proc")
      let command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "./calcmon", "run", "mixed"]
      let options = ["--strategy", "hybrid", "--runtime", "swift", "--items", "300", "--format", "json"]
      let result = try await Tool.run(mount.wrapper[0], mount.wrapper.dropFirst() + command + options)
      // On a busy host a target may be breached; else so short a run is not enough to judge by.
      #expect([1, 3].contains(result.status), "\(result.errors)")
      #expect(result.output.contains("\"outcome\":\"completed\""))
      #expect(!result.output.contains("\"memory_peak_bytes\":null"))
      #expect(!result.errors.contains("missing"))
    }
  }
}
