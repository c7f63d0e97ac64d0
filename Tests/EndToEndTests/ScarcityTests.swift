import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Few files, few threads, and what is closed at the start.
  @Suite struct ScarcityTests {
    @Test(arguments: [0, 40, 240])
    func `Idle connections beyond all limits keep no run from going on`(more: Int) async throws {
      let agent = try await AgentProcess.calm(through: ["prlimit", "--nofile=\(try await fewestFiles(["agent"]) + more)"])
      let peers = try await offThePool { try (0..<400).map { _ in try RawPeer(port: agent.port) } }
      let before = try await agent.sum(of: "calcmon_runs_total")
      try await agent.wait(for: "three more runs") { try await agent.sum(of: "calcmon_runs_total") >= before + 3 }
      #expect(
        try await agent.value("calcmon_runs_total{mix=\"calm\",outcome=\"failed\",runtime=\"swift\",strategy=\"async\"}") ?? 0
          == 0)
      #expect(peers.count == 400)
      #expect(try await agent.stop() == 0)
    }

    @Test func `A limit that is too low is refused with one that does`() async throws {
      let run = ["run", "idle", "--duration", "200ms", "--path.python", "/nonexistent"]
      let fewest = try await fewestFiles(run)
      #expect(try await limited("--nofile=\(fewest - 1)", run).status == 4)
      #expect(try await limited("--nofile=\(fewest)", run).output.contains("async     swift"))
    }

    @Test func `The limit is raised as far as it goes, and children are given the one from before`() async throws {
      let directory = try TemporaryDirectory()
      let python = directory.file("python3")
      let script = "#!/bin/sh\nulimit -n > \(directory.file("limit"))\nexec /usr/bin/python3 \"$@\"\n"
      try script.write(toFile: python, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
      let result = try await limited(
        "--nofile=20:4000", ["run", "idle", "--duration", "200ms", "--runtime", "asyncio", "--path.python", python])
      #expect(result.errors == "")
      #expect(try String(contentsOfFile: directory.file("limit"), encoding: .utf8) == "20\n")
    }

    @Test func `Too few threads are refused`() async throws {
      let nobody = ["setpriv", "--reuid=64321", "--clear-groups", "prlimit", "--nproc=2"]
      let folder = try copyForAll()
      let result = try await Tool.run("env", nobody + [folder.file("calcmon"), "simulate"], directory: "/")
      #expect(result.status == 4)
      #expect(result.errors.hasPrefix("calcmon: cannot start a thread: pthread_create: Resource temporarily unavailable; raise "))
    }

    @Test func `What is closed at the start is not taken for a file`() async throws {
      let directory = try TemporaryDirectory()
      let command = "exec \"$0\" agent --web.listen-address 127.0.0.1:0 --storage.path x.db <&- >&- 2>&-"
      let program = try await Program.start(["sh", "-c", command, BuiltBinary.path], in: directory.path)
      let files = { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(program.pid)/fd") }
      let target = { (fd: String) in
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(program.pid)/fd/\(fd)")) ?? ""
      }
      try await Poll.until("the database is open") { try files().contains { target($0).hasSuffix("/x.db") } }
      #expect(["0", "1", "2"].map(target) == ["/dev/null", "/dev/null", "/dev/null"])
      // From then on it ends in order.
      try await Poll.until("it listens") { try files().contains { target($0).hasPrefix("socket:") } }
      program.signal(SIGTERM)
      #expect(await program.waitForEnd() == 0)
    }

    @Test func `A parent that ignored the ends of its children does not make it deaf to those of its own`() async throws {
      let directory = try TemporaryDirectory()
      let python = directory.file("python3")
      try "#!/bin/sh\nexit 127\n".write(toFile: python, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
      let parent = "import os,signal,sys;signal.signal(signal.SIGCHLD,signal.SIG_IGN);os.execv(sys.argv[1],sys.argv[1:])"
      let result = try await Tool.run(
        "/usr/bin/python3", ["-c", parent, BuiltBinary.path, "run", "idle", "--duration", "200ms", "--path.python", python])
      #expect(result.errors.contains("\(python) ended with status 127 "))
    }

    /// As many open files as a command asks for.
    private func fewestFiles(_ command: [String]) async throws -> Int {
      let refused = try await limited("--nofile=16", command)
      #expect(refused.status == 4)
      #expect(refused.output == "")
      let told = refused.errors.firstMatch(
        of: /^calcmon: at most 16 files may be open, and (\d+) are needed: raise the hard limit/)
      return try #require(told.flatMap { Int($0.output.1) })
    }

    private func limited(_ limit: String, _ arguments: [String]) async throws -> Tool.Result {
      let directory = try TemporaryDirectory()
      return try await Tool.run("prlimit", [limit, BuiltBinary.path] + arguments, directory: directory.path)
    }

    /// Another user may not look into the folder of the build.
    private func copyForAll() throws -> TemporaryDirectory {
      let directory = try TemporaryDirectory()
      try FileManager.default.copyItem(atPath: BuiltBinary.path, toPath: directory.file("calcmon"))
      for path in [directory.path, directory.file("calcmon")] {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      }
      return directory
    }
  }
}
