import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Kernels that are old, and containers that forbid what they do not know.
  @Suite struct SystemCallTests {
    private static let idle = ["run", "idle", "--duration", "200ms"]

    @Test(arguments: [
      "close_range=ENOSYS", "close_range=EPERM", "memfd_create=ENOSYS", "memfd_create=EACCES", "prctl=EPERM", "statx=ENOSYS",
    ])
    func `A call that can be done without costs nothing`(rule: String) async throws {
      let result = try await denied([rule], Self.idle + ["--format", "json"])
      #expect(result.errors == "")
      #expect(result.output.components(separatedBy: "\"outcome\":\"completed\"").count == 3)
    }

    @Test(arguments: [[], ["close_range=ENOSYS"]])
    func `Children inherit nothing, whichever way it is closed`(rules: [String]) async throws {
      let directory = try TemporaryDirectory()
      let python = directory.file("python3")
      let script = "#!/bin/sh\nls -l /proc/$$/fd >> \(directory.file("seen"))\nexec /usr/bin/python3 \"$@\"\n"
      try script.write(toFile: python, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
      let command = [BuiltBinary.deny] + rules + ["--", BuiltBinary.path] + Self.idle + ["--path.python", python]
      _ = try await Tool.run("sh", ["-c", "exec 8< /etc/passwd 9< /etc/passwd; exec \"$@\"", "sh"] + command)
      let seen = try String(contentsOfFile: directory.file("seen"), encoding: .utf8)
      #expect(seen.contains(" 0 -> "))
      #expect(!seen.contains("/etc/passwd"))
    }

    @Test(arguments: ["timerfd_create", "eventfd2", "epoll_create1", "signalfd4"])
    func `A call that is needed is named at the start`(call: String) async throws {
      for command in [Self.idle, ["agent"], ["simulate", "--tasks", "10"]] {
        let result = try await denied(["\(call)=EPERM"], command)
        #expect(result.status == 4)
        #expect(result.output == "")
        #expect(result.errors.firstMatch(of: /^calcmon: cannot [a-z ]+: .*: Operation not permitted; .*\n$/) != nil)
        #expect(result.errors.contains(": \(call): "))
      }
    }

    @Test func `A start that fails names the call`() async throws {
      let result = try await denied(["setpgid=EPERM"], Self.idle + ["--runtime", "swift"])
      #expect(result.status == 4)
      #expect(result.output.contains("cannot start /proc/self/exe: setpgid: Operation not permitted"))
    }

    private func denied(_ rules: [String], _ arguments: [String]) async throws -> Tool.Result {
      let directory = try TemporaryDirectory()
      return try await Tool.run(BuiltBinary.deny, rules + ["--", BuiltBinary.path] + arguments, directory: directory.path)
    }
  }
}
