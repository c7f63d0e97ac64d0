import CalcmonTesting
import Foundation
import Testing

extension Beside.Alerts {
  /// What holds at the edges: an agent that is killed, signalled or told otherwise at the worst moment.
  @Suite(.timeLimit(.minutes(2))) struct PromiseTests {
    @Test func `Without an external URL, alerts link to the address that is really served`() async throws {
      let webhook = try await WebhookReceiver.start()
      let agent = try await AgentProcess.start(watching: configuration(webhook.url("good")))
      try await Poll.until("the webhook is told") { try await !webhook.messages().isEmpty }
      let link = try #require(try await webhook.items("good").first?.generatorURL)
      #expect(link.hasPrefix("http://127.0.0.1:\(agent.port)/alerts/"))
      #expect(try await agent.stop() == 0)
    }

    @Test func `An agent that is killed as soon as somebody was told goes on with the same alert`() async throws {
      let webhook = try await WebhookReceiver.start()
      var directory = try TemporaryDirectory()
      for _ in 0..<3 {
        let agent = try await AgentProcess.start(watching: configuration(webhook.url("good")), in: directory)
        let before = try await webhook.messages().count
        try await Poll.until("the webhook is told") { try await webhook.messages().count > before }
        #expect(try await agent.stop(SIGKILL) == 128 + SIGKILL)
        let next = try await AgentProcess.start(watching: configuration(webhook.url("good")), in: directory)
        _ = try await next.waitForAlerts("CalcmonEventLoopLatencyHigh", "firing")
        let told = try await webhook.items("good").dropFirst(before).map(\.startsAt)
        #expect(try await next.stop() == 0)
        #expect(try await next.history("SELECT count(DISTINCT alert_id) FROM alert_transitions") == "1")
        #expect(Set(told).count == 1)
        directory = try TemporaryDirectory()
      }
    }

    @Test func `A SIGHUP while the agent starts does not end it`() async throws {
      // From when the program ignores or catches it on, which is long before it listens.
      let signal = """
        taken() { [ $((0x$(sed -n "s/^Sig$1:[[:space:]]*//p" /proc/$$/status) & 1)) = 1 ]; }
        (until taken Ign || taken Cgt; do :; done; for round in 1 2 3 4 5; do kill -HUP $$; done; echo sent > signals) & exec "$@"
        """
      let agent = try await AgentProcess.start(
        watching: configuration("http://127.0.0.1:1/"), through: ["sh", "-c", signal, "sh"])
      try await Poll.until("the signals were sent") {
        FileManager.default.fileExists(atPath: agent.directory.file("signals"))
      }
      #expect(try await agent.get("/-/healthy").status == 200)
      #expect(try await agent.stop() == 0)
    }

    @Test func `A receiver that a reload repairs is told soon, and not at the next repetition`() async throws {
      let webhook = try await WebhookReceiver.start()
      let agent = try await AgentProcess.start(watching: configuration("http://127.0.0.1:1/"))
      let failed = "calcmon_notifications_failed_total{notifier=\"webhook/one\"}"
      try await Poll.until("nobody answers") { try await agent.value(failed) ?? 0 >= 1 }
      try await agent.reload(configuration(webhook.url("good")))
      try await Poll.until("the webhook is told") { try await !webhook.messages().isEmpty }
      #expect(try await agent.stop() == 0)
    }

    @Test func `An external URL may end with a slash`() async throws {
      let webhook = try await WebhookReceiver.start()
      let web = "web: {external_url: \"https://calcmon.example.org/at/\"}\n"
      let agent = try await AgentProcess.start(watching: web + configuration(webhook.url("good")))
      try await Poll.until("the webhook is told") { try await !webhook.messages().isEmpty }
      let item = try #require(try await webhook.items("good").first)
      #expect(item.generatorURL.hasPrefix("https://calcmon.example.org/at/alerts/"))
      #expect(item.annotations["runbook_url"] == "https://calcmon.example.org/at/runbooks/CalcmonEventLoopLatencyHigh")
      #expect(try await agent.stop() == 0)
    }

    private func configuration(_ url: String) -> String {
      """
      sampling: {tick: 100ms, stall_limit: 1s}
      canaries: {cpu_budget: 1, every: 2s, window: 30s}
      mixes: [{name: calm, kind: idle, duration: 200ms, targets: {event_loop_latency: "max < 1us", memory: off}}]
      alerting:
        rules: {event_loop_latency: {for: 0s}}
        webhooks: [{url: "\(url)", name: one}]
      """
    }
  }
}
