import CalcmonTesting
import Foundation
import Testing

extension Beside.Alerts {
  /// Alerts of which nobody is to be told.
  @Suite(.timeLimit(.minutes(2))) struct SilenceTests {
    @Test func `A silence beside the running agent holds, is shown, and can be ended`() async throws {
      let webhook = try await WebhookReceiver.start()
      let agent = try await AgentProcess.start(watching: configuration(webhook, limit: "10s"))
      try await agent.waitForLog("a run ended", count: 2)
      let silence = try await agent.alertsCommand(["silence", "--label", "mix=calm", "--for", "1h", "--comment", "end to end"])
      #expect(silence.status == 0)
      let id = try #require(silence.output.split(separator: " ").dropFirst().first)
      #expect(try await agent.alertsCommand(["silences"]).output.contains("end to end"))

      try await agent.reload(configuration(webhook, limit: "1us"))
      try await expectOnlyLoudIsTold(agent, webhook)
      #expect(Set(try await agent.alerts().filter(\.silenced).compactMap { $0.labels["mix"] }) == ["calm"])
      let text = try await agent.alertsCommand([])
      #expect(text.status == 1)
      #expect(text.output.split(separator: "\n").contains { $0.contains("mix=calm") && $0.contains("silenced") })

      #expect(try await agent.alertsCommand(["unsilence", String(id)]).status == 0)
      try await Poll.until("the webhook is told of it as well") { try await mixesTold(webhook).count >= 2 }
      #expect(try await mixesTold(webhook) == ["loud", "calm"])
      #expect(try await agent.alertsCommand(["unsilence", String(id)]).status == 2)
      #expect(try await agent.alerts().allSatisfy { !$0.silenced })
      #expect(try await agent.stop() == 0)
    }

    @Test func `A maintenance window holds for the alerts that it names, until the configuration has it no more`() async throws {
      let webhook = try await WebhookReceiver.start()
      let agent = try await AgentProcess.start(watching: configuration(webhook, limit: "10s"))
      try await agent.waitForLog("a run ended", count: 2)
      let window = "  maintenance: [{comment: end to end, from: \"00:00\", to: \"24:00\", labels: {mix: calm}}]"
      try await agent.reload(configuration(webhook, limit: "1us") + "\n" + window)
      try await expectOnlyLoudIsTold(agent, webhook)
      try await agent.reload(configuration(webhook, limit: "1us"))
      try await Poll.until("the webhook is told of it as well") { try await mixesTold(webhook).count >= 2 }
      #expect(try await mixesTold(webhook) == ["loud", "calm"])
      #expect(try await agent.stop() == 0)
    }

    /// Both fire from the same instant on. Each end of a run makes the agent look whether somebody is to be told.
    private func expectOnlyLoudIsTold(_ agent: AgentProcess, _ webhook: WebhookReceiver) async throws {
      _ = try await agent.waitForAlerts("CalcmonEventLoopLatencyHigh", "firing", count: 2)
      try await Poll.until("the webhook is told") { try await !webhook.messages().isEmpty }
      let runs = try await agent.sum(of: "calcmon_runs_total")
      try await Poll.until("runs go on") { try await agent.sum(of: "calcmon_runs_total") >= runs + 3 }
      #expect(try await mixesTold(webhook) == ["loud"])
    }

    private func mixesTold(_ webhook: WebhookReceiver) async throws -> [String] {
      try await webhook.items("good").compactMap { $0.labels["mix"] }
    }

    private func configuration(_ webhook: WebhookReceiver, limit: String) -> String {
      """
      sampling: {tick: 100ms, stall_limit: 1s}
      canaries: {cpu_budget: 1, every: 2s, window: 5s}
      mixes:
        - {name: calm, kind: idle, duration: 200ms, targets: {event_loop_latency: "max < \(limit)", memory: off}}
        - {name: loud, kind: idle, duration: 200ms, targets: {event_loop_latency: "max < \(limit)", memory: off}}
      alerting:
        rules: {event_loop_latency: {for: 0s, keep_firing_for: 5m}}
        webhooks: [{url: "\(webhook.url("good"))"}]
      """
    }
  }
}
