import API
import Alerting
import CalcmonTesting
import Foundation
import Samples
import Snapshots
import Testing

// Prometheus' own types (web/api/v1/api.go), as strict as a client in Go or TypeScript is at most: every field that is not omitempty must be there.

private struct Answer<Body: Decodable>: Decodable {
  let status: String
  let data: Body
}

private struct RuleDiscovery: Decodable {
  let groups: [RuleGroup]
}

private struct RuleGroup: Decodable {
  let name: String
  let file: String
  let rules: [AlertingRule]
  let interval: Double
  let limit: Int
  let evaluationTime: Double
  let lastEvaluation: Date
}

private struct AlertingRule: Decodable {
  let state: String
  let name: String
  let query: String
  let duration: Double
  let keepFiringFor: Double
  let labels: [String: String]
  let annotations: [String: String]
  let alerts: [PromAlert]
  let health: String
  let lastError: String?
  let evaluationTime: Double
  let lastEvaluation: Date
  let type: String
}

private struct AlertDiscovery: Decodable {
  let alerts: [PromAlert]
}

private struct PromAlert: Decodable {
  let labels: [String: String]
  let annotations: [String: String]
  let state: String
  let activeAt: Date
  let keepFiringSince: Date?
  let value: String
}

/// What Prometheus' clients read, Grafana among them.
@Suite struct PrometheusShapeTests {
  private func decoded<Body: Decodable>(_: Body.Type, _ target: String, _ snapshot: AgentSnapshot = Agents.busy) throws -> Body {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      return try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
    let answer = try decoder.decode(Answer<Body>.self, from: Data(try ask(target, snapshot).utf8))
    #expect(answer.status == "success")
    return answer.data
  }

  private func rules(_ target: String, _ snapshot: AgentSnapshot = Agents.busy) throws -> [AlertingRule] {
    try decoded(RuleDiscovery.self, target, snapshot).groups.flatMap(\.rules)
  }

  @Test func `Rules with their alerts`() throws {
    let groups = try decoded(RuleDiscovery.self, "rules").groups
    let group = try #require(groups.first)
    #expect(groups.count == 1 && group.name == "calcmon" && group.file == "calcmon" && group.interval == 300)
    #expect(group.lastEvaluation.timeIntervalSince1970 == Agents.now.seconds)
    #expect(
      group.rules.map(\.name) == ["CalcmonEventLoopLatencyHigh", "CalcmonRunFailing", "CalcmonMemoryGrowing"])
    #expect(group.rules.map(\.state) == ["firing", "pending", "inactive"])
    #expect(group.rules.allSatisfy { $0.health == "ok" && $0.type == "alerting" })
    let first = group.rules[0]
    #expect(
      first.query == "calcmon_target_breached{target=\"event_loop_latency\"} == 1 "
        + "and calcmon_target_bad_runs >= calcmon_target_bad_runs_needed")
    #expect(first.duration == 120 && first.keepFiringFor == 360)
    #expect(first.labels == ["severity": "warning", "team": "checkout"])
    #expect(first.annotations == ["summary": "{{ $labels.mix }}: {{ $value }}"])
    #expect(first.alerts.count == 1 && first.alerts[0].value == "1.43e-01")
    #expect(group.rules[2].alerts.isEmpty)
  }

  @Test func `Alerts that are pending or firing`() throws {
    let alerts = try decoded(AlertDiscovery.self, "alerts").alerts
    #expect(alerts.map(\.state) == ["firing", "pending"])
    #expect(alerts[0].labels["alertname"] == "CalcmonEventLoopLatencyHigh")
    #expect(alerts[0].annotations["summary"] == "mixed: late")
    #expect(alerts[0].activeAt.timeIntervalSince1970 == Agents.now.seconds - 70)
    #expect(alerts[0].keepFiringSince?.timeIntervalSince1970 == Agents.now.seconds - 5.5)
    #expect(alerts[1].keepFiringSince == nil)
    #expect(alerts[1].value == "NaN")
  }

  @Test(arguments: [
    ("rules?type=record", 0), ("rules?type=alert", 3), ("rules?rule_name[]=CalcmonRunFailing", 1),
    ("rules?rule_name[]=CalcmonRunFailing&rule_name[]=CalcmonMemoryGrowing&rule_name[]=Other", 2), ("rules?rule_name[]=Other", 0),
    ("rules?rule_group[]=calcmon&rule_group[]=x", 3), ("rules?rule_group[]=x", 0), ("rules?file[]=calcmon", 3),
    ("rules?file[]=x", 0), ("rules?group_limit=1", 3), ("rules?rule_name[]=", 3),
  ])
  func `Parameters choose rules`(_ target: String, _ count: Int) throws {
    #expect(try rules(target).count == count)
    #expect(try decoded(RuleDiscovery.self, target).groups.count == (count == 0 ? 0 : 1))
  }

  @Test(arguments: [("true", true), ("1", true), ("T", true), ("false", false), ("0", false), ("", false)])
  func `Alerts can be left out of rules, which keep their state`(_ text: String, _ isExcluded: Bool) throws {
    let found = try rules("rules?exclude_alerts=\(text)")
    #expect(found.map(\.state) == ["firing", "pending", "inactive"])
    #expect(found.flatMap(\.alerts).count == (isExcluded ? 0 : 2))
  }

  @Test func `A rule that is switched off is none`() throws {
    var snapshot = Agents.busy
    snapshot.rules[1].isEnabled = false
    #expect(try rules("rules", snapshot).count == 2)
  }

  @Test func `Every rule has an expression`() throws {
    var snapshot = Agents.busy
    snapshot.rules = AlertRule.standard
    let queries = try rules("rules", snapshot).map(\.query)
    #expect(Set(queries).count == AlertName.allCases.count)
    #expect(queries.allSatisfy { $0.contains("calcmon_") })
  }

  // As Go writes them with 'e' and the fewest digits.
  @Test(
    arguments: [
      (0.143, "1.43e-01"), (0, "0e+00"), (-0.0, "-0e+00"), (1, "1e+00"), (10, "1e+01"), (-3.25, "-3.25e+00"), (1e100, "1e+100"),
      (.leastNonzeroMagnitude, "5e-324"), (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
      (123_456_789, "1.23456789e+08"),
      (1e16, "1e+16"), (0.0001, "1e-04"), (0.000_012_5, "1.25e-05"), (100_200, "1.002e+05"), (.infinity, "+Inf"),
      (-.infinity, "-Inf"), (0.1 + 0.2, "3.0000000000000004e-01"),
    ] as [(Double, String)])
  func `Values as Go writes them`(_ value: Double, _ text: String) throws {
    var snapshot = Agents.busy
    snapshot.alerts = [.init(alert: Agents.alert(.memoryGrowing, .firing, value: value), isMuted: false)]
    #expect(try decoded(AlertDiscovery.self, "alerts", snapshot).alerts.map(\.value) == [text])
  }
}
