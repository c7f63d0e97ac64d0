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
      let resolved = try await agent.waitForAlerts("CalcmonQueueGrowing", "resolved")
      // On a host that has other work a run may have ended it before, and the next have begun another.
      #expect(Set(resolved.map(\.id)).isSuperset(of: shown.map(\.id)), "\(shown) \(resolved)")
      #expect(try await agent.alerts().allSatisfy { $0.state == "resolved" })
      #expect(try await agent.stop() == 0)
      try await peer.stop()
    }

    @Test func `A host that others have is one alert in Alertmanager, whatever it does to two mixes in both runtimes`()
      async throws
    {
      let webhook = try await WebhookReceiver.start()
      let peer = try await AlertmanagerProcess.start(telling: webhook.url("good"))
      let core = try CPUHogs.firstCore()
      let agent = try await AgentProcess.start(
        watching: calm(peer), python: "/usr/bin/python3", through: ["taskset", "--cpu-list", core])
      try await agent.waitForLog("the first round is done", count: 1)
      let hogs = try await CPUHogs(count: 7, core: core)
      try await agent.reload(streams(peer))

      let isContended = Told(name: "CalcmonHostContended", mix: nil, runtime: nil, cause: "host")
      let below = [("left", "swift"), ("right", "asyncio")].map {
        Told(name: "CalcmonQueueGrowing", mix: $0, runtime: $1, cause: "host")
      }
      let shown = try await Poll.value("it fires, with a queue of each mix and runtime below it", within: .seconds(100)) {
        try await agent.alerts()
      } until: { alerts in
        Set(alerts.filter { $0.state == "firing" }.map { Told($0.labels) }).isSuperset(of: below + [isContended])
      }
      let contended = try #require(shown.first { $0.labels["alertname"] == "CalcmonHostContended" })
      #expect(contended.annotations["description"]?.contains("thers used ") == true, "\(contended)")
      try await Poll.until("Alertmanager has told of it") { try await !webhook.items("good").isEmpty }
      // Nothing else was told at any time: neither before it, nor for another cause.
      #expect(Set(try await webhook.items("good").map { Told($0.labels) }) == [isContended], "\(shown)")
      #expect(Set(try await peer.alerts().map { Told($0.labels) }) == [isContended], "\(shown)")
      await hogs.end()
      #expect(try await agent.stop() == 0)
      try await peer.stop()
    }

    /// What distinguishes alerts here.
    private struct Told: Hashable {
      let name, mix, runtime, cause: String?

      init(name: String, mix: String?, runtime: String?, cause: String) {
        (self.name, self.mix, self.runtime, self.cause) = (name, mix, runtime, cause)
      }

      init(_ labels: [String: String]) {
        (name, mix, runtime, cause) = (labels["alertname"], labels["mix"], labels["runtime"], labels["cause"])
      }
    }

    /// The work of `streams` in both runtimes, so that it is known how much there is to it before others have the core.
    private func calm(_ peer: AlertmanagerProcess) -> String {
      """
      canaries: {cpu_budget: 1, every: 1h, cores: all, priority: normal}
      mixes:
        - {name: calm, kind: realtime, runtimes: [swift, asyncio], strategies: [async], rate: 10, duration: 1s, cpu: {time: 10ms}}
      alerting:
        rules: {slots_missed: {enabled: false}}
        alertmanagers: [{url: "\(peer.url)"}]
      """
    }

    /// Two streams of three tenths of a core each, of which an eighth is left. Both are due at once, and one run of each is enough. The other one's
    /// has ended long before the alert of the first fires.
    private func streams(_ peer: AlertmanagerProcess) -> String {
      let mixes = [("left", "swift"), ("right", "asyncio")].map { name, runtime in
        """
          - {name: \(name), kind: realtime, runtimes: [\(runtime)], strategies: [async], rate: 30, duration: 3s, queue_limit: 1000,
             cpu: {time: 10ms}, targets: {event_loop_latency: off, io_wait: off, memory: off}}
        """
      }
      return """
        canaries: {cpu_budget: 1, every: 40s, window: 2m, cores: all, priority: normal}
        mixes:
        \(mixes.joined(separator: "\n"))
        alerting:
          rules:
            queue_depth: {for: 30s, bad_runs: 1 of 1}
            host_contended: {for: 30s}
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
