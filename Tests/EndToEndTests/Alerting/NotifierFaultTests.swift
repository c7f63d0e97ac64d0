import CalcmonTesting
import Foundation
import Testing

extension Beside.Alerts {
  /// Receivers that misbehave beside one that does not.
  @Suite(.timeLimit(.minutes(2))) struct NotifierFaultTests {
    @Test func `Whatever the others do, the good one is told at once; each of the others is tried again as it deserves`()
      async throws
    {
      let webhook = try await WebhookReceiver.start()
      let agent = try await AgentProcess.start(watching: configuration(webhook))
      try await Poll.until("all are told, or tried") { try await Set(webhook.messages().map(\.path)).count == Self.all.count }
      let first = try await webhook.messages()
      let good = try #require(first.first { $0.path == "/good" })
      // Nobody was tried a second time before, and the one that hangs has given up on nothing yet.
      for name in Self.all {
        #expect(first.count { $0.path == "/\(name)" && $0.at < good.at } <= 1)
      }
      #expect(try await agent.value(total(failed: false, "hang")) == 0)

      for name in ["good", "broken_once", "busy_once"] {
        try await Poll.until("\(name) has taken it") { try await agent.value(total(failed: false, name)) == 1 }
      }
      for name in ["hang", "reset", "garbage"] {
        try await Poll.until("\(name) is tried again") { try await webhook.messages(name).count >= 3 }
        #expect(try await agent.value(total(failed: true, name)) ?? 0 >= 2)
        #expect(try await agent.value(total(failed: false, name)) == 0)
      }
      #expect(try await agent.value(total(failed: true, "broken_once")) == 1)
      #expect(try await agent.value(total(failed: true, "busy_once")) == 1)
      #expect(try await agent.value(total(failed: true, "refuse")) == 1)
      #expect(try await webhook.messages("refuse").count == 1)
      let tries = try await webhook.messages("busy_once").map(\.at)
      #expect(tries.count == 2)
      // It asked for three seconds; without that it would have been less than one.
      #expect((tries.last ?? 0) - (tries.first ?? 0) >= 3)
      #expect(Set(try await webhook.messages().flatMap(\.body.alerts).map(\.fingerprint)).count == 1)
      #expect(try await agent.get("/-/healthy").status == 200)
      #expect(try await agent.stop() == 0)
      try await expectLogged(agent)
    }

    private func expectLogged(_ agent: AgentProcess) async throws {
      let lines = try await agent.wholeLog().split(separator: "\n").filter { $0.contains("a notifier could not be told") }
      for name in Self.all where name != "good" {
        #expect(lines.contains { $0.contains("notifier=webhook/\(name)") }, "\(name)")
      }
      #expect(lines.contains { $0.contains("it answered 429") })
      #expect(lines.contains { $0.contains("there was no answer within 1 s") })
    }

    private static let all = ["hang", "reset", "broken_once", "busy_once", "garbage", "refuse", "good"]

    private func total(failed: Bool, _ name: String) -> String {
      "calcmon_notifications\(failed ? "_failed" : "")_total{notifier=\"webhook/\(name)\"}"
    }

    private func configuration(_ webhook: WebhookReceiver) -> String {
      """
      sampling: {tick: 100ms, stall_limit: 1s}
      canaries: {cpu_budget: 1, every: 5s, window: 30s}
      mixes: [{name: calm, kind: idle, duration: 300ms, targets: {event_loop_latency: "max < 1us", memory: off}}]
      alerting:
        rules: {event_loop_latency: {for: 0s}}
        webhooks:
      \(Self.all.map { "    - {url: \"\(webhook.url($0))\", name: \($0), timeout: 1s}" }.joined(separator: "\n"))
      """
    }
  }
}
