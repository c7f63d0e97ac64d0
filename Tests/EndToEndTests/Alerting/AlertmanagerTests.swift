import CalcmonTesting
import Foundation
import Testing

extension Beside.Alerts {
  /// What a real Alertmanager, and its tool, make of a real agent.
  @Suite(.timeLimit(.minutes(2))) struct AlertmanagerTests {
    @Test func `Alertmanager has the alert as calcmon shows it, another one that is down changes nothing, and its end arrives`()
      async throws
    {
      let webhook = try await WebhookReceiver.start()
      let peer = try await AlertmanagerProcess.start(telling: webhook.url("good"))
      let agent = try await AgentProcess.start(watching: configuration(peer, limit: "1us"))

      try await Poll.until("Alertmanager has an alert") { try await !peer.alerts().isEmpty }
      let alert = try #require(try await peer.alerts().first)
      let shown = try #require(try await agent.waitForAlerts("CalcmonEventLoopLatencyHigh", "firing").first)
      try await expectSame(alert, shown, of: agent)
      let group = try #require(try await peer.groups().first)
      #expect(group.labels == ["alertname": "CalcmonEventLoopLatencyHigh"])
      #expect(group.fingerprints == [shown.fingerprint])
      #expect(try await amtool(peer).map(\.fingerprint) == [shown.fingerprint])
      try await expectCounted(agent, peer)

      // An alert that ends while Alertmanager waits for the rest of its group is not told at all.
      try await Poll.until("Alertmanager tells its webhook that it fires") { try await !webhook.items("good").isEmpty }
      try await agent.reload(configuration(peer, limit: "10s"))
      try await Poll.until("Alertmanager has no alert any more") { try await peer.alerts().isEmpty }
      #expect(try await amtool(peer).isEmpty)
      // Beside others its cause may have changed meanwhile: then it went on under the labels of that.
      let resolved = try await agent.waitForAlerts("CalcmonEventLoopLatencyHigh", "resolved")
      #expect(resolved.filter { $0.labels == shown.labels }.map(\.id) == [shown.id])
      try await Poll.until("Alertmanager tells its webhook of both") { try await webhook.items("good").count >= 2 }
      #expect(try await webhook.items("good").map(\.status) == ["firing", "resolved"])
      #expect(try await agent.stop() == 0)
      try await peer.stop()
    }

    private func expectSame(_ alert: ReceivedAlert, _ shown: ShownAlert, of agent: AgentProcess) async throws {
      #expect(alert.status.state == "active")
      #expect(alert.fingerprint == shown.fingerprint)
      #expect(alert.labels == shown.labels)
      let own = [
        "alertname": "CalcmonEventLoopLatencyHigh", "mix": "calm", "strategy": "async", "runtime": "swift", "severity": "page",
        "team": "infra",
      ]
      #expect(alert.labels.filter { !["cause", "instance"].contains($0.key) } == own)
      #expect(alert.labels["instance"] == ProcessInfo.processInfo.hostName)
      #expect(alert.generatorURL == "https://calcmon.example.org/at/alerts/\(shown.id)")
      #expect(alert.annotations["summary"] == "The event loop is late (calm, async, swift)")
      #expect(alert.annotations["runbook_url"] == "https://calcmon.example.org/at/runbooks/CalcmonEventLoopLatencyHigh")
      #expect(alert.annotations["evidence"] == "calcmon alerts show \(shown.id) --storage.path \(agent.databasePath)")
      #expect(try await agent.get("/runbooks/CalcmonEventLoopLatencyHigh").status == 200)
      #expect(try await agent.get("/alerts/\(shown.id)").body.contains("CalcmonEventLoopLatencyHigh"))
      let ahead = try Date(alert.endsAt, strategy: fine).timeIntervalSinceNow
      #expect(ahead > 180 && ahead <= 240)
      // Alertmanager is told milliseconds; calcmon shows seconds.
      #expect(alert.startsAt.prefix(19) == (shown.firedAt ?? "").prefix(19))
    }

    private func expectCounted(_ agent: AgentProcess, _ peer: AlertmanagerProcess) async throws {
      let down = "{notifier=\"alertmanager/down\"}"
      #expect(try await agent.value("calcmon_notifications_failed_total" + down) ?? 0 >= 1)
      #expect(try await agent.value("calcmon_notifications_total" + down) == 0)
      let up = "{notifier=\"alertmanager/127.0.0.1:\(peer.port)\"}"
      #expect(try await agent.value("calcmon_notifications_failed_total" + up) == 0)
      #expect(try await agent.value("calcmon_notifications_total" + up) ?? 0 >= 1)
    }

    private func amtool(_ peer: AlertmanagerProcess) async throws -> [ReceivedAlert] {
      let arguments = ["alert", "query", "--alertmanager.url=\(peer.url)", "-o", "json"]
      return try JSONDecoder().decode([ReceivedAlert].self, from: Data(try await Tool.output("amtool", arguments).utf8))
    }

    private var fine: Date.ISO8601FormatStyle { Date.ISO8601FormatStyle(includingFractionalSeconds: true) }

    /// An idle loop is later than a microsecond, always.
    private func configuration(_ peer: AlertmanagerProcess, limit: String) -> String {
      """
      web: {external_url: "https://calcmon.example.org/at"}
      sampling: {tick: 100ms, stall_limit: 1s}
      canaries: {cpu_budget: 1, every: 2s, window: 5s}
      mixes:
        - {name: calm, kind: idle, duration: 300ms, targets: {event_loop_latency: "max < \(limit)", memory: off}}
        - name: work
          kind: mixed
          strategies: [async]
          items: 20
          io: {kind: timer, time: 5ms}
          cpu: {time: 1ms}
          targets: {event_loop_latency: off, io_wait: off, memory: off, queue_depth: off}
      alerting:
        rules:
          event_loop_latency: {for: 1s, keep_firing_for: 0s, severity: page, labels: {team: infra}}
        alertmanagers:
          - {url: "http://127.0.0.1:1", name: down}
          - url: \(peer.url)
      """
    }
  }
}
