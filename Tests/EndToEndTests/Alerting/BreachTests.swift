import CalcmonTesting
import Foundation
import Testing

extension EndToEnd {
  /// Real breaches, from the sample to Alertmanager, and their ends.
  @Suite(.serialized, .timeLimit(.minutes(2))) struct BreachTests {
    @Test func `CPU hogs make an alert whose cause is the host, and which is never critical; it ends with them`() async throws {
      let webhook = try await WebhookReceiver.start()
      let peer = try await AlertmanagerProcess.start(telling: webhook.url("good"))
      let core = try CPUHogs.firstCore()
      let agent = try await AgentProcess.start(watching: steps(peer), through: ["taskset", "--cpu-list", core])
      try await agent.waitForLog("a run ended", count: 1)
      #expect(try await agent.alerts() == [])

      let hogs = try await CPUHogs(count: 9, core: core)
      let isHostLate = ["alertname": "CalcmonEventLoopLatencyHigh", "cause": "host", "severity": "warning"]
      try await Poll.until("Alertmanager hears of the host") {
        try await peer.alerts().contains { $0.labels.merging(isHostLate) { $1 } == $0.labels }
      }
      var shown: [ShownAlert] = []
      try await Poll.until("it is shown as well") {
        shown = try await agent.alerts().filter { $0.labels["cause"] == "host" && $0.state == "firing" }
        return !shown.isEmpty
      }
      #expect(shown.count == 1)
      // Beyond the critical limit as well.
      #expect(shown.first?.value ?? 0 > 0.101)
      #expect(shown.first?.annotations["description"]?.contains("The host held it, not the program.") == true)

      await hogs.end()
      try await Poll.until("Alertmanager has no alert any more") { try await peer.alerts().isEmpty }
      try await Poll.until("all are shown as resolved") { try await agent.alerts().allSatisfy { $0.state == "resolved" } }
      try await Poll.until("Alertmanager tells its webhook of the end") {
        try await webhook.items("good").contains { $0.status == "resolved" && $0.labels["cause"] == "host" }
      }
      let told = try await webhook.items("good")
      let all = try await told.map(\.labels) + agent.alerts().map(\.labels)
      #expect(!all.contains { $0["cause"] == "host" && $0["severity"] == "critical" })
      #expect(try await agent.stop() == 0)
      try await peer.stop()
    }

    @Test func `A queue that grows is an alert, until less arrives`() async throws {
      let webhook = try await WebhookReceiver.start()
      let peer = try await AlertmanagerProcess.start(telling: webhook.url("good"))
      let agent = try await AgentProcess.start(watching: stream(peer, rate: 80))
      try await Poll.until("Alertmanager hears of the queue") { try await !peer.alerts().isEmpty }
      let alert = try #require(try await peer.alerts().first)
      #expect(alert.labels["alertname"] == "CalcmonQueueGrowing")
      #expect(alert.labels["mix"] == "stream")
      let shown = try await agent.waitForAlerts("CalcmonQueueGrowing", "firing")
      #expect(shown.map(\.fingerprint) == [alert.fingerprint])
      // 80 arrive in a second, and 50 are done at the most.
      #expect(shown.first?.value ?? 0 > 20)

      try await agent.reload(stream(peer, rate: 10))
      try await Poll.until("Alertmanager has no alert any more") { try await peer.alerts().isEmpty }
      #expect(try await agent.waitForAlerts("CalcmonQueueGrowing", "resolved").map(\.id) == shown.map(\.id))
      #expect(try await agent.stop() == 0)
      try await peer.stop()
    }

    @Test func `A host that others have is one alert in Alertmanager, whatever it does to two mixes in both runtimes`()
      async throws
    {
      let webhook = try await WebhookReceiver.start()
      let peer = try await AlertmanagerProcess.start(telling: webhook.url("good"))
      let core = try CPUHogs.firstCore()
      let hogs = try await CPUHogs(count: 9, core: core)
      let agent = try await AgentProcess.start(
        watching: streams(peer), python: "/usr/bin/python3", through: ["taskset", "--cpu-list", core])
      var firing: [ShownAlert] = []
      try await Poll.until("it fires, with queues of both mixes and runtimes below it", within: .seconds(100)) {
        firing = try await agent.alerts().filter { $0.state == "firing" }
        let growing = firing.filter { $0.labels["alertname"] == "CalcmonQueueGrowing" }.map(\.labels)
        return firing.contains { $0.labels["alertname"] == "CalcmonHostContended" }
          && Set(growing.map { $0["mix"] }).count == 2 && Set(growing.map { $0["runtime"] }).count == 2
      }
      #expect(firing.allSatisfy { $0.labels["cause"] == "host" }, "\(firing)")
      let contended = try #require(firing.first { $0.labels["alertname"] == "CalcmonHostContended" })
      #expect(contended.annotations["description"]?.contains("thers used ") == true, "\(contended)")
      try await Poll.until("Alertmanager has told of it") { try await !webhook.items("good").isEmpty }
      #expect(Set(try await peer.alerts().map { $0.labels["alertname"] }) == ["CalcmonHostContended"])
      #expect(Set(try await webhook.items("good").map { $0.labels["alertname"] }) == ["CalcmonHostContended"])
      await hogs.end()
      #expect(try await agent.stop() == 0)
      try await peer.stop()
    }

    /// Two streams of a fifth of a core each, of which a tenth is left.
    private func streams(_ peer: AlertmanagerProcess) -> String {
      let mixes = ["left", "right"].map { name in
        """
          - {name: \(name), kind: realtime, strategies: [async], rate: 20, duration: 1500ms, queue_limit: 1000, cpu: {time: 10ms},
             targets: {event_loop_latency: off, io_wait: off, memory: off}}
        """
      }
      return """
        canaries: {cpu_budget: 1, every: 2s, window: 1m, cores: all, priority: normal}
        mixes:
        \(mixes.joined(separator: "\n"))
        alerting:
          rules:
            queue_depth: {for: 1s}
            host_contended: {for: 1s}
            slots_missed: {enabled: false}
          alertmanagers: [{url: "\(peer.url)"}]
        """
    }

    /// Steps that are far too short to be late, unless each waits for the core nine times as long as it computes.
    private func steps(_ peer: AlertmanagerProcess) -> String {
      """
      sampling: {stall_limit: 50ms}
      canaries: {cpu_budget: 1, every: 2s, window: 5s}
      mixes:
        - name: steps
          kind: mixed
          strategies: [async]
          items: 10
          io: {kind: timer, time: 1ms}
          cpu: {time: 15ms}
          concurrency: 1
          targets:
            event_loop_latency: {target: "max < 100ms", critical: "max < 101ms"}
            io_wait: off
            memory: off
            queue_depth: off
      alerting:
        rules: {event_loop_latency: {for: 1s, keep_firing_for: 0s}, slots_missed: {enabled: false}}
        alertmanagers: [{url: "\(peer.url)"}]
      """
    }

    /// One item at a time, each of which waits for 20 ms.
    private func stream(_ peer: AlertmanagerProcess, rate: Int) -> String {
      """
      canaries: {cpu_budget: 1, every: 4s, window: 5s}
      mixes:
        - name: stream
          kind: realtime
          strategies: [async]
          rate: \(rate)
          duration: 1500ms
          queue_limit: 1000
          io: {kind: timer, time: 20ms}
          concurrency: 1
          targets: {event_loop_latency: off, io_wait: off, memory: off}
      alerting:
        rules: {queue_depth: {for: 1s, keep_firing_for: 0s}, slots_missed: {enabled: false}}
        alertmanagers: [{url: "\(peer.url)"}]
      """
    }
  }
}
