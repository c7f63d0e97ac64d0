import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// `calcmon run` as people and scripts use it.
  @Suite struct RunCommandTests {
    @Test func `JSON: a line of progress a second, and the result as the last line, in the promised shape`() async throws {
      let directory = try TemporaryDirectory()
      let result = try await run(["realtime", "--strategy", "async,hybrid", "--format", "json"], in: directory)
      #expect(result.errors == "")
      let lines = try result.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
      let table = try #require(lines.last)
      #expect(table["mix"] as? String == "realtime")
      let runs = try #require(table["runs"] as? [[String: Any]])
      #expect(
        runs.map { "\($0["strategy"] ?? "") \($0["runtime"] ?? "")" } == [
          "async swift", "hybrid swift", "async asyncio", "hybrid asyncio",
        ])
      for run in runs {
        #expect(run["outcome"] as? String == "completed")
        #expect(run["items"] as? Int == 400)
        #expect((run["ideal_ratio"] as? Double ?? 0) >= 1)
        #expect(run["speedup"] is NSNull)
        #expect((run["stalls"] as? [String: Any])?.keys.contains("seconds_by_cause") == true)
        #expect(run["memory_kind"] as? String == "pss")
        #expect((run["memory_peak_bytes"] as? Double ?? 0) > 1e6)
        let targets = try #require(run["targets"] as? [[String: Any]])
        #expect(targets.compactMap { $0["target"] as? String } == ["event_loop_latency", "queue_depth", "memory", "io_wait"])
      }
      let progress = lines.dropLast().compactMap { $0["progress"] as? [String: Any] }
      #expect(progress.count == lines.count - 1)
      #expect(progress.count >= 4)
      #expect(progress.allSatisfy { ($0["done"] as? Int ?? -1) <= 400 && $0["items"] as? Int == 400 })
      let verdict = try #require(table["verdict"] as? String)
      #expect(["met": 0, "breached": 1, "unknown": 3][verdict] == result.status)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    }

    @Test func `A loop that is blocked has stalls, with their cause and the code that held it`()
      async throws
    {
      let directory = try TemporaryDirectory()
      let arguments = [
        "mixed", "--strategy", "sync", "--io", "timer:250ms", "--cpu", "none", "--items", "4", "--storage.path", "s.db",
      ]
      let result = try await run(arguments + ["--store", "--format", "json"], in: directory)
      let line = try #require(result.output.split(separator: "\n").last)
      let table = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      for run in try #require(table["runs"] as? [[String: Any]]) {
        let stalls = try #require(run["stalls"] as? [String: Any])
        #expect((stalls["count"] as? Int ?? 0) >= 1)
        let causes = try #require(stalls["seconds_by_cause"] as? [String: Double])
        #expect(causes.keys.sorted() == ["blocked", "callback", "gc", "gil", "runqueue", "steal", "throttled", "unexplained"])
        #expect(causes.max { $0.value < $1.value }?.key == "blocked")
        let longest = try #require(stalls["longest"] as? [String: Any])
        let stack = try #require(longest["stack"] as? [String])
        let code = run["runtime"] as? String == "asyncio" ? "blocking_io.py:" : "Workloads."
        #expect(stack.contains { $0.hasPrefix(code) }, "\(stack)")
      }
      let sums = try await Tool.output(
        "sqlite3",
        [
          directory.file("s.db"),
          "SELECT count(*) > 1, max(abs(seconds - callback_seconds - gc_seconds - gil_seconds - runqueue_seconds - throttled_seconds - steal_seconds - "
            + "blocked_seconds - unexplained_seconds)) < 1e-6 FROM stalls",
        ])
      #expect(sums == "1|1")
      let report = try await Tool.run(
        BuiltBinary.path, ["report", "--storage.path", "s.db", "--format", "json"], directory: directory.path)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [String: Any])
      let causes = try #require(object["stalls"] as? [[String: Any]])
      #expect(causes.contains { $0["cause"] as? String == "blocked" && $0["runtime"] as? String == "asyncio" })
    }

    @Test func `A procfs of another machine tells of that machine, and not of the run`() async throws {
      let machine = "\(Repository.procFixtures)/kernel-6.1-cgroup-v2/1"
      let result = try await run(
        [
          "idle", "--duration", "1.2s", "--runtime", "swift", "--path.procfs", "\(machine)/proc", "--path.cgroupfs",
          "\(machine)/cgroup",
        ])
      #expect(!result.output.contains("figures are missing"))
      #expect(result.output.contains("async     swift"))
      #expect(result.errors == "")
    }

    @Test func `The guide's figures stand beside the measured ones, and scaling is said`() async throws {
      let result = try await run(["guide", "--items", "200", "--repeat", "2", "--runtime", "swift"])
      let lines = result.output.split(separator: "\n").map(String.init)
      #expect(lines[0].hasPrefix("Mix guide (mixed): 200 items, I/O timer 2.7 ms, CPU integer 1.75 ms, "))
      #expect(lines[1].hasSuffix("GUIDE: TIME  GUIDE: SPEED-UP  GUIDE: MEMORY"))
      #expect(lines[2...5].map { String($0.prefix { $0 != " " }) } == ["sync", "threads", "async", "hybrid"])
      #expect(lines[5].hasSuffix("12.1 s             3.74         248 MB"))
      #expect(lines[2].contains(" s (") || lines[2].contains(" ms ("))
      #expect(result.output.contains("Scaled to 200 of the guide's 10000 items: compare speed-ups, not times.\n"))
    }

    @Test func `Without Python there is one sentence, and the rest goes on`() async throws {
      let result = try await run(["idle", "--duration", "1.2s", "--path.python", "/nonexistent"])
      #expect(
        result.errors == "calcmon: the runtime 'asyncio' is not available: cannot start /nonexistent: No such file or directory\n"
      )
      #expect(result.output.contains("async     swift"))
      let alone = try await run(["idle", "--runtime", "asyncio", "--path.python", "/nonexistent"])
      #expect(alone.status == 4)
      #expect(alone.output == "")
      #expect(alone.errors.hasSuffix("calcmon: none of the runtimes that were asked for is available\n"))
    }

    @Test func `A Python that breaks after it was found costs its runtime alone`() async throws {
      let directory = try TemporaryDirectory()
      let script = """
        #!/bin/sh
        case "$*" in
        *calcmon-python*) printf 'calcmon-python\\t3\\t12\\tCPython\\t3.12.0\\t%s\\n' "$0";;
        *) echo broken >&2; exit 3;;
        esac
        """
      let python = directory.file("python3")
      try script.write(toFile: python, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: python)
      let result = try await run(["mixed", "--items", "100", "--strategy", "async", "--path.python", python])
      #expect(
        result.errors
          == "calcmon: the runtime 'asyncio' is not available: the calibration failed: it ended with status 3 (stderr: broken)\n"
      )
      #expect(result.output.contains("async     swift"))
      let idle = try await run(["idle", "--duration", "1.2s", "--path.python", python, "--format", "json"])
      #expect(idle.status == 4)
      #expect(idle.output.contains("ended with status 3 and without a result (stderr: broken)"))
      #expect(idle.output.contains("\"outcome\":\"completed\""))
    }

    @Test func `A database that refuses costs what it was to keep, and not what was measured`() async throws {
      let directory = try TemporaryDirectory()
      let arguments = ["idle", "--runtime", "swift", "--duration", "1.2s", "--store"]
      _ = try await run(arguments, in: directory)
      let trigger = "CREATE TRIGGER no BEFORE INSERT ON runs BEGIN SELECT raise(ABORT, 'no room'); END"
      _ = try await Tool.output("sqlite3", [directory.file("calcmon.db"), trigger])
      let result = try await run(arguments, in: directory)
      #expect(result.status == 4)
      #expect(result.errors.hasPrefix("calcmon: a run was not stored: ") && result.errors.contains("no room"))
      #expect(result.output.contains("async     swift"))
    }

    @Test func `Runs can be kept: calibrations are used again, and the report judges them`() async throws {
      let directory = try TemporaryDirectory()
      for _ in 0..<2 {
        let result = try await run(
          ["mixed", "--items", "1500", "--strategy", "async", "--runtime", "swift", "--store"], in: directory)
        #expect(result.status != 4)
      }
      let sql = "SELECT count(*) FROM runs; SELECT count(*) FROM calibrations; SELECT count(stopped_ms) FROM agents"
      #expect(try await Tool.output("sqlite3", [directory.file("calcmon.db"), sql]) == "2\n1\n2")
      let report = try await Tool.run(BuiltBinary.path, ["report"], directory: directory.path)
      #expect(report.output.contains(/mixed~[0-9a-f]{6}  async     swift    completed     2/))
    }

    @Test func `Ctrl-C ends it with what is done so far, status 130, and nothing is left behind`() async throws {
      let directory = try TemporaryDirectory()
      let database = directory.file("calcmon.db")
      let scratch = directory.file("scratch")
      try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: false)
      let program = try await Program.start(
        [
          BuiltBinary.path, "run", "mixed", "--items", "100000", "--strategy", "async,hybrid", "--runtime", "swift", "--format",
          "json", "--io", "sqlite", "--store", "--storage.path", database,
        ], environment: ["TMPDIR": scratch], output: .pipe)
      let output = Transcript(program.output)
      _ = try await output.first("its progress") { $0.hasPrefix("{") ? $0 : nil }
      let children = AgentProcess.descendants(of: program.pid)
      #expect(!children.isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: scratch).count == 1)
      program.signal(SIGINT)
      #expect(await program.waitForEnd() == 130)
      for child in children { try await AgentProcess.waitForEnd(of: child) }
      let last = try #require(try await output.whole().split(separator: "\n").last)
      let table = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
      let runs = try #require(table["runs"] as? [[String: Any]])
      #expect(runs.count == 1)
      #expect(runs.first?["outcome"] as? String == "cancelled")
      #expect((runs.first?["items"] as? Int ?? 0) > 0)
      #expect((runs.first?["seconds"] as? Double ?? 0) >= 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
      let sql = "SELECT outcome FROM runs; SELECT count(stopped_ms) FROM agents"
      #expect(try await Tool.output("sqlite3", [database, sql]) == "cancelled\n1")
    }

    @Test func `uvloop is used where a mix asks for it and it is installed`() async throws {
      let result = try await run(
        [
          "mixed", "--items", "300", "--strategy", "async", "--runtime", "asyncio", "--loop", "uvloop", "--path.python",
          "/usr/bin/python3", "--format", "json",
        ])
      #expect(result.output.contains("\"outcome\":\"completed\""))
      #expect(result.errors == "")
      #expect(result.output.contains(#/"version":"CPython 3\.[0-9.]+, uvloop [0-9.]+"/#))
    }

    private func run(_ arguments: [String], in directory: TemporaryDirectory? = nil) async throws -> Tool.Result {
      let directory = try directory ?? TemporaryDirectory()
      return try await Tool.run(BuiltBinary.path, ["run"] + arguments, directory: directory.path)
    }
  }
}
