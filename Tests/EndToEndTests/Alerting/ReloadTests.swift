import CalcmonTesting
import Foundation
import Testing

extension Beside.Alerts {
  /// Other configurations while the agent runs.
  @Suite(.timeLimit(.minutes(2))) struct ReloadTests {
    private static let successful = "calcmon_config_last_reload_successful"

    @Test func `A bad configuration changes nothing but a metric and the log, and every check finds the same place`() async throws
    {
      let agent = try await AgentProcess.start(watching: configuration("first"))
      #expect(try await agent.value(Self.successful) == 1)
      let check = ["check", "config", agent.configurationPath]
      #expect(try await Tool.run(BuiltBinary.path, check).status == 0)

      let bad = configuration("second") + "\nalerting:\n  rules:\n    io_wait: {for: soon}\n"
      try bad.write(toFile: agent.configurationPath, atomically: true, encoding: .utf8)
      let place = "calcmon.yml:\(bad.split(separator: "\n").count):20"
      kill(agent.pid, SIGHUP)
      try await Poll.until("it is refused") { try await agent.value(Self.successful) == 0 }
      try await agent.waitForLog(place, count: 1)
      for arguments in [check, ["agent", "--config.file", agent.configurationPath, "--config.check"]] {
        let result = try await Tool.run(BuiltBinary.path, arguments)
        #expect(result.status == 2)
        #expect(result.errors.contains(place))
      }
      let runs = try await completed(agent, "first")
      try await Poll.until("the first configuration goes on") { try await completed(agent, "first") > runs }
      #expect(try await agent.value("calcmon_slots_total{mix=\"second\"}") == nil)

      try await agent.reload(configuration("second"))
      #expect(try await agent.value(Self.successful) == 1)
      try await Poll.until("the second configuration is run") { try await completed(agent, "second") > 0 }
      #expect(try await agent.stop() == 0)
    }

    @Test func `A hundred SIGHUPs in a row cost no run`() async throws {
      let agent = try await AgentProcess.start(watching: configuration("first"))
      try await agent.waitForLog("a run starts", count: 1)
      for _ in 0..<100 { kill(agent.pid, SIGHUP) }
      try await agent.waitForLog("the configuration was read anew", count: 1)
      let runs = try await completed(agent, "first")
      try await Poll.until("runs go on") { try await completed(agent, "first") >= runs + 2 }
      #expect(try await agent.get("/-/healthy").status == 200)
      #expect(try await agent.value(Self.successful) == 1)
      #expect(try await agent.stop() == 0)
      // All slots that were not missed had a run; the last one may have been cancelled by the end.
      #expect(try await agent.history("SELECT count(*) FROM runs WHERE outcome NOT IN ('completed', 'cancelled')") == "0")
      #expect(try await agent.history("SELECT count(*) < 2 FROM runs WHERE outcome = 'cancelled'") == "1")
      #expect(try await agent.history("SELECT count(*) FROM agents") == "1")
      let log = try await agent.wholeLog()
      #expect(!log.contains("level=error"))
      #expect(!log.contains("slots were missed"))
    }

    private func completed(_ agent: AgentProcess, _ mix: String) async throws -> Double {
      try await agent.value("calcmon_runs_total{mix=\"\(mix)\",outcome=\"completed\",runtime=\"swift\",strategy=\"async\"}") ?? 0
    }

    private func configuration(_ mix: String) -> String {
      """
      canaries: {cpu_budget: 1, every: 2s, window: 5s}
      mixes: [{name: \(mix), kind: idle, duration: 300ms}]
      """
    }
  }
}
