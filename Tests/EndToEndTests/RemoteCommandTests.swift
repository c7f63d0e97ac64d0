import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Commands that ask a running agent over HTTP, and read none of its files.
  @Suite struct RemoteCommandTests {
    private func calcmon(_ arguments: [String], in directory: String) async throws -> Tool.Result {
      try await Tool.run(BuiltBinary.path, arguments, directory: directory)
    }

    @Test func `Report, alerts and status are asked of the agent`() async throws {
      let elsewhere = try TemporaryDirectory()
      let agent = try await AgentProcess.calm()
      try await agent.wait(for: "a run in the history") {
        try await agent.get("/api/v1/report?since=1h").body.contains("\"outcome\"")
      }
      let url = ["--url", "http://127.0.0.1:\(agent.port)"]
      let gate = ["report", "--since", "1h", "--only", "event_loop_latency", "--target", "event_loop_latency=max < 0.001us"]
      let breached = try await calcmon(gate + url, in: elsewhere.path)
      #expect(breached.status == 1)
      #expect(breached.output.hasPrefix("Verdict: breached\n"))
      #expect(breached.output.contains("Judged:  by the agent's targets since "))
      let json = try await calcmon(["report", "--format", "json", "--output", "r.json"] + url, in: elsewhere.path)
      #expect([0, 3].contains(json.status), "\(json.errors)")
      let saved = try String(contentsOfFile: elsewhere.file("r.json"), encoding: .utf8)
      #expect(saved.contains("\"source\" : \"agent\"") && saved.contains("\"host\" : {"))
      let alerts = try await calcmon(["alerts"] + url, in: elsewhere.path)
      #expect(alerts.status == 0 && alerts.output == "no alerts\n", "\(alerts.errors)")
      #expect(try await calcmon(["alerts", "show", "abc"] + url, in: elsewhere.path).errors.contains("there is no alert 'abc'"))
      let astray = try await calcmon(["report", "--url", "http://127.0.0.1:\(agent.port)/elsewhere"], in: elsewhere.path)
      #expect(astray.status == 4)
      #expect(
        astray.errors.contains("is no agent of calcmon, or has another path than the --url: it answered 404\n"),
        "\(astray.errors)")
      let status = try await calcmon(["status"] + url, in: elsewhere.path)
      #expect([0, 3].contains(status.status), "\(status.errors)")
      #expect(status.output.contains("no alert fires; last run ") && status.output.contains("; http://127.0.0.1:\(agent.port)\n"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path) == ["r.json"])
      #expect(try await agent.stop() == 0)
    }

    @Test func `A changed mix is stored under another name, and its run tells what it was`() async throws {
      let directory = try TemporaryDirectory()
      let run = ["run", "mixed", "--cpu", "1ms", "--items", "40", "--strategy", "async", "--runtime", "swift", "--store"]
      let result = try await calcmon(run, in: directory.path)
      let stored = try #require(result.output.firstMatch(of: /stored as run 1: calcmon report --mix '?(mixed~[0-9a-f]{6})'?\n/))
      #expect(result.output.contains("too short to judge: async in swift ("))
      #expect(result.output.contains("items "))
      let database = directory.file("calcmon.db")
      let rows = try await Tool.output(
        "sqlite3", [database, "SELECT mix, parameters_id FROM runs; SELECT parameters FROM run_parameters"])
      #expect(rows.hasPrefix("\(stored.output.1)|1\n"))
      #expect(rows.contains("\"items\":40") && rows.contains("\"cpu\":{\"kernel\":\"integer\",\"seconds\":0.001}"))
      let report = try await calcmon(["report", "--mix", String(stored.output.1)], in: directory.path)
      #expect(report.output.contains("Judged:  by built-in defaults"))
      #expect(report.output.contains("cores, calcmon "))
    }

    @Test(arguments: [["version"], ["-v"], ["--version"]])
    func `The version is told however it is asked for`(arguments: [String]) async throws {
      let result = try await Tool.run(BuiltBinary.path, arguments, directory: "/")
      #expect(result.status == 0)
      #expect(result.output.hasPrefix("calcmon "))
    }
  }
}
