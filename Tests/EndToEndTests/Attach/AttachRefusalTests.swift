import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// What cannot be attached to, and how that is said. Needs root.
  @Suite struct AttachRefusalTests {
    private static let idle = "import asyncio; print('runs', flush=True); asyncio.run(asyncio.Event().wait())"

    private static func attach(_ arguments: [String], through wrapper: [String] = []) async throws -> Tool.Result {
      let command = wrapper + [BuiltBinary.path, "attach"] + arguments
      return try await Tool.run(command[0], Array(command.dropFirst()))
    }

    @Test(arguments: [
      (["x"], 2, "<pid> 'x' is not the number of a process"), (["0"], 2, "<pid> '0' is not the number of a process"),
      (["99999999999"], 2, "<pid> '99999999999' is not the number of a process"), (["4194304"], 4, "there is no process 4194304"),
      (["1", "--app", "my shop"], 2, "--app must be 1 to 64 letters"),
      (["1", "--app-version", ""], 2, "--app-version must have"),
      (["1", "--socket", ""], 2, "--socket must not be empty"),
    ])
    func `what is no process is refused in one line`(_ arguments: [String], _ status: Int32, _ reason: String) async throws {
      let result = try await Self.attach(arguments)
      #expect(result.status == status)
      #expect(result.output == "")
      #expect(
        result.errors.hasPrefix("calcmon: \(reason)") && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    }

    @Test func `a program that is not Python, and an old Python, are handed over to the view from outside`() async throws {
      let sleeping = try await Program.start(["sleep", "60"])
      let result = try await Self.attach(["\(sleeping.pid)"])
      #expect(result.status == 4)
      #expect(
        result.errors
          == "calcmon: process \(sleeping.pid) lets nothing in: sleep is not Python; it can only be watched from outside: calcmon watch --pid \(sleeping.pid) --agent\n"
      )
      let python = try await Program.start(["python3", "-c", Self.idle], output: .pipe)
      _ = try await Transcript(python.output).first("that it runs") { $0 == "runs" ? true : nil }
      let old = try await Self.attach(["\(python.pid)"])
      #expect(old.status == 4)
      #expect(
        old.errors.contains("has no way in; CPython 3.14 and newer have; it can only be watched from outside"), "\(old.errors)")
      await sleeping.kill()
      await python.kill()
    }

    @Test func `one that has ended, one that is stopped, and one of another user are told apart`() async throws {
      let parent = try await Program.start(
        ["python3", "-c", "import subprocess, time; p = subprocess.Popen(['true']); print(p.pid, flush=True); time.sleep(60)"],
        output: .pipe)
      let zombie = try await Transcript(parent.output).first("its pid") { $0 }
      try await Poll.until("it has ended") {
        try String(contentsOfFile: "/proc/\(zombie)/stat", encoding: .utf8).contains(") Z ")
      }
      #expect(try await Self.attach([zombie]).errors == "calcmon: process \(zombie) has ended; its parent has not noticed yet\n")
      parent.signal(SIGSTOP)
      try await Poll.until("it is stopped") {
        try String(contentsOfFile: "/proc/\(parent.pid)/stat", encoding: .utf8).contains(") T ")
      }
      let stopped = try await Self.attach(["\(parent.pid)"])
      #expect(stopped.errors.hasPrefix("calcmon: process \(parent.pid) is stopped, so it cannot execute anything; 'kill -CONT "))
      parent.signal(SIGCONT)
      let other = try await Self.attach(
        ["\(parent.pid)"], through: ["setpriv", "--reuid", "1234", "--regid", "1234", "--clear-groups"])
      #expect(other.status == 4)
      #expect(
        other.errors
          == "calcmon: this user may not look into process \(parent.pid): it belongs to user 0, and this is user 1234; only that one and root may\n"
      )
      await parent.kill()
    }
  }
}
