import CalcmonTesting
import Foundation
import Testing

extension Beside.Alerts {
  /// An agent that is killed while there are alerts, and the next one on the same history.
  @Suite(.timeLimit(.minutes(2))) struct RestartTests {
    @Test func `After kill -9 what fires goes on without a second message, and what is pending fires later`() async throws {
      let webhook = try await WebhookReceiver.start()
      let first = try await AgentProcess.start(watching: configuration(webhook))
      let firing = try #require(try await first.waitForAlerts("CalcmonEventLoopLatencyHigh", "firing").first)
      let pending = try #require(try await first.waitForAlerts("CalcmonIOWaitHigh", "pending").first)
      try await Poll.until("it is kept that the webhook was told") {
        try await first.history("SELECT state FROM deliveries WHERE notifier = 'webhook/good'") == "firing"
      }
      #expect(try await first.stop(SIGKILL) == 128 + SIGKILL)
      #expect(try await webhook.items("good").map(\.fingerprint) == [firing.fingerprint])

      let next = try await AgentProcess.start(watching: configuration(webhook), in: first.directory)
      let late = try #require(
        try await next.waitForAlerts("CalcmonIOWaitHigh", "firing").first { $0.labels["alertname"] == "CalcmonIOWaitHigh" })
      #expect([late.id, late.fingerprint, late.activeAt] == [pending.id, pending.fingerprint, pending.activeAt])
      let kept = try await next.alerts().first { $0.fingerprint == firing.fingerprint }
      #expect(kept?.state == "firing")
      #expect(kept?.id == firing.id)
      #expect(kept?.activeAt == firing.activeAt)
      #expect(kept?.firedAt == firing.firedAt)
      // The time in which there was no agent does not count for "for".
      let times =
        "SELECT fired_ms - active_ms - paused_ms >= 6000, paused_ms > 0 FROM alerts WHERE state = 'firing' AND alertname"
      #expect(try await next.history("\(times) = 'CalcmonIOWaitHigh'") == "1|1")

      try await Poll.until("the webhook is told of the other one") { try await webhook.items("good").count >= 2 }
      #expect(try await webhook.items("good").map(\.fingerprint) == [firing.fingerprint, late.fingerprint])
      #expect(
        try await webhook.items("good").map { String($0.startsAt.prefix(19)) }
          == [firing, late].map { String($0.firedAt?.prefix(19) ?? "") })
      #expect(try await next.history("SELECT count(*) FROM alert_transitions WHERE alert_id = '\(firing.id)'") == "2")
      #expect(try await next.stop() == 0)
    }

    /// One fires at once, since no loop stalls, and so for a cause that stays what it is; the other only after six seconds.
    private func configuration(_ webhook: WebhookReceiver) -> String {
      """
      canaries: {cpu_budget: 1, every: 2s, window: 8s}
      mixes:
        - {name: calm, kind: idle, duration: 300ms, targets: {event_loop_latency: "count > 0", memory: off}}
        - name: work
          kind: mixed
          strategies: [async]
          items: 100
          io: {kind: timer, time: 10ms}
          cpu: {time: 100us}
          concurrency: 1
          targets: {io_wait: "ratio < 0.01", event_loop_latency: off, memory: off, queue_depth: off}
      alerting:
        rules:
          event_loop_latency: {for: 0s, keep_firing_for: 0s}
          io_wait: {for: 6s, keep_firing_for: 0s}
        webhooks: [{url: "\(webhook.url("good"))", name: good}]
      """
    }
  }
}

extension AgentProcess {
  /// What a query of the history answers.
  func history(_ query: String) async throws -> String { try await Tool.output("sqlite3", ["-readonly", databasePath, query]) }
}
