import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Whatever is wrong: one line on standard error that names it and says what to do, and the promised status.
  @Suite struct BadInputTests {
    @Test(
      arguments: [
        ([], 2, "no command given"),
        (["nosuch"], 2, "unknown command 'nosuch'"),
        (["agent", "--nosuch"], 2, "Unknown option '--nosuch'"),
        (["agent", "extra"], 2, "extra"),
        (["agent", "--web.listen-address", "foo"], 2, "--web.listen-address 'foo' is not HOST:PORT"),
        (["agent", "--web.listen-address", "256.1.1.1:0"], 4, "cannot listen on 256.1.1.1:0: no such host"),
        (["agent", "--log.level", "loud"], 2, "'loud'"),
        (["agent", "--path.procfs", "."], 2, "not a procfs"),
        (["agent", "--path.procfs", "/nonexistent"], 2, "/nonexistent: not a procfs"),
        (["agent", "--storage.path", "/nonexistent/calcmon.db"], 4, "/nonexistent/calcmon.db"),
        (["agent", "--storage.path", "/proc/calcmon.db"], 4, "/proc/calcmon.db"),
        (["agent", "--storage.path", "."], 4, "cannot open the database ."),
        (["report"], 4, "there is no database calcmon.db"),
        (["report", "--since", "yesterday"], 2, "'yesterday' is neither a duration"),
        (
          ["report", "--since", "2026-02-30T00:00:00Z"], 2, "'2026-02-30T00:00:00Z' does not exist: February 2026 has 28 days"
        ),
        (["export", "--until", "2026-11-22T25:00:00Z"], 2, "'2026-11-22T25:00:00Z' does not exist: hours go from 00 to 23"),
        (["report", "--baseline", "2026-02-30"], 2, "'2026-02-30' is no file, and does not exist: February 2026 has 28 days"),
        (["report", "--since", "1h", "--until", "2h"], 2, "the window ends before it begins"),
        (["report", "--format", "xml"], 2, "'xml'"),
        (["report", "--strategy", "magic"], 2, "'magic'"),
        (["selftest", "--injections", "0"], 2, "--injections must be between 1 and 10000"),
        (["selftest", "--only", "magic"], 2, "unknown injection 'magic'; there are: compute, sleep, fsync, gc, gil, hogs"),
        (["selftest", "--runtime", "ruby"], 2, "unknown runtime 'ruby'"),
        (["selftest", "--path.procfs", "."], 2, "not a procfs"),
        (["run-child"], 4, "no run order on standard input"),
        (["run", "nosuch"], 2, "unknown mix 'nosuch'; there are: io-bound, cpu-bound, mixed, realtime, idle, guide"),
        (["run", "mixed", "--strategy", "magic"], 2, "unknown strategy 'magic'; there are: sync, threads, async, hybrid"),
        (["run", "mixed", "--runtime", "ruby"], 2, "unknown runtime 'ruby'; there are: swift, asyncio"),
        (["run", "io-bound", "--strategy", "hybrid"], 2, "strategy: 'hybrid' makes no sense: mix 'io-bound' has no cpu step"),
        (["run", "idle", "--strategy", "sync"], 2, "strategy: 'sync' makes no sense: an idle mix has no items"),
        (["run", "mixed", "--items", "0"], 2, "items: must be between 1 and"),
        (["run", "mixed", "--items", "-5"], 2, "items: must be between 1 and"),
        (["run", "mixed", "--items", "many"], 2, "'many'"),
        (["run", "mixed", "--concurrency", "0"], 2, "concurrency: must be between 1 and 10000"),
        (["run", "mixed", "--concurrency", "1000000"], 2, "concurrency: must be between 1 and 10000"),
        (
          ["run", "mixed", "--threads", "0", "--chunk", "-1"], 2, "threads: must be between 1 and 1024; chunk: must be between 1"
        ),
        (["run", "mixed", "--io", "none", "--cpu", "none"], 2, "io, cpu: the mix has no steps"),
        (["run", "mixed", "--io", "tape"], 2, "--io: unknown kind 'tape'"),
        (["run", "mixed", "--cpu", "magic:1ms"], 2, "unknown kernel 'magic'"),
        (["run", "mixed", "--cpu", "-1ms"], 2, "'-1ms' is not a duration"),
        (["run", "cpu-bound", "--load", "1.5"], 2, "load: 1.5 cannot be delivered"),
        (["run", "cpu-bound", "--load", "0"], 2, "load: 0.0 cannot be delivered"),
        (["run", "realtime", "--rate", "100000"], 2, "rate: 100000.0 items/s need 100.0 cores and there are"),
        (["run", "realtime", "--rate", "nan"], 2, "--rate 'nan' is no rate, such as 300, 300/s or 18k/m"),
        (["run", "cpu-bound", "--load", "much"], 2, "--load 'much' is no share, such as 0.8 or 80%"),
        (["run", "mixed", "--fail", "200%"], 2, "fail: 2.0 is not a share between 0 and 1"),
        (["runn"], 2, "unknown command 'runn'; did you mean 'run'?"),
        (["run", "mixd"], 2, "unknown mix 'mixd'; did you mean 'mixed'?"),
        (["run", "--loop", "uvloop", "--runtime", "swift"], 2, "--loop chooses the event loop of the runtime asyncio"),
        (["alerts", "backtest", "--alert", "CalcmonSlotsMissed"], 2, "CalcmonSlotsMissed cannot be tried"),
        (["report", "--only", "speed"], 2, "unknown target 'speed'; there are: event_loop_latency"),
        (["report", "--target", "event_loop_latency"], 2, "is not NAME=TARGET"),
        (["report", "--url", "web-1:9873"], 2, "--url: the address of the agent must begin with http:// or https://"),
        (["report", "--url", "http://secret@web-1"], 2, "before the @ there must be user:password"),
        (["report", "--http.config.file", "x"], 2, "--http.config.file needs a --url"),
        (["report", "--url", "http://127.0.0.1:1"], 4, "the agent at 127.0.0.1:1 cannot be reached"),
        (["status", "--url", "http://127.0.0.1:1"], 4, "the agent at 127.0.0.1:1 cannot be reached"),
        (["report", "--url", "http://127.0.0.1:1", "--config.file", "x.yml"], 2, "--config.file goes without --url"),
        (["alerts", "--url", "http://127.0.0.1:1", "--storage.path", "x.db"], 2, "give --url or --storage.path, not both"),
        (["run", "mixed", "--hang", "0.1"], 2, "hang: needs a timeout"),
        (["run", "mixed", "--fail", "2"], 2, "fail: 2.0 is not a share between 0 and 1"),
        (["run", "mixed", "--duration", "soon"], 2, "'soon' is not a duration"),
        (["run", "mixed", "--repeat", "0"], 2, "--repeat must be between 1 and 1000"),
        (["run", "mixed", "--queue-limit", "10"], 2, "queue_limit: needs a rate or a load"),
        (["run", "mixed", "--format", "xml"], 2, "'xml'"),
        (["run", "mixed", "--store", "--storage.path", "/nonexistent/calcmon.db"], 4, "/nonexistent/calcmon.db"),
      ] as [([String], Int32, String)])
    func `It is refused`(arguments: [String], status: Int32, says: String) async throws {
      let directory = try TemporaryDirectory()
      let result = try await Tool.run(BuiltBinary.path, arguments, directory: directory.path)
      #expect(result.status == status)
      #expect(result.errors.contains(says))
      #expect(result.errors.hasPrefix("calcmon: "))
      #expect(result.errors.split(separator: "\n").count == 1)
      let left = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { !$0.hasPrefix("calcmon.db") }
      #expect(left == [])
    }

    @Test func `A file that is not a database is left as it is`() async throws {
      let directory = try TemporaryDirectory()
      let text = String(repeating: "not a database\n", count: 100)
      try text.write(toFile: directory.file("calcmon.db"), atomically: true, encoding: .utf8)
      for command in ["agent", "report"] {
        let result = try await Tool.run(BuiltBinary.path, [command], directory: directory.path)
        #expect(result.status == 4)
        #expect(
          result.errors
            == "calcmon: calcmon.db is not a SQLite database; it was left as it is, name another file with --storage.path\n")
      }
      #expect(try String(contentsOfFile: directory.file("calcmon.db"), encoding: .utf8) == text)
    }

    @Test func `A second agent on the same database or port is refused, and the first goes on`() async throws {
      let first = try await AgentProcess.start()
      let same = try await Tool.run(
        BuiltBinary.path, ["agent", "--web.listen-address", "127.0.0.1:0"], directory: first.directory.path)
      #expect(same.status == 4)
      #expect(same.errors.contains("calcmon.db is in use by another agent (pid \(first.pid))"))
      #expect(same.errors.split(separator: "\n").count == 1)
      let elsewhere = try TemporaryDirectory()
      let port = try await Tool.run(
        BuiltBinary.path, ["agent", "--web.listen-address", "127.0.0.1:\(first.port)"], directory: elsewhere.path)
      #expect(port.status == 4)
      #expect(port.errors.contains("cannot listen on 127.0.0.1:\(first.port): Address already in use"))
      #expect(port.errors.split(separator: "\n").count == 1)
      #expect(port.output.isEmpty)
      #expect(try await first.get("/-/healthy").status == 200)
      #expect(try await first.stop() == 0)
    }

    @Test func `An empty database is not enough to judge, and an unknown mix is a mistake`() async throws {
      let directory = try TemporaryDirectory()
      try Data().write(to: URL(fileURLWithPath: directory.file("calcmon.db")))
      #expect(try await Tool.run(BuiltBinary.path, ["report"], directory: directory.path).status == 3)
      #expect(try await Tool.run(BuiltBinary.path, ["report", "--format", "json"], directory: directory.path).status == 3)
      let unknown = try await Tool.run(BuiltBinary.path, ["report", "--mix", "nosuch"], directory: directory.path)
      #expect(unknown.status == 2)
      #expect(unknown.errors == "calcmon: unknown mix 'nosuch'; there are: cpu-bound, guide, idle, io-bound, mixed, realtime\n")
    }

    @Test(arguments: [["--help"], ["agent", "--help"], ["run", "--help"], ["report", "--help"], ["--version"]])
    func `Help and version are good`(arguments: [String]) async throws {
      let result = try await Tool.run(BuiltBinary.path, arguments)
      #expect(result.status == 0)
      #expect(!result.output.isEmpty)
      #expect(result.errors.isEmpty)
      #expect(!result.output.contains("run-child"))
    }
  }
}
