import Alerting
import CalcmonTesting
import Dashboards
import Foundation
import Testing

@Suite struct RuleTests {
  private static let folder = "\(Repository.root)/dashboards/prometheus"

  @Test func `promtool finds nothing in the rules, nor in the configuration`() async throws {
    for command in [["rules", "rules/calcmon-alerts.yml", "rules/calcmon-recording.yml"], ["config", "prometheus.yml"]] {
      let result = try await Tool.run("promtool", ["check"] + command, directory: Self.folder)
      #expect(result.status == 0, "\(result.output) \(result.errors)")
      #expect(!(result.output + result.errors).contains("FAILED"))
    }
  }

  @Test func `amtool finds nothing in the inhibit rule's configuration`() async throws {
    let path = "\(Repository.root)/dashboards/alertmanager/alertmanager.yml"
    let result = try await Tool.run("amtool", ["check-config", path])
    #expect(result.status == 0, "\(result.output) \(result.errors)")
    #expect(result.output.contains("2 inhibit rules"))
  }

  @Test func `The alerts are the agent's, and one more`() throws {
    let names = Set(AlertingRule.all.map(\.alert))
    #expect(names == Set(AlertName.allCases.map(\.rawValue) + ["CalcmonAgentDown"]))
    for rule in AlertingRule.all {
      #expect(Runbook.text(of: rule.alert) != nil)
      #expect(rule.summary.hasSuffix(".") && rule.summary.contains("{{ $labels.instance }}"))
      #expect(!rule.description.isEmpty)
      guard let own = AlertRule.standard.first(where: { $0.name.rawValue == rule.alert }) else { continue }
      #expect(rule.hold == (own.hold == 30 ? "30s" : "\(Int(own.hold) / 60)m"))
      #expect(rule.severity == own.severity || rule.severity == "critical")
      let keep = own.keepFiringFor > 0 ? "\(Int(own.keepFiringFor) / 60)m" : nil
      if own.name.hasJudgedCause, own.name != .hostContended {
        // Prometheus would keep it beside the same with another cause, and wait anew with each cause.
        #expect(rule.keepFiringFor == nil && !rule.waits)
        let text = rule.expression.text(.matchers(""))
        #expect(
          text.contains("[\(keep ?? ""):])") && text.contains("[\(Int(own.hold) + 15)s:15s]) >= \(Int(own.hold) / 15 + 1)\n"))
        #expect(text.contains("[\(Int(own.hold + own.keepFiringFor) / 60)m:])"))
      } else {
        #expect(rule.keepFiringFor == keep && rule.waits)
      }
    }
  }

  @Test(arguments: Array(Set(AlertingRule.all.map(\.alert))).sorted())
  func `Each alert fires when it should, and not otherwise`(_ alert: String) async throws {
    let path = "\(Self.folder)/tests/\(alert).yml"
    let result = try await Tool.run("promtool", ["test", "rules", path])
    #expect(result.status == 0, "\(result.output) \(result.errors)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("exp_labels"))
    #expect(text.contains("alertname: \(alert), exp_alerts: []"))
  }

  @Test func `Recording rules are called level, metric, operations`() throws {
    let names = RecordingRule.all.map(\.record)
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.wholeMatch(of: /[a-z_]+:calcmon_[a-z_]+:[a-z0-9_]+/) != nil, "\(name)") }
    for rule in RecordingRule.all {
      let text = rule.expression.text(.matchers(""))
      guard let levels = rule.record.split(separator: ":").first?.split(separator: "_") else { continue }
      guard let labels = text.firstMatch(of: /by \(([a-z, ]+)\)/)?.output.1.replacing(",", with: "").split(separator: " ") else {
        continue
      }
      #expect(Set(levels).union(["job", "le"]).isSuperset(of: labels), "\(rule.record)")
    }
  }
}
