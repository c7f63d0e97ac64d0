import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// `calcmon simulate` beside real runs, and `calcmon tune`.
  @Suite struct CalculatorCommandTests {
    private func calcmon(_ arguments: [String], in directory: TemporaryDirectory) async throws -> Tool.Result {
      try await Tool.run(BuiltBinary.path, arguments + ["--storage.path", directory.file("calcmon.db")])
    }

    private func object(_ text: String) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `Prediction, measurement and error stand side by side`() async throws {
      let directory = try TemporaryDirectory()
      let result = try await calcmon(
        ["simulate", "--measure", "--tasks", "60", "--io", "5ms", "--cpu", "2ms", "--format", "json"], in: directory)
      #expect([0, 1, 3].contains(result.status), "\(result.errors)")
      let rows = try #require(try object(result.output)["strategies"] as? [[String: Any]])
      #expect(rows.count == 8)
      for row in rows {
        let measured = try #require(row["measured"] as? [String: Any])
        let (seconds, predicted) = (try #require(measured["seconds"] as? Double), try #require(row["seconds"] as? Double))
        #expect(seconds > 0.05)
        #expect(abs(try #require(row["error"] as? Double) - (predicted / seconds - 1)) < 1e-6)
        #expect((measured["step_seconds"] as? Double ?? 0) > 5e-4)
        #expect(row["adjusted_error"] is Double && row["item_p99_error"] is Double && row["queue_peak_error"] is Int)
        #expect(measured["verdict"] is String && measured["item_seconds"] is [String: Any])
      }
    }

    @Test func `A run that was kept is where predictions begin`() async throws {
      let directory = try TemporaryDirectory()
      let ran = try await calcmon(
        [
          "run", "mixed", "--strategy", "async", "--runtime", "swift", "--items", "40", "--io", "timer:4ms", "--cpu", "2ms",
          "--store",
        ],
        in: directory)
      #expect([0, 1, 3].contains(ran.status), "\(ran.errors)")
      let flags = ["simulate", "--from-run", "last", "--path.python", "/nonexistent"]
      let json = try object(try await calcmon(flags + ["--format", "json"], in: directory).output)
      let from = try #require(json["from_run"] as? [String: Any])
      #expect(from["items"] as? Int == 40 && from["strategy"] as? String == "async" && from["io_seconds"] as? Double == 0.004)
      let rows = try #require(json["strategies"] as? [[String: Any]])
      #expect(rows.count == 4 && rows.allSatisfy { $0["runtime"] as? String == "swift" })
      let text = try await calcmon(flags + ["--io-scale", "2"], in: directory).output
      #expect(text.contains("40 items, I/O 8 ms") && text.contains("From run 1 (40 items of mixed"))
      #expect(try await calcmon(flags + ["--format", "csv"], in: directory).output.contains(",from_run,from_run_items\n"))
      let sweep = try await calcmon(flags + ["--sweep", "io-scale=1..4", "--strategy", "sync"], in: directory)
      #expect(sweep.output.hasPrefix("From run 1 ") && sweep.output.contains("sync takes "))
    }

    @Test(arguments: [
      (["--from-run", "7"], "--from-run 7: there is no run 7 in "), (["--io-scale", "2"], "--io-scale needs --from-run"),
      (["--from-run", "last"], "--from-run last: no run in "),
      (["--from-run", "last", "--measure"], "--measure goes without --from-run"),
    ]) func `A run that is not there is one line`(_ arguments: [String], _ message: String) async throws {
      let directory = try TemporaryDirectory()
      // A history in which nothing was written yet.
      try Data().write(to: URL(fileURLWithPath: directory.file("calcmon.db")))
      let result = try await calcmon(["simulate"] + arguments, in: directory)
      #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
      #expect(result.output == "")
    }

    @Test func `Without a history there is nothing to begin from`() async throws {
      let directory = try TemporaryDirectory()
      let result = try await calcmon(["simulate", "--from-run", "last"], in: directory)
      #expect(result.status == 4 && result.output == "" && result.errors.contains("calcmon.db"))
    }

    @Test func `The processors are those that it is scheduled on, and not what a procfs of another machine would permit`()
      async throws
    {
      let directory = try TemporaryDirectory()
      let result = try await Tool.run(
        "taskset",
        [
          "--cpu-list", "0", BuiltBinary.path, "simulate", "--tasks", "80", "--io", "0s", "--cpu", "10ms", "--format", "json",
          "--path.procfs", "\(Repository.procFixtures)/tree/1", "--path.cgroupfs", "/nonexistent",
        ], directory: directory.path)
      let rows = try #require(try object(result.output)["strategies"] as? [[String: Any]])
      let hybrid = try #require(rows.first { $0["strategy"] as? String == "hybrid" })
      // 80 steps of 10 ms on one core, of four that the fixture's process may run on.
      #expect(hybrid["ideal_seconds"] as? Double == 0.8)
    }

    @Test(arguments: [
      (["--jitter", "0.5"], "--distribution must be constant"), (["--cores", "1000"], "--cores 1000 must be those of this host"),
      (["--tasks", "0"], "--tasks 0 must be a whole number from 1"),
      (["--tasks", "-5"], "--tasks -5 must be a whole number from 1"),
      (["--io", "-1ms"], "--io -1ms must be a duration from 0s to 1h"),
    ]) func `What cannot be measured is named, and nothing is run`(_ arguments: [String], _ message: String) async throws {
      let directory = try TemporaryDirectory()
      let result = try await calcmon(["simulate", "--measure"] + arguments, in: directory)
      #expect(result.status == 2)
      #expect(result.errors.contains(message) && result.output == "")
    }

    @Test func `A host is calibrated once, and its predictions are its own from then on`() async throws {
      let directory = try TemporaryDirectory()
      let flags = ["--path.python", "/nonexistent", "--runtime", "swift", "--tasks", "100", "--strategy", "hybrid"]
      let foreign = "was measured on another host"
      let before = try await calcmon(["simulate"] + flags, in: directory)
      #expect(before.output.contains("What swift adds \(foreign)"))
      let calibrated = try await calcmon(["simulate", "--calibrate"] + flags, in: directory)
      // Of the runtime that is asked for alone, without a bar where there is no terminal.
      #expect(!calibrated.errors.contains("asyncio") && calibrated.errors == "calibrating swift\n")
      #expect(!calibrated.output.contains(foreign) && calibrated.output.contains("hybrid    swift"))
      #expect(try await calcmon(["simulate"] + flags, in: directory).output == calibrated.output)
      let given = try await calcmon(["simulate", "--cost", "trip=5ms"] + flags, in: directory)
      #expect(given.output != calibrated.output)
      let share = try await calcmon(["simulate", "--cost", "step_excess=1ms"] + flags, in: directory)
      #expect(share.status == 2 && !share.errors.contains(", step_excess"))
      let refused = try await calcmon(["simulate", "--cost", "trip=fast"] + flags, in: directory)
      #expect(refused.status == 2 && refused.errors.contains("--cost trip=fast must be as trip=50us"))
    }

    @Test func `A mix is tuned within the budget, and the advice is a configuration`() async throws {
      let directory = try TemporaryDirectory()
      let begin = ContinuousClock.now
      let result = try await calcmon(
        ["tune", "mixed", "--io", "timer:5ms", "--cpu", "2ms", "--concurrency", "2", "--budget", "20s", "--format", "json"],
        in: directory)
      #expect([0, 1, 3].contains(result.status), "\(result.errors)")
      #expect(ContinuousClock.now - begin < .seconds(40))
      let found = try object(result.output)
      let best = try #require(found["best"] as? [String: Int])
      #expect((best["concurrency"] ?? 0) > 2)
      let settings = try #require(found["settings"] as? [[String: Any]])
      #expect(settings.contains { $0["concurrency"] as? Int == 2 } && settings.count >= 4)
      let limits = ["cores", "processes", "loop", "waiting"]
      #expect(limits.contains(found["limit"] as? String ?? ""))
      let advice = try #require(found["advice"] as? String)
      #expect(advice.hasPrefix("Use ") && !advice.contains("kappa"))
      let yaml = try #require(found["yaml"] as? String)
      let file = directory.file("calcmon.yml")
      try yaml.write(toFile: file, atomically: true, encoding: .utf8)
      let check = try await Tool.run(BuiltBinary.path, ["check", "config", file])
      #expect(check.status == 0, "\(check.errors)\n\(yaml)")
    }

    @Test(arguments: [
      (["idle"], "there is nothing to tune"), (["mixed", "--strategy", "sync"], "must be async or hybrid"),
      (["mixed", "--budget", "1s"], "--budget '1s' is no duration from 5s to 1h, as 60s"), (["nothing"], "unknown mix 'nothing'"),
      (["io-bound", "--strategy", "hybrid"], "has no cpu step"),
    ]) func `What cannot be tuned is named`(_ arguments: [String], _ message: String) async throws {
      let directory = try TemporaryDirectory()
      let result = try await calcmon(["tune"] + arguments, in: directory)
      #expect(result.status == 2)
      #expect(result.errors.contains(message))
    }
  }
}
