import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// `calcmon selftest` on the built binary: few injections, since how often it is right is for quiet machines to tell.
  @Suite struct SelftestCommandTests {
    @Test func `Each injection has its row, and what was not tried is said`() async throws {
      let result = try await selftest(["--injections", "2", "--only", "sleep,stop,leak", "--format", "json"])
      let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(object["injections"] as? Int == 10)
      let matrix = try #require(object["matrix"] as? [String: [String: Int]])
      #expect(matrix.keys.sorted() == ["leak", "sleep", "stop"])
      // On a crowded machine one may rightly be told to have waited for a core for longer still.
      #expect((matrix["sleep"]?["blocked"] ?? 0) >= 3)
      #expect((matrix["stop"]?["blocked"] ?? 0) >= 3)
      #expect(matrix["leak"] == ["memory": 2])
      let notTried = try #require(object["not_tried"] as? [[String: Any]])
      #expect(notTried.map { $0["injected"] as? String } == ["steal"])
      #expect((object["cost"] as? [String: Any])?["cpu_seconds"] as? Double ?? 0 > 0)
      #expect([0, 1].contains(result.status))
      #expect(result.errors == "")
    }

    @Test func `Who is at fault for a target is counted beside what was done`() async throws {
      let result = try await selftest(["--injections", "1", "--only", "overload,busy", "--format", "json"])
      let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let causes = try #require(object["target_causes"] as? [String: [String: [String: Int]]])
      let queue = try #require(causes["queue_depth"])
      #expect(queue["busy"] == ["host": 4], "\(result.output)")
      // On a crowded machine the host may rightly be told as well.
      #expect(queue["overload"]?.values.reduce(0, +) == 4)
      #expect(queue["overload"]?["unexplained"] == nil)
      #expect(object["cause_accuracy"] as? Double ?? 0 >= 0.75, "\(result.output)")
    }

    @Test func `A runtime that is not there is listed as not tried`() async throws {
      let result = try await selftest(["--injections", "1", "--only", "sleep", "--path.python", "/nonexistent"])
      #expect(result.output.contains("Not tried: everything in asyncio: cannot start /nonexistent: No such file or directory\n"))
      #expect(result.output.contains("sleep     blocked"))
    }

    @Test func `Applications are not tried without Python, and each is told`() async throws {
      let result = try await selftest(["--apps", "--path.python", "/nonexistent"])
      #expect(result.status == 3)
      #expect(result.output.contains("Found: - (goal 99 %)"), "\(result.output)")
      #expect(result.output.contains("\nNot tried: sleeping: calcmon: no asyncio event loop was seen, so there is nothing"))
      #expect(result.output.components(separatedBy: "\nNot tried: ").count == 17)
    }

    @Test(arguments: [SIGTERM, SIGINT]) func `Ended by a signal, the test with applications leaves nothing behind`(signal: Int32)
      async throws
    {
      let folder = try TemporaryDirectory(in: "/tmp/")
      let program = try await Program.start(
        [BuiltBinary.path, "selftest", "--apps"], environment: ["TMPDIR": folder.path, "XDG_RUNTIME_DIR": ""])
      func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
      try await Poll.until("a program has its probe") { try names().contains { $0.hasPrefix("calcmon-exec-") } }
      program.signal(signal)
      #expect(await program.waitForEnd() == 130)
      #expect(try names() == [])
    }

    private func selftest(_ arguments: [String]) async throws -> Tool.Result {
      try await Tool.run(BuiltBinary.path, ["selftest"] + arguments)
    }
  }
}
