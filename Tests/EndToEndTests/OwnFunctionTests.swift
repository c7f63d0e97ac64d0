import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// Functions of the user's own, from the command to the agent's page.
  @Suite struct OwnFunctionTests {
    private static let pricing = """
      import json
      import os

      CATALOGUE = [{"name": f"article {number}", "price": number * 1.19} for number in range(200)]

      def samples():
          number = 0
          while True:
              yield {"number": number, "articles": CATALOGUE}
              number += 1

      def price(item):
          if item["number"] % 50 == 49:
              raise ValueError(f"no price for {os.environ.get('SHOP', 'nothing')}")
          return len(json.dumps(item["articles"]))
      """

    /// A folder with the package `shop`.
    private static func shop() throws -> TemporaryDirectory {
      let directory = try TemporaryDirectory()
      let folder = directory.file("shop")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try "".write(toFile: "\(folder)/__init__.py", atomically: true, encoding: .utf8)
      try pricing.write(toFile: "\(folder)/pricing.py", atomically: true, encoding: .utf8)
      return directory
    }

    private static func run(_ arguments: [String], in directory: TemporaryDirectory) async throws -> Tool.Result {
      try await Tool.run(BuiltBinary.path, arguments, directory: directory.path)
    }

    private static func table(_ output: String) throws -> [String: Any] {
      let line = try #require(output.split(separator: "\n").last)
      return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    private static let call = ["--cpu", "python:shop.pricing:price", "--items-from", "python:shop.pricing:samples"]

    @Test func `A function is measured, run by all four strategies, and kept with its first failure`() async throws {
      let directory = try Self.shop()
      let result = try await Self.run(
        ["run"] + Self.call + ["--items", "200", "--env", "SHOP=hunter2shop", "--store", "--format", "json"], in: directory)
      #expect(result.errors.contains("cpu step in asyncio: "), "\(result.errors)")
      let table = try Self.table(result.output)
      #expect((table["mix"] as? String)?.hasPrefix("price~") == true)
      let measured = try #require((table["measurements"] as? [[String: Any]])?.first)
      #expect(measured["target"] as? String == "python:shop.pricing:price")
      #expect((measured["seconds"] as? Double ?? 0) > 0)
      #expect((measured["transfer"] as? [String: Any])?["argument_bytes"] as? Double ?? 0 > 1000)
      let runs = try #require(table["runs"] as? [[String: Any]])
      #expect(
        runs.map { "\($0["strategy"] ?? "") \($0["runtime"] ?? "")" }
          == ["sync", "threads", "async", "hybrid"].map { "\($0) asyncio" })
      for run in runs {
        #expect(run["outcome"] as? String == "completed", "\(run["reason"] ?? "")")
        #expect(run["items"] as? Int == 200)
        #expect(run["items_failed"] as? Int == 4)
        #expect((run["first_error"] as? String)?.contains("ValueError: no price for") == true)
      }
      let ids = try #require(table["stored_run_ids"] as? [Int])
      #expect(ids.count == 4)
      let kept = try await Tool.output(
        "sqlite3",
        [
          directory.file("calcmon.db"),
          "SELECT count(*), count(own_steps) FROM runs; SELECT DISTINCT parameters FROM run_parameters",
        ])
      #expect(kept.hasPrefix("4|4\n"))
      #expect(kept.contains("\"call\":\"python:shop.pricing:price\""))
      #expect(!kept.contains("hunter2shop"))
      let report = try await Self.run(["report", "--mix", table["mix"] as? String ?? ""], in: directory)
      #expect(report.output.contains("asyncio"))
    }

    @Test(
      arguments: [
        (["--cpu", "python:shop.nothing:price"], 4, "price could not be measured in asyncio: "),
        (["--cpu", "python:shop.pricing:nothing"], 4, "nothing could not be measured in asyncio: "),
        (
          ["--cpu", "python:shop.pricing:price", "--runtime", "swift"], 2,
          "'swift' cannot call python:shop.pricing:price; use asyncio"
        ),
        (["--cpu", "python:shop.pricing"], 2, "--cpu: 'python:shop.pricing' names no function"),
        (["--cpu", "swift:resize"], 2, "child: is needed: the executable that knows swift:resize"),
        (["--io", "url:ftp://a"], 2, "--io: the URL must begin with http:// or https://"),
        (["--io", "command:a | b"], 2, "--io: the command has a | for a shell"),
        (["--cpu", "python:a:b", "--items-from", "none.jsonl"], 2, "--items-from 'none.jsonl' is neither a function"),
        (["--cpu", "python:a:b", "--env", "hunter2"], 2, "--env: must be NAME=VALUE"),
        (["mixed", "--servers", "2", "--runtime", "swift"], 2, "'swift' has no servers that share the arrivals"),
        (["mixed", "--servers", "0"], 2, "servers: must be between 1 and 64"),
        (["mixed", "--items-from", "python:a:b"], 2, "items_from: is for steps that call a function of Python"),
      ] as [([String], Int32, String)])
    func `What is wrong is one line`(arguments: [String], status: Int32, says: String) async throws {
      let result = try await Self.run(["run"] + arguments, in: try Self.shop())
      #expect(result.status == status, "\(result.errors)")
      #expect(result.errors.contains(says), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      #expect(!result.errors.contains("hunter2"))
    }

    @Test func `The agent runs it; a function that breaks is a failed run, and is tried again`() async throws {
      let directory = try Self.shop()
      let configuration = """
        mixes:
          - name: price
            kind: mixed
            items: 100
            every: 1s
            cpu: {call: "shop.pricing:price"}
            items_from: "shop.pricing:samples"
            python: {path: ["."], environment: {SHOP: Ghent, SECRET: hunter2shop}}
        """
      try configuration.write(toFile: directory.file("calcmon.yml"), atomically: true, encoding: .utf8)
      let agent = try await AgentProcess.start(
        in: directory, python: "python3", options: ["--config.file", directory.file("calcmon.yml")])
      let labels = "runtime=\"asyncio\",strategy=\"hybrid\""
      func runs(_ outcome: String) async throws -> Double {
        try await agent.value("calcmon_runs_total{mix=\"price\",outcome=\"\(outcome)\",\(labels)}") ?? 0
      }
      try await agent.wait(for: "a completed run") { try await runs("completed") >= 1 }
      #expect(try await agent.value("calcmon_cpu_step_duration_seconds_count{mix=\"price\",\(labels)}") ?? 0 >= 100)
      try await agent.wait(for: "the page of the run") { try await agent.get("/runs/1").status == 200 }
      let page = try await agent.get("/runs/1").body
      for text in ["python:shop.pricing:price", "python:shop.pricing:samples", "ValueError: no price for Ghent"] {
        #expect(page.contains(text), "\(text)")
      }
      try "def price(item: return".write(toFile: directory.file("shop/pricing.py"), atomically: true, encoding: .utf8)
      try await agent.wait(for: "a failed run") { try await runs("failed") >= 1 }
      let completed = try await runs("completed")
      try Self.pricing.write(toFile: directory.file("shop/pricing.py"), atomically: true, encoding: .utf8)
      try await agent.wait(for: "a run of the mended function") { try await runs("completed") > completed }
      #expect(!(try await agent.get("/api/v1/runs/1").body.contains("hunter2shop")))
      #expect(try await agent.stop() == 0)
      #expect(!(try await agent.wholeLog()).contains("hunter2shop"))
    }
  }
}
