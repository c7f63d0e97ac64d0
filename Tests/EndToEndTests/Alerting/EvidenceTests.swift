import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// What explains an alert, and whether the history gives the same alerts again.
  @Suite(.timeLimit(.minutes(2))) struct EvidenceTests {
    @Test func `An alert shows its runs, its stalls with causes, and the Python code that held the loop`() async throws {
      let agent = try await AgentProcess.start(watching: blocking, python: "/usr/bin/python3")
      var alerts: [ShownAlert] = []
      try await Poll.until("an alert of each runtime fires") {
        alerts = try await agent.alerts().filter { $0.state == "firing" }
        return Set(alerts.compactMap { $0.labels["runtime"] }) == ["asyncio", "swift"]
      }
      for alert in alerts {
        let runtime = try #require(alert.labels["runtime"])
        let shown = try await agent.alertsCommand(["show", alert.id])
        #expect(shown.status == 0)
        let lines = shown.output.split(separator: "\n")
        #expect(lines.first == "CalcmonEventLoopLatencyHigh \(alert.id)")
        #expect(lines.contains { $0.contains("inactive -> pending") })
        #expect(lines.contains { $0.contains("pending -> firing") })
        #expect(lines.contains { $0.contains(" completed ") })
        // Where others want the core as well, the callback is not the whole of it.
        #expect(lines.contains { $0.contains(" ms: ") && $0.contains("callback ") })
        #expect(
          lines.contains { $0.contains("kernels.py:") && $0.hasSuffix("compute_integer") } == (runtime == "asyncio"))
        try await expectJSON(of: alert, agent)
      }
      #expect(try await agent.alertsCommand(["show", "ffffffffffff"]).status == 2)
      #expect(try await agent.stop() == 0)
    }

    private func expectJSON(of alert: ShownAlert, _ agent: AgentProcess) async throws {
      let text = try await agent.alertsCommand(["show", alert.id, "--format", "json"]).output
      let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let runs = try #require(object["runs"] as? [[String: Any]])
      #expect(!runs.isEmpty)
      #expect(runs.allSatisfy { $0["outcome"] as? String == "completed" })
    }

    @Test func `The backtest of a history gives the alerts that there were`() async throws {
      let agent = try await AgentProcess.start(watching: passing)
      try await Poll.until("three alerts have come and gone") {
        let query = "SELECT count(DISTINCT alert_id) FROM alert_transitions WHERE state = 'inactive'"
        return Int(try await agent.history(query)) ?? 0 >= 3
      }
      #expect(try await agent.stop() == 0)
      let window = ["--since", "1h", "--format", "json"]
      let live = try episodes(try await agent.alertsCommand(window))
      let again = try episodes(try await agent.alertsCommand(["backtest", "--config.file", agent.configurationPath] + window))
      let over = live.filter { $0.endedAt != nil }
      #expect(over.count >= 3)
      #expect(over.allSatisfy { $0.firingAt != nil && $0.endReason == "no_data" })
      #expect(over == Array(again.prefix(over.count)))
      let wide = ["backtest", "--target", "event_loop_latency=max < 10s"] + window
      let other = try await agent.alertsCommand(wide)
      #expect(other.status == 0)
      #expect(try episodes(other) == [])
    }

    private struct Episode: Decodable, Equatable {
      let id: String
      let labels: [String: String]
      let pendingAt: String
      let firingAt: String?
      let endedAt: String?
      let endReason: String?
    }

    private func episodes(_ result: Tool.Result) throws -> [Episode] {
      struct List: Decodable { let alerts: [Episode] }
      return try JSONDecoder.snakeCase.decode(List.self, from: Data(result.output.utf8)).alerts.sorted {
        $0.pendingAt < $1.pendingAt
      }
    }

    /// Steps on the loop that are longer than a stall.
    private var blocking: String {
      """
      canaries: {cpu_budget: 1, every: 3s, window: 8s}
      mixes:
        - name: block
          kind: mixed
          strategies: [async]
          items: 4
          io: {kind: timer, time: 5ms}
          cpu: {time: 150ms}
          concurrency: 1
          targets: {event_loop_latency: "max < 100ms", io_wait: off, memory: off, queue_depth: off}
      alerting:
        rules: {event_loop_latency: {for: 1s}, slots_missed: {enabled: false}}
      """
    }

    /// A run is forgotten before the next one comes: everything but the breach itself happens by time alone.
    private var passing: String {
      """
      sampling: {tick: 100ms, stall_limit: 1s}
      canaries: {cpu_budget: 1, every: 3s, window: 1s}
      mixes: [{name: calm, kind: idle, duration: 200ms, targets: {event_loop_latency: "max < 1us", memory: off}}]
      alerting:
        rules: {event_loop_latency: {for: 500ms, keep_firing_for: 0s, no_data_after: 1s}}
      """
    }
  }
}
