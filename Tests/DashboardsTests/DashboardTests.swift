import Dashboards
import Foundation
import Samples
import Testing
import Thresholds

/// What calcmon asks of its dashboards beyond the linter.
@Suite struct DashboardTests {
  @Test func `There are six, under names that bookmarks hold`() {
    #expect(
      Set(DashboardText.all.map(\.uid)) == [
        "calcmon-overview", "calcmon-host", "calcmon-strategies", "calcmon-applications", "calcmon-application", "calcmon-agent",
      ])
  }

  /// A metric that is renamed does not build; a label that is renamed is found here.
  @Test func `Labels that are asked for are labels of the metric`() {
    let expressions =
      Dashboard.all.flatMap(\.expressions) + RecordingRule.all.map(\.expression) + AlertingRule.all.map(\.expression)
    #expect(expressions.count > 100)
    for selector in expressions.flatMap(\.selectors) {
      let known = selector.seriesLabels + ["job", "instance", "alertname", "alertstate"]
      #expect(Set(selector.labels).isSubset(of: known), "\(selector)")
      if selector.suffix != "" {
        guard case .histogram = selector.metric.kind else {
          Issue.record("\(selector.metric.name) has no \(selector.suffix)")
          continue
        }
      }
    }
  }

  @Test(arguments: DashboardText.all)
  func `Where there is no data, the panel says so in words`(_ dashboard: DashboardText) throws {
    for panel in dashboard.asking {
      let defaults = (panel["fieldConfig"] as? [String: Any])?["defaults"] as? [String: Any]
      let words = try #require(defaults?["noValue"] as? String)
      #expect(words.hasPrefix("No ") && (words.hasSuffix(".") || words.hasSuffix("?")), "\(panel["title"] ?? "")")
    }
  }

  @Test(arguments: DashboardText.all)
  func `Panels lie beside each other, not on each other`(_ dashboard: DashboardText) throws {
    var taken: Set<[Int]> = []
    for panel in dashboard.panels {
      let place = try #require(panel["gridPos"] as? [String: Int])
      let (x, y, width, height) = (place["x"] ?? -1, place["y"] ?? -1, place["w"] ?? 0, place["h"] ?? 0)
      #expect(x >= 0 && width > 0 && x + width <= 24)
      for column in x..<x + width { for row in y..<y + height { #expect(taken.insert([column, row]).inserted) } }
    }
    let ids = dashboard.panels.compactMap { $0["id"] as? Int }
    #expect(Set(ids).count == dashboard.panels.count)
  }

  @Test func `Each of the five targets is drawn with its limits`() throws {
    let host = try #require(DashboardText.all.first { $0.uid == "calcmon-host" })
    for target in ["event_loop_latency", "queue_depth", "cpu_utilization", "memory", "io_wait"] {
      let panel = try #require(
        host.asking.first { panel in
          let expressions = (panel["targets"] as? [[String: Any]] ?? []).compactMap { $0["expr"] as? String }
          return expressions.contains { $0.contains("calcmon_target_value{") && $0.contains("target=\"\(target)\"") }
        })
      let limits = (panel["targets"] as? [[String: Any]] ?? []).filter {
        ($0["expr"] as? String)?.contains("calcmon_target_limit{") == true
      }
      let dashed = ((panel["fieldConfig"] as? [String: Any])?["overrides"] as? [[String: Any]] ?? []).compactMap {
        ($0["matcher"] as? [String: String])?["options"]
      }
      #expect(limits.count == 1)
      #expect(limits.compactMap { $0["refId"] as? String } == dashed)
    }
  }

  @Test func `Each target of applications is drawn with its limits, and of applications alone`() throws {
    let application = try #require(DashboardText.all.first { $0.uid == "calcmon-application" })
    for target in Target.ofApplications.map(\.name.rawValue) + ["cpu_utilization"] {
      let drawn = application.expressions.filter { $0.contains("target=\"\(target)\"") }
      #expect(drawn.contains { $0.contains("calcmon_target_value{") } && drawn.contains { $0.contains("calcmon_target_limit{") })
    }
    let judged = DashboardText.all.flatMap { board in
      board.expressions.filter { $0.contains("calcmon_target_") }.map { (board.uid, $0) }
    }
    for (uid, expression) in judged {
      let selectors = expression.matches(of: /calcmon_target_\w+\{[^}]*\}/).map { String($0.output) }
      let chosen = uid.hasPrefix("calcmon-application") ? "app=~\"$app\"" : "mix=~\"$mix\""
      #expect(!selectors.isEmpty && selectors.allSatisfy { $0.contains(chosen) }, "\(uid): \(expression)")
    }
  }

  @Test func `Rules of canaries see no series of applications, and the other way round`() {
    for rule in AlertingRule.all {
      let selectors = rule.expression.text(.matchers("")).matches(of: /calcmon_(target|alerting)_\w+\{([^}]*)\}/)
      for selector in selectors {
        #expect(
          selector.output.2.contains("mix!=\"\"") != selector.output.2.contains("app!=\"\""),
          "\(rule.alert): \(selector.output.0)")
      }
    }
  }

  @Test func `What happens once a slot is asked for once a slot`() {
    for panel in DashboardText.all.flatMap(\.asking) {
      let expressions = (panel["targets"] as? [[String: Any]] ?? []).compactMap { $0["expr"] as? String }
      guard expressions.contains(where: { $0.contains("$__interval_ms") || $0.contains("histogram_quantile") }) else { continue }
      // Applications tell all the time.
      guard !expressions.contains(where: { $0.contains("calcmon_app_") }) else { continue }
      #expect(panel["interval"] as? String == "$slot", "\(panel["title"] ?? "")")
    }
    let slots = DashboardText.all.flatMap { $0.variables.filter { $0["name"] as? String == "slot" } }
    #expect(slots.count == DashboardText.all.count)
    #expect(slots.allSatisfy { ($0["current"] as? [String: Any])?["value"] as? String == "5m" })
  }

  @Test func `Latencies are drawn on logarithmic axes`() {
    let panels = DashboardText.all.flatMap(\.asking).filter { panel in
      panel["type"] as? String == "timeseries" && (panel["title"] as? String)?.contains(/latency|Latency|p99/) == true
    }
    #expect(panels.count >= 8)
    for panel in panels {
      let defaults = (panel["fieldConfig"] as? [String: Any])?["defaults"] as? [String: Any]
      let scale = (defaults?["custom"] as? [String: Any])?["scaleDistribution"] as? [String: Any]
      #expect(scale?["type"] as? String == "log", "\(panel["title"] ?? "")")
      #expect(defaults?["min"] == nil)
    }
  }

  @Test func `Runs are exemplars of the latency`() {
    let exemplars = DashboardText.all.flatMap(\.targets).filter { $0["exemplar"] as? Bool == true }
    #expect(exemplars.count == 1)
    #expect(exemplars.allSatisfy { ($0["expr"] as? String)?.contains("calcmon_event_loop_latency_seconds_bucket{") == true })
  }
}
