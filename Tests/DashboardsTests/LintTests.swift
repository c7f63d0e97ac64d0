import Dashboards
import Foundation
import Testing

/// The rules of Grafana's dashboard linter, by their names there (github.com/grafana/dashboard-linter, docs/rules).
@Suite struct LintTests {
  @Test(arguments: DashboardText.all)
  func `template-datasource-rule: one data source, chosen at the top`(_ dashboard: DashboardText) throws {
    let sources = dashboard.variables.filter { $0["type"] as? String == "datasource" }
    #expect(sources.map { $0["name"] as? String } == ["datasource"])
    #expect(sources.map { $0["label"] as? String } == ["Data source"])
    #expect(sources.map { $0["query"] as? String } == ["prometheus"])
  }

  @Test(arguments: DashboardText.all)
  func `template-job-rule, template-instance-rule, template-on-time-change-reload-rule, template-label-promql-rule`(
    _ dashboard: DashboardText
  ) throws {
    let variables = dashboard.variables.filter { $0["type"] as? String == "query" }
    #expect(variables.map { $0["name"] as? String } == ["job", "instance", "mix", "strategy", "runtime", "app"])
    for variable in variables {
      let name = try #require(variable["name"] as? String)
      #expect(variable["label"] as? String == name.capitalized)
      #expect(variable["multi"] as? Bool == true)
      #expect(variable["includeAll"] as? Bool == true)
      #expect(variable["allValue"] as? String == ".+")
      #expect(variable["refresh"] as? Int == 2)
      #expect((variable["datasource"] as? [String: String])?["uid"] == "${datasource}")
      let query = try #require((variable["query"] as? [String: String])?["query"])
      #expect(query.wholeMatch(of: /label_values\(\w+\{[^}]+\}, (\w+)\)/)?.output.1 == Substring(name))
    }
  }

  @Test(arguments: DashboardText.all)
  func `panel-datasource-rule, panel-no-targets-rule`(_ dashboard: DashboardText) {
    #expect(!dashboard.asking.isEmpty)
    for panel in dashboard.asking {
      #expect((panel["datasource"] as? [String: String]) == ["type": "prometheus", "uid": "${datasource}"])
      let targets = panel["targets"] as? [[String: Any]] ?? []
      #expect(!targets.isEmpty)
      #expect(Set(targets.map { $0["refId"] as? String }).count == targets.count)
      for target in targets { #expect((target["datasource"] as? [String: String])?["uid"] == "${datasource}") }
    }
  }

  @Test(arguments: DashboardText.all)
  func `panel-title-description-rule`(_ dashboard: DashboardText) {
    for panel in dashboard.panels where panel["type"] as? String != "row" {
      #expect((panel["title"] as? String)?.isEmpty == false)
      #expect((panel["description"] as? String)?.hasSuffix(".") == true, "\(panel["title"] ?? "")")
    }
    let titles = dashboard.asking.compactMap { $0["title"] as? String }
    #expect(Set(titles).count == titles.count)
  }

  /// Those of the linter's list that are used here.
  private static let units = [
    "none", "short", "percentunit", "bytes", "binBps", "s", "cps", "reqps",
  ]

  @Test(arguments: DashboardText.all)
  func `panel-units-rule`(_ dashboard: DashboardText) throws {
    for panel in dashboard.asking {
      let defaults = try #require((panel["fieldConfig"] as? [String: Any])?["defaults"] as? [String: Any])
      let unit = try #require(defaults["unit"] as? String)
      #expect(Self.units.contains(unit), "\(panel["title"] ?? "")")
    }
  }

  @Test(arguments: DashboardText.all)
  func `target-job-rule, target-instance-rule: every series is one of the chosen agents`(_ dashboard: DashboardText) {
    let annotations = dashboard.annotations.compactMap { $0["expr"] as? String }
    #expect(annotations.count == (dashboard.uid.hasPrefix("calcmon-application") ? 7 : 3))
    for expression in dashboard.expressions + annotations {
      for series in expression.matches(of: /\b(up|ALERTS|(?:calcmon|process)_\w+)(\{[^}]*\})?/) {
        let matchers = series.output.2 ?? ""
        #expect(matchers.contains("job=~\"$job\""), "\(expression)")
        #expect(matchers.contains("instance=~\"$instance\""), "\(expression)")
      }
    }
  }

  @Test(arguments: DashboardText.all)
  func `target-rate-interval-rule, target-counter-agg-rule: counters grow; how fast is asked over what Grafana says`(
    _ dashboard: DashboardText
  ) {
    for expression in dashboard.expressions {
      for range in expression.matches(of: /(\w+)\([^()\[\]]*\[([^\]]*)\]/) {
        switch range.output.1 {
        case "rate", "irate": #expect(range.output.2 == "$__rate_interval", "\(expression)")
        case "increase": #expect(["$__rate_interval", "$__range"].contains(String(range.output.2)), "\(expression)")
        default: #expect(range.output.1 == "last_over_time" && range.output.2 == "$__range", "\(expression)")
        }
      }
      for counter in expression.matches(of: /(\w*)\(?\b\w+_(?:total|bucket|count)\{[^}]*\}(\[)?/) {
        #expect(["rate", "increase"].contains(String(counter.output.1)), "\(expression)")
        #expect(counter.output.2 != nil, "\(expression)")
      }
    }
  }

  @Test(arguments: DashboardText.all)
  func `uneditable-dashboard, and what all dashboards have`(_ dashboard: DashboardText) {
    let object = dashboard.object
    #expect(object["editable"] as? Bool == false)
    #expect(object["uid"] as? String == dashboard.uid)
    #expect(object["id"] is NSNull)
    #expect(object["tags"] as? [String] == ["calcmon"])
    #expect((object["links"] as? [[String: Any]])?.map { $0["tags"] as? [String] } == [["calcmon"]])
    #expect(object["title"] as? String != nil)
  }
}
