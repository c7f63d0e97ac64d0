import Alerting
import Settings
import Testing
import Thresholds

/// By what applications are judged, as a file says it.
@Suite struct AppSettingsTests {
  private static func apps(_ text: String) throws -> [WatchPlan.App] {
    try AgentSettings(parsing: "apps:\n\(text)", file: "calcmon.yaml", cores: 2).apps
  }

  @Test func `What is not given is as for all applications`() throws {
    let app = try #require(try Self.apps("  - name: shop").first)
    #expect(app == WatchPlan.App(pattern: "shop"))
  }

  @Test func `Targets, queues, labels and alerts are heard`() throws {
    let app = try #require(
      try Self.apps(
        """
          - name: "worker-*"
            targets:
              event_loop_latency: "p(99) < 50ms"
              queue_depth: {inbox: "max < 10", mails: {target: "trend <= 0", critical: "max < 1000"}}
              io_wait: off
              cpu_utilization: "0.70 .. 0.90"
            alerts: false
            labels: {team: shop}
        """
      ).first)
    let names: [TargetName] = [
      .eventLoopLatency, .queueDepth, .cpuUtilization, .memory, .saturation, .tasks, .executorBacklog,
    ]
    #expect(app.targets.map(\.name) == names)
    #expect(app.targets.first?.limit == .below(0.05))
    #expect(app.targets.first { $0.name == .queueDepth } == .queueDepth)
    #expect(app.queues["inbox"] == Target(.queueDepth, .max, .below(10)))
    #expect(app.queues["mails"]?.critical.map(\.limit) == [.below(1000)])
    #expect(!app.alerts)
    #expect(app.labels == ["team": "shop"])
    #expect(app.fits("worker-7") && !app.fits("shop"))
  }

  @Test func `Memory is looked at for three hours, unless it is said for how long`() throws {
    let apps = try Self.apps(
      """
        - {name: a, targets: {memory: "trend <= 0"}}
        - {name: b, targets: {memory: "trend <= 0 over 1h"}}
      """)
    #expect(apps.map { $0.targets.first { $0.name == .memory }?.window } == [3 * 3600, 3600])
  }

  @Test func `One target for all queues may have levels of its own`() throws {
    let app = try #require(
      try Self.apps("  - {name: a, targets: {queue_depth: {target: \"max < 10\", clear: \"max < 5\"}}}").first)
    #expect(app.queues.isEmpty)
    #expect(app.targets.first { $0.name == .queueDepth }?.clearing.map(\.limit) == [.below(5)])
  }

  @Test func `The plan that judges the past has them`() throws {
    let settings = try AgentSettings(parsing: "apps: [{name: shop, alerts: false}]", file: "calcmon.yaml", cores: 2)
    #expect(settings.judgingPlan().app("shop").alerts == false)
    #expect(settings.judgingPlan().app("other") == WatchPlan.App(pattern: "other"))
  }
}
