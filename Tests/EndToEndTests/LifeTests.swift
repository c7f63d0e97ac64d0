import CalcmonTesting
import Foundation
import Testing

extension Beside.Serving {
  /// Starting, stopping and dying.
  @Suite struct LifeTests {
    @Test func `It says where its page and its metrics are, and serves them`() async throws {
      let agent = try await AgentProcess.start()
      #expect(agent.announcement.hasPrefix("calcmon 0.1.0 (revision "))
      #expect(agent.announcement.contains(" metrics http://127.0.0.1:\(agent.port)/metrics "))
      #expect(try await agent.get("/").status == 200)
      #expect(try await agent.get("/metrics").status == 200)
      #expect(try await agent.stop() == 0)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `A signal in the middle of a run ends everything in order`(signal: Int32) async throws {
      let agent = try await AgentProcess.start()
      let children = try await agent.waitForWorkers()
      #expect(try await agent.stop(signal) == 0)
      for child in children { try await AgentProcess.waitForEnd(of: child) }
      let sql =
        "SELECT outcome FROM runs ORDER BY id DESC LIMIT 1; SELECT count(*) FROM agents WHERE stopped_ms; PRAGMA integrity_check"
      #expect(try await Tool.output("sqlite3", [agent.databasePath, sql]) == "cancelled\n1\nok")
      #expect(!FileManager.default.fileExists(atPath: agent.databasePath + "-wal"))
    }

    @Test func `SIGTERM at any moment ends it in order`() async throws {
      let directory = try TemporaryDirectory()
      for round in 0..<6 {
        let agent = try await AgentProcess.calm(in: directory)
        for _ in 0..<(round == 0 ? 0 : Int.random(in: 0...300)) { _ = try await agent.get("/metrics") }
        #expect(try await agent.stop() == 0)
        let ends = "SELECT count(*), count(stopped_ms), sum(clean_start IS 0) FROM agents; PRAGMA integrity_check"
        #expect(try await agent.sqlite(ends) == "\(round + 1)|\(round + 1)|0\nok")
        #expect(try await !agent.wholeLog().contains("level=error"))
      }
    }

    @Test func `kill -9 of the agent leaves no child, and a database that opens`() async throws {
      let agent = try await AgentProcess.start()
      let children = try await agent.waitForWorkers()
      #expect(try await agent.stop(SIGKILL) == 128 + SIGKILL)
      for child in children { try await AgentProcess.waitForEnd(of: child) }
      #expect(try await Tool.output("sqlite3", [agent.databasePath, "PRAGMA integrity_check"]) == "ok")
      let next = try await AgentProcess.start(in: agent.directory)
      #expect(try await next.stop() == 0)
      #expect(try await Tool.output("sqlite3", [agent.databasePath, "SELECT stopped_ms IS NULL FROM agents"]) == "1\n0")
    }

    @Test func `A run whose child is killed is counted, and the next run goes on`() async throws {
      let agent = try await AgentProcess.start()
      let child = try #require(try await agent.waitForWorkers().first)
      kill(child, SIGKILL)
      try await agent.waitForFirstRound()
      #expect(
        try await agent.value("calcmon_runs_total{mix=\"mixed\",outcome=\"crashed\",runtime=\"swift\",strategy=\"hybrid\"}") == 1)
      #expect(
        try await agent.value("calcmon_runs_total{mix=\"realtime\",outcome=\"completed\",runtime=\"swift\",strategy=\"hybrid\"}")
          == 1
      )
      #expect(try await agent.stop() == 0)
      let reasons = try await Tool.output(
        "sqlite3", [agent.databasePath, "SELECT mix, reason FROM runs WHERE reason IS NOT NULL"])
      #expect(reasons == "mixed|ended by signal 9")
    }

    @Test func `A worker that is killed costs its items and not the run`() async throws {
      let agent = try await AgentProcess.start()
      let worker = try #require(try await agent.waitForWorkers(areBusy: true).last)
      kill(worker, SIGKILL)
      try await agent.waitForFirstRound()
      let labels = "mix=\"mixed\",%runtime=\"swift\",strategy=\"hybrid\"}"
      #expect(
        try await agent.value("calcmon_runs_total{" + labels.replacingOccurrences(of: "%", with: "outcome=\"completed\",")) == 1)
      let failed =
        try await agent.value("calcmon_run_items_total{" + labels.replacingOccurrences(of: "%", with: "result=\"error\",")) ?? 0
      let ok =
        try await agent.value("calcmon_run_items_total{" + labels.replacingOccurrences(of: "%", with: "result=\"ok\",")) ?? 0
      #expect(failed >= 1 && failed <= 2)
      let all = try await agent.value("calcmon_last_run_queue_peak{" + labels.replacingOccurrences(of: "%", with: ""))
      #expect(failed + ok == all)
      #expect(try await agent.stop() == 0)
    }

    @Test func `Descriptors and threads do not grow with scrapes and runs`() async throws {
      let agent = try await AgentProcess.calm()
      try await agent.waitForFirstRound(runs: 2)
      func open() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(agent.pid)/fd").count }
      func threads() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(agent.pid)/task").count }
      for _ in 0..<20 { _ = try await agent.get("/metrics") }
      let before = try (open(), threads())
      for _ in 0..<200 { _ = try await agent.get("/metrics") }
      try await agent.wait(for: "closed descriptors") { try open() <= before.0 }
      #expect(try threads() <= before.1 + 1)
      #expect(try await agent.stop() == 0)
    }
  }
}
