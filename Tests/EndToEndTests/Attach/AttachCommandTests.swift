import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Programs of CPython 3.14 and 3.15 that run already. Needs root.
  @Suite(.timeLimit(.minutes(5))) struct AttachCommandTests {
    /// Its loop has nothing to do, ever.
    private static let idle = """
      import asyncio, signal
      async def main():
          end = asyncio.Event()
          asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end.set)
          print("runs", flush=True)
          await end.wait()
          print("ends", flush=True)
      asyncio.run(main())
      """

    private static func calcmon(_ arguments: [String]) async throws -> Tool.Result {
      try await Tool.run(BuiltBinary.path, arguments)
    }

    /// Starts a program, and returns when it runs.
    private static func start(
      _ python: UnstablePythons.Python, options: [String] = [], script: String = idle, through wrapper: [String] = [],
      in folder: TemporaryDirectory
    ) async throws -> (Program, Transcript) {
      try script.write(toFile: folder.file("idle.py"), atomically: true, encoding: .utf8)
      let program = try await Program.start(
        wrapper + [python.path] + options + [folder.file("idle.py")], output: .pipe, errors: .file(folder.file("errors")))
      let output = Transcript(program.output)
      _ = try await output.first("that it runs") { $0 == "runs" ? true : nil }
      return (program, output)
    }

    @Test(arguments: [14, 15]) func `A loop with nothing to do is attached to and left twenty times, and ends as it would have`(
      _ minor: Int
    ) async throws {
      guard let python = try await UnstablePythons.find(minor) else { return }
      let folder = try TemporaryDirectory()
      let agent = try await WatchedAppTests.agent(in: folder)
      let (program, output) = try await Self.start(python, in: folder)
      let (pid, socket) = ("\(program.pid)", folder.file("apps.sock"))
      #expect(try await Self.calcmon(["detach", pid]).output == "process \(pid) was not attached to, so nothing was changed\n")
      for _ in 0..<20 {
        let attached = try await Self.calcmon(["attach", pid, "--socket", socket, "--app", "shop"])
        #expect(attached.status == 0)
        #expect(
          attached.output.hasPrefix("PID \(pid), python3.\(minor) ")
            && attached.output.contains("watches it as shop; see calcmon apps shop"))
        #expect(attached.errors == "")
        let again = try await Self.calcmon(["attach", pid, "--socket", socket, "--app", "other"])
        #expect(
          again.status == 0 && again.output.contains("\nalready watched") && again.output.contains("shop"), "\(again.output)")
        try await agent.wait(for: "it reports") { try await agent.value("calcmon_app_processes{app=\"shop\"}") == 1 }
        let detached = try await Self.calcmon(["detach", pid])
        #expect(detached.output == "detached: process \(pid) is no longer watched\n" && detached.status == 0, "\(detached)")
        try await agent.wait(for: "it has gone") { try await agent.value("calcmon_app_processes{app=\"shop\"}") != 1 }
      }
      program.signal(SIGTERM)
      #expect(await program.waitForEnd() == 0)
      #expect(try await output.first("its end") { $0 == "ends" ? true : nil })
      #expect(try String(contentsOfFile: folder.file("errors"), encoding: .utf8) == "")
      _ = try await agent.stop()
    }

    @Test(arguments: [14, 15]) func `A program of another user that sees other files is attached to, once it sees the socket`(
      _ minor: Int
    ) async throws {
      guard let python = try await UnstablePythons.find(minor) else { return }
      let folder = try TemporaryDirectory()
      let agent = try await WatchedAppTests.agent(in: folder)
      let socket = folder.file("apps.sock")
      // Neither the folder of root for probes nor the socket is there.
      let mounts = "mount -t tmpfs -o mode=755 none /run && mount -t tmpfs -o mode=755 none '\(folder.path)' && exec \"$@\""
      let wrapper = [
        "unshare", "--mount", "sh", "-c", mounts, "sh", "setpriv", "--reuid", "1234", "--regid", "1234", "--clear-groups",
      ]
      let program = try await Program.start(wrapper + [python.path, "-c", Self.idle], output: .pipe)
      _ = try await Transcript(program.output).first("that it runs") { $0 == "runs" ? true : nil }
      let attach = ["attach", "\(program.pid)", "--socket", socket, "--app", "shop"]
      let unseen = try await Self.calcmon(attach)
      #expect(unseen.status == 4)
      #expect(unseen.errors.hasSuffix("mount the folder \(folder.path) there\n"), "\(unseen.errors)")
      let enter = ["--target", "\(program.pid)", "--mount", "umount", folder.path]
      #expect(try await Tool.run("nsenter", enter).status == 0)
      let forbidden = try await Self.calcmon(attach)
      #expect(forbidden.errors.contains("its user 1234 may not report to the agent at \(socket)"), "\(forbidden.errors)")
      chmod(folder.path, 0o755)
      chmod(socket, 0o666)
      let attached = try await Self.calcmon(attach)
      #expect(attached.status == 0, "\(attached.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: "/tmp").allSatisfy { !$0.hasPrefix("calcmon-attach") })
      await program.kill()
      _ = try await agent.stop()
    }

    @Test(arguments: [14, 15]) func `What cannot be entered, and what executes no Python code, says so and is left as it was`(
      _ minor: Int
    ) async throws {
      guard let python = try await UnstablePythons.find(minor) else { return }
      let folder = try TemporaryDirectory()
      let agent = try await WatchedAppTests.agent(in: folder)
      let (off, _) = try await Self.start(python, options: ["-X", "disable-remote-debug"], in: folder)
      let refused = try await Self.calcmon(["attach", "\(off.pid)", "--socket", folder.file("apps.sock")])
      #expect(refused.status == 4)
      #expect(refused.errors.contains("runs with remote debugging switched off (-X disable-remote-debug)"), "\(refused.errors)")
      let busy = "print('runs', flush=True)\nsum(range(10 ** 15))\n"
      let (held, _) = try await Self.start(python, script: busy, in: folder)
      let late = try await Self.calcmon(["attach", "\(held.pid)", "--socket", folder.file("apps.sock")])
      #expect(late.status == 4)
      #expect(
        late.errors.hasPrefix("calcmon: the main thread of process \(held.pid) did not execute Python code within 5 s"),
        "\(late.errors)")
      let unheard = try await Self.calcmon(["attach", "\(off.pid)", "--socket", folder.file("none.sock")])
      #expect(unheard.errors.contains("can only be watched from outside"))
      let alone = try await Self.calcmon(["attach", "\(held.pid)", "--socket", folder.file("none.sock")])
      #expect(alone.status == 4 && alone.output == "")
      #expect(
        alone.errors.contains("no agent listens at")
          && alone.errors.contains("'calcmon watch --pid \(held.pid)', which needs none"))
      await off.kill()
      await held.kill()
      _ = try await agent.stop()
    }
  }
}
