import CalcmonTesting
import Foundation
import Testing

extension Beside {
  /// The rules that calcmon brings along, with their own times: it waits for minutes, and the other groups have the machine.
  @Suite struct PackAlertTests {
    @Test func `A breach fires the rule of Prometheus and the agent's own alert alike, and marks the dashboards`() async throws {
      let start = Date()
      let pack = try await PackFolder()
      let agent = try await AgentProcess.start(
        watching: """
          canaries: {cpu_budget: 1, every: 10s}
          mixes:
            - {name: blocked, kind: mixed, strategies: [async, sync], runtimes: [swift], items: 4, cpu: {time: 300ms}, every: 10s}
          """)
      let prometheus = try await pack.startPrometheus(targets: "[{targets: [\"127.0.0.1:\(agent.port)\"]}]")
      // Both wait for two minutes, as they come.
      try await Poll.until("both sides fire", within: .seconds(60 * 4)) {
        let theirs = try await prometheus.firingAlerts()
        guard !theirs.isEmpty else { return false }
        return try await agent.alerts().contains { $0.state == "firing" }
      }
      let names = ["alertname", "mix", "strategy", "runtime"]
      let theirs = Set(try await prometheus.firingAlerts().map { alert in names.map { alert[$0] ?? "" } })
      let own = Set(
        try await agent.alerts().filter { $0.state == "firing" }.map { alert in names.map { alert.labels[$0] ?? "" } })
      // The baseline blocks its loop as well, and is no alert on either side.
      #expect(theirs == [["CalcmonEventLoopLatencyHigh", "blocked", "async", "swift"]])
      #expect(own == theirs)
      #expect(try await prometheus.query("sum(calcmon_target_breached{strategy=\"sync\"})") ?? 0 >= 1)
      for annotation in try pack.annotations() {
        guard let expression = annotation.expr else { continue }
        try await Poll.until("\(annotation.name) has marks") {
          try await !prometheus.ask(expression, isInstant: false, since: start).series.isEmpty
        }
      }
      try await prometheus.stop()
      #expect(try await agent.stop() == 0)
    }
  }
}
