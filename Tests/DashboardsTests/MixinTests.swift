import CalcmonTesting
import Dashboards
import Foundation
import Testing

@Suite struct MixinTests {
  private static let folder = "\(Repository.root)/dashboards"

  private func evaluate(_ expression: String) async throws -> String {
    let text = "local mixin = import '\(Self.folder)/mixin/mixin.libsonnet'; \(expression)"
    return try await Tool.output("jsonnet", ["--exec", text])
  }

  /// Rules in the order of their files, without what an empty selector leaves behind.
  private static let comparison = """
    import json, sys, yaml
    def rules(groups): return [dict(rule, expr=rule["expr"].replace(",}", "}").replace("{}", "")) for rule in groups[0]["rules"]]
    yaml_rules = rules(yaml.safe_load(open(sys.argv[1]))["groups"])
    print(len(yaml_rules), rules(json.load(sys.stdin)["groups"]) == yaml_rules)
    """

  @Test(arguments: [("prometheusAlerts", "calcmon-alerts.yml", 15), ("prometheusRules", "calcmon-recording.yml", 12)])
  func `It has the rules of the YAML files`(_ field: String, _ file: String, _ count: Int) async throws {
    let mixin = try await evaluate("mixin.\(field)")
    let path = "\(Self.folder)/prometheus/rules/\(file)"
    #expect(try await Tool.output("/usr/bin/python3", ["-c", Self.comparison, path], input: mixin) == "\(count) True")
  }

  @Test func `A selector reaches every series, and another address the runbooks`() async throws {
    let rules = try await evaluate(
      """
      local own = mixin { _config+:: { calcmonSelector: 'job="own"', calcmonUpSelector: 'job="own"', runbookURLPattern: 'https://wiki/%s' } };
      std.join('\\n', [rule.expr for rule in own.prometheusAlerts.groups[0].rules + own.prometheusRules.groups[0].rules])
        + std.join('\\n', [rule.annotations.runbook_url for rule in own.prometheusAlerts.groups[0].rules])
      """)
    let series = rules.matches(of: /\b(?:up|calcmon_\w+)\{([^}]*)\}/)
    #expect(series.count > 20)
    #expect(series.allSatisfy { $0.output.1.contains(#"job=\"own\""#) })
    #expect(rules.matches(of: /https:\/\/wiki\/Calcmon\w+/).count == AlertingRule.all.count)
  }

  @Test func `It has the dashboards, by file name`() async throws {
    let names = try await evaluate("std.objectFields(mixin.grafanaDashboards)")
    for dashboard in Dashboard.all { #expect(names.contains("\"\(dashboard.uid).json\"")) }
    let hidden = try await evaluate("std.objectFields(mixin)")
    #expect(hidden == "[ ]")
  }

  @Test(arguments: ["mixin", "config", "alerts", "rules", "dashboards"])
  func `It is written as jsonnetfmt writes it`(_ name: String) async throws {
    let result = try await Tool.run("jsonnetfmt", ["--test", "\(Self.folder)/mixin/\(name).libsonnet"])
    #expect(result.status == 0)
  }
}
