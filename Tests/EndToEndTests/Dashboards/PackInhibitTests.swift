import CalcmonTesting
import Foundation
import Testing

extension Beside {
  /// What a real Alertmanager makes of the inhibit rule that calcmon brings along.
  @Suite(.timeLimit(.minutes(1))) struct PackInhibitTests {
    @Test func `The critical alert of some runs inhibits the warning of the same, and no other`() async throws {
      let pack = try await PackFolder()
      let text = try String(contentsOfFile: pack.path("alertmanager/alertmanager.yml"), encoding: .utf8)
      let peer = try await AlertmanagerProcess.start(configuration: text)
      let alerts = [
        ["severity": "critical"], ["severity": "warning", "cause": "host"], ["severity": "page"],
        ["severity": "warning", "instance": "b"], ["severity": "warning", "strategy": "async"],
        ["severity": "warning", "alertname": "CalcmonQueueGrowing"],
      ].map { Self.common.merging($0) { $1 } }
      try await post(alerts, to: peer)
      // Alertmanager looks at its inhibit rules shortly after it has taken the alerts.
      var found: [ReceivedAlert] = []
      try await Poll.until("both are inhibited") {
        found = try await peer.alerts()
        return found.count { !$0.status.inhibitedBy.isEmpty } >= 2
      }
      #expect(found.count == alerts.count)
      let inhibited = found.filter { !$0.status.inhibitedBy.isEmpty }
      #expect(Set(inhibited.map { $0.labels["severity"] ?? "" }) == ["warning", "page"])
      #expect(inhibited.allSatisfy { $0.labels.merging(Self.common) { $1 } == $0.labels })
      #expect(inhibited.count == 2)
      try await peer.stop()
    }

    @Test func `The critical alert of an application inhibits the warning of the same, and of no other`() async throws {
      let pack = try await PackFolder()
      let text = try String(contentsOfFile: pack.path("alertmanager/alertmanager.yml"), encoding: .utf8)
      let peer = try await AlertmanagerProcess.start(configuration: text)
      let alerts = [("critical", "shop"), ("warning", "shop"), ("warning", "mail")].map { severity, app in
        ["alertname": "CalcmonEventLoopLatencyHigh", "instance": "a", "app": app, "severity": severity, "cause": "program"]
      }
      try await post(alerts, to: peer)
      var found: [ReceivedAlert] = []
      try await Poll.until("the warning is inhibited") {
        found = try await peer.alerts()
        return found.count == alerts.count && found.contains { !$0.status.inhibitedBy.isEmpty }
      }
      #expect(found.filter { !$0.status.inhibitedBy.isEmpty }.map(\.labels) == [alerts[1]])
      try await peer.stop()
    }

    @Test func `The alert of a contended host inhibits what the host is the cause of there, and is the only one that is active`()
      async throws
    {
      let pack = try await PackFolder()
      let text = try String(contentsOfFile: pack.path("alertmanager/alertmanager.yml"), encoding: .utf8)
      let peer = try await AlertmanagerProcess.start(configuration: text)
      let host = ["alertname": "CalcmonHostContended", "instance": "a", "severity": "warning", "cause": "host"]
      let explained = ["mixed", "cpu-bound"].flatMap { mix in
        ["CalcmonQueueGrowing", "CalcmonEventLoopLatencyHigh"].map {
          ["alertname": $0, "mix": mix, "severity": "warning", "cause": "host"]
        }
      }.map { Self.common.merging($0) { $1 } }
      try await post([host] + explained, to: peer)
      var found: [ReceivedAlert] = []
      try await Poll.until("all that it explains are inhibited") {
        found = try await peer.alerts()
        return found.count { !$0.status.inhibitedBy.isEmpty } >= explained.count
      }
      #expect(found.filter { $0.status.state == "active" }.map(\.labels) == [host])
      #expect(found.count == 1 + explained.count)

      let others = [["cause": "program"], ["cause": "host", "instance": "b"], ["cause": "unexplained", "strategy": "async"]]
      try await post(others.map { Self.common.merging(["severity": "warning"]) { $1 }.merging($0) { $1 } }, to: peer)
      try await Poll.until("the others are there, and looked at") {
        found = try await peer.alerts()
        return found.count == 1 + explained.count + others.count && found.allSatisfy { $0.status.state != "unprocessed" }
      }
      #expect(found.count { $0.status.state == "active" } == 1 + others.count)
      try await peer.stop()
    }

    private func post(_ alerts: [[String: String]], to peer: AlertmanagerProcess) async throws {
      let body = String(decoding: try JSONEncoder().encode(alerts.map { Posted(labels: $0) }), as: UTF8.self)
      let answer = try await HTTP.request(
        "POST", "/api/v2/alerts", port: peer.port, headers: ["Content-Type": "application/json"], body: body)
      #expect(answer.status == 200)
    }

    private struct Posted: Encodable {
      let labels: [String: String]
      var generatorURL = "http://127.0.0.1:9873/"
    }

    private static let common = [
      "alertname": "CalcmonEventLoopLatencyHigh", "instance": "a", "mix": "mixed", "strategy": "hybrid", "runtime": "swift",
    ]
  }
}
