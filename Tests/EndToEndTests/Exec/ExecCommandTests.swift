import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// A program under `calcmon exec` is as it would be without: its output, status, signals, descriptors and terminal.
  @Suite struct ExecCommandTests {
    private static let asynchronous = "import asyncio, sys\nasync def main():\n  await asyncio.sleep(0.3)\nasyncio.run(main())\n"

    @Test(arguments: [("exit 7", 7), ("true", 0), ("kill -TERM $$", 143), ("kill -KILL $$", 137)] as [(String, Int32)])
    func `The exit status is the program's, and so is a signal that ends it`(script: String, status: Int32) async throws {
      let result = try await exec(["sh", "-c", "echo out; echo err >&2; \(script)"])
      #expect(result.status == status)
      #expect(result.output == "out\n")
      #expect(
        result.errors == """
          err
          calcmon: no asyncio event loop was seen, so there is nothing to report; calcmon exec watches Python programs, of CPython 3.10 or newer, \
          that use asyncio

          """)
    }

    @Test(
      arguments: [
        (["/nonexistent/tool"], 127, "cannot run '/nonexistent/tool': there is no such file"),
        (["no-such-tool"], 127, "cannot run 'no-such-tool': there is no such program on the PATH"),
        (["/etc/passwd"], 126, "cannot run '/etc/passwd': Permission denied"),
        (["/tmp"], 126, "cannot run '/tmp': Permission denied"),
      ] as [([String], Int32, String)])
    func `What cannot be run is told as shells tell it`(command: [String], status: Int32, text: String) async throws {
      let result = try await exec(command)
      #expect(result.status == status)
      #expect(result.output == "")
      #expect(result.errors == "calcmon: \(text)\n")
    }

    @Test func `A PYTHONPATH that is not UTF-8 reaches the program as it is`() async throws {
      let script = """
        PYTHONPATH=$(printf '/a\\377b') exec "$0" exec --no-agent -- sh -c 'printf %s "${PYTHONPATH##*:}" | od -An -tx1'
        """
      let result = try await Tool.run("sh", ["-c", script, BuiltBinary.path])
      #expect(result.output == " 2f 61 ff 62\n", "\(result.errors)")
    }

    @Test func `Without a program, and with a name that cannot be a label, nothing runs`() async throws {
      #expect(try await Tool.run(BuiltBinary.path, ["exec"]).status == 2)
      let named = try await Tool.run(BuiltBinary.path, ["exec", "--app", "a b", "--", "echo", "ran"])
      #expect(named.status == 2)
      #expect(named.output == "")
    }

    @Test func `The report comes on standard error, and standard output is the program's alone`() async throws {
      let folder = try TemporaryDirectory()
      try (Self.asynchronous + "print('hello')\nsys.exit(3)\n").write(
        toFile: folder.file("shop.py"), atomically: false, encoding: .utf8)
      let result = try await exec(["python3", "shop.py"], in: folder)
      #expect(result.status == 3)
      #expect(result.output == "hello\n")
      #expect(result.errors.hasPrefix("calcmon: shop "), "\(result.errors)")
      #expect(result.errors.contains("exit status 3"))
      #expect(result.errors.contains("event loop  late by p50 "))
      #expect(result.errors.contains("TARGET"))
    }

    @Test func `The JSON has all that was promised`() async throws {
      let folder = try TemporaryDirectory()
      try Self.asynchronous.write(toFile: folder.file("shop.py"), atomically: false, encoding: .utf8)
      let result = try await exec(["python3", "shop.py"], ["--format", "json"], in: folder)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any])
      let promised = [
        "app", "command", "exit_status", "seconds", "processes", "event_loop_latency_seconds", "busy_ratio", "stalls", "tasks",
        "queues", "executor",
        "gc_seconds", "cpu_seconds", "memory_peak_bytes", "io_wait_ratio", "targets",
      ]
      for name in promised { #expect(object[name] != nil, "\(name)") }
      #expect(object["app"] as? String == "shop")
      #expect(object["command"] as? [String] == ["python3", "shop.py"])
      #expect((object["cpu_seconds"] as? Double ?? 0) > 0.01)
      #expect((object["memory_peak_bytes"] as? Double ?? 0) > 1e6)
      #expect((object["event_loop_latency_seconds"] as? [String: Any])?["p99"] is Double)
    }

    @Test func `With --gate the verdict is the exit status of a program that did well, and of no other`() async throws {
      let folder = try TemporaryDirectory()
      let slow =
        "import asyncio, sys, time\nasync def main():\n  for _ in range(8):\n    time.sleep(0.2)\n    await asyncio.sleep(0.05)\n"
      try (slow + "asyncio.run(main())\nsys.exit(int(sys.argv[1]))\n").write(
        toFile: folder.file("slow.py"), atomically: false, encoding: .utf8)
      #expect(try await exec(["python3", "slow.py", "0"], ["--gate"], in: folder).status == 1)
      #expect(try await exec(["python3", "slow.py", "0"], in: folder).status == 0)
      #expect(try await exec(["python3", "slow.py", "9"], ["--gate"], in: folder).status == 9)
      #expect(try await exec(["true"], ["--gate"]).status == 3)
    }

    @Test func `A report that cannot be written is told before the program runs`() async throws {
      let folder = try TemporaryDirectory()
      let result = try await exec(["touch", folder.file("ran")], ["--output", "/nonexistent/report.json"])
      #expect(result.status != 0)
      #expect(result.errors.contains("/nonexistent"))
      #expect(!FileManager.default.fileExists(atPath: folder.file("ran")))
    }

    @Test func `What keeps the probe out is named`() async throws {
      let folder = try TemporaryDirectory()
      try Self.asynchronous.write(toFile: folder.file("shop.py"), atomically: false, encoding: .utf8)
      let isolated = try await exec(["python3", "-I", "shop.py"], in: folder)
      #expect(isolated.errors.contains("the option -I of Python keeps the probe out"), "\(isolated.errors)")
      let launcher = folder.file("opentelemetry-instrument")
      try "#!/bin/sh\nexec env -u PYTHONPATH \"$@\"\n".write(toFile: launcher, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: launcher)
      let launched = try await exec([launcher, "python3", "shop.py"], in: folder)
      #expect(launched.errors.contains("opentelemetry-instrument hides the probe"), "\(launched.errors)")
    }

    @Test func `Nothing is left behind, and what the environment had is kept`() async throws {
      let folder = try TemporaryDirectory()
      try FileManager.default.createDirectory(atPath: folder.file("scratch"), withIntermediateDirectories: false)
      let script = "import os\nprint(os.environ['PYTHONPATH'].split(':', 1)[1], os.environ['ODD'])\n"
      let result = try await Tool.run(
        "env",
        [
          "-u", "XDG_RUNTIME_DIR", "TMPDIR=\(folder.file("scratch"))", "PYTHONPATH=:/a::/b:", "ODD=a=b c", BuiltBinary.path,
          "exec", "--", "python3", "-c", script,
        ])
      #expect(result.output == "/a:/b a=b c\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("scratch")) == [])
    }

    @Test func `Descriptors, standard input and sockets of a service manager are handed on`() async throws {
      let folder = try TemporaryDirectory()
      let script = """
        import os, sys
        print(sys.stdin.read(), os.read(9, 5).decode(), os.environ["LISTEN_FDS"], os.environ["LISTEN_PID"] == str(os.getpid()))
        """
      try script.write(toFile: folder.file("fds.py"), atomically: false, encoding: .utf8)
      let shell = "echo -n nine_ >nine; exec 9<nine; LISTEN_FDS=1 LISTEN_PID=$$ exec '\(BuiltBinary.path)' exec -- python3 fds.py"
      let result = try await Tool.run("sh", ["-c", shell], input: "typed", directory: folder.path)
      #expect(result.output == "typed nine_ 1 True\n", "\(result.errors)")
    }

    @Test func `What was ignored or blocked when it began is so for the program`() async throws {
      let script =
        "import signal; print(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN, signal.getsignal(signal.SIGUSR1) == signal.SIG_DFL, sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])))"
      let outer =
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2]); os.execv(sys.argv[1], sys.argv[1:])"
      let result = try await Tool.run("python3", ["-c", outer, BuiltBinary.path, "exec", "--", "python3", "-c", script])
      #expect(result.output == "True True [<Signals.SIGUSR2: 12>]\n", "\(result.errors)")
    }

    @Test func `A signal that is sent to calcmon comes to the program, once`() async throws {
      let folder = try TemporaryDirectory()
      let script = """
        import signal, sys, time
        seen = []
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
          signal.signal(each, lambda number, _: seen.append(number))
        print("ready", flush=True)
        while len(seen) < 4:
          time.sleep(0.01)
        time.sleep(0.2)
        print(seen)
        """
      try script.write(toFile: folder.file("signals.py"), atomically: false, encoding: .utf8)
      let program = try await Program.start(
        [BuiltBinary.path, "exec", "--", "python3", folder.file("signals.py")], output: .pipe)
      let output = Transcript(program.output)
      _ = try await output.first("that it is ready") { $0 == "ready" ? $0 : nil }
      for signal in [SIGHUP, SIGINT, SIGUSR1, SIGTERM] { program.signal(signal) }
      #expect(await program.waitForEnd() == 0)
      let seen = try await output.whole().split(separator: "\n").last.map(String.init)
      #expect(
        seen.map { $0.dropFirst().dropLast().split(separator: ", ").compactMap { Int($0) }.sorted() } == [1, 2, 10, 15],
        "\(seen ?? "")")
    }

    @Test func `On a terminal Ctrl-C comes once, and Ctrl-Z stops both until they are continued`() async throws {
      let folder = try TemporaryDirectory()
      let program = """
        import signal, sys, time
        seen = []
        signal.signal(signal.SIGINT, lambda *_: seen.append("int"))
        signal.signal(signal.SIGCONT, lambda *_: seen.append("cont"))
        print("ready", flush=True)
        until = time.monotonic() + 20
        while "cont" not in seen and time.monotonic() < until:
          time.sleep(0.01)
        time.sleep(0.3)
        print("seen", seen, sys.stdout.isatty(), flush=True)
        """
      let terminal = """
        import os, pty, signal, sys, time
        leader, master = pty.fork()
        if leader == 0:  # as a shell
          signal.signal(signal.SIGTTOU, signal.SIG_IGN)
          pid = os.fork()
          if pid == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(0, os.getpid())
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            os.execv(sys.argv[1], [sys.argv[1], "exec", "--", sys.executable, "program.py"])
          stopped = os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1])
          os.killpg(pid, signal.SIGCONT)
          print("stopped", stopped, "status", os.waitpid(pid, 0)[1], flush=True)
          os._exit(0)
        text = b""
        def read_until(word):
          global text
          while word not in text:
            text += os.read(master, 1000)
        read_until(b"ready")
        os.write(master, b"\\x03")
        time.sleep(0.3)
        os.write(master, b"\\x1a")
        read_until(b"status")
        try:
          while more := os.read(master, 1000):
            text += more
        except OSError:
          pass
        text = text.replace(b"^C", b"").replace(b"^Z", b"")  # the terminal's echo comes when it wants
        print("\\n".join(line for line in text.decode().splitlines() if "seen" in line and "no asyncio" not in line or "stopped" in line))
        """
      try program.write(toFile: folder.file("program.py"), atomically: false, encoding: .utf8)
      try terminal.write(toFile: folder.file("terminal.py"), atomically: false, encoding: .utf8)
      let result = try await Tool.run("python3", ["terminal.py", BuiltBinary.path], directory: folder.path)
      #expect(result.output == "seen ['int', 'cont'] True\nstopped True status 0\n", "\(result.errors)")
    }

    private func exec(_ command: [String], _ options: [String] = [], in folder: TemporaryDirectory? = nil) async throws
      -> Tool.Result
    {
      try await Tool.run(BuiltBinary.path, ["exec"] + options + ["--"] + command, directory: folder?.path)
    }
  }
}
