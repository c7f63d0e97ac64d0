import Samples

/// What is marked over all panels of a dashboard.
enum Annotation {
  static let all: [JSON] = [
    [
      "name": "Annotations & Alerts", "builtIn": 1, "type": "dashboard", "enable": true, "hide": true,
      "iconColor": "rgba(0, 211, 255, 1)", "datasource": ["type": "grafana", "uid": "-- Grafana --"],
    ],
    marks(
      "Alerts of Prometheus' rules", "red",
      "\(PrometheusSeries.alerts, ["alertname": .like("Calcmon.+"), "alertstate": "firing"])",
      title: "{{alertname}}", text: "{{instance}} {{mix}} {{strategy}} {{runtime}} ({{severity}})"),
    marks(
      "Alerts of the agents", "orange", "\(MetricCatalog.alerts, ["state": "firing"]) > 0", title: "{{alertname}}",
      text: "{{instance}}, by the agent's own rules"),
    marks(
      "Agents started", "blue", "time() - \(MetricCatalog.processStart) < 60", title: "Agent started",
      text: "{{instance}}"),
  ]

  /// What happens to applications.
  static let ofApplications: [JSON] = [
    marks(
      "Applications started", "blue", "(\(MetricCatalog.appUp) unless \(MetricCatalog.appUp) offset 1m) == 1",
      title: "{{app}} started", text: "{{instance}}"),
    marks("Applications gone", "red", "\(MetricCatalog.appUp) == 0", title: "{{app}} is gone", text: "{{instance}}"),
    marks(
      "Processes came or went", "purple", "\(MetricCatalog.appProcesses) != \(MetricCatalog.appProcesses) offset 1m",
      title: "{{app}}: processes came or went", text: "{{instance}}"),
    marks(
      "Loops that stand", "red", "\(MetricCatalog.appStanding) >= 10", title: "a loop of {{app}} stands", text: "{{instance}}"),
  ]

  private static func marks(_ name: String, _ colour: String, _ expression: PromQL, title: String, text: String) -> JSON {
    [
      "name": .string(name), "enable": true, "hide": false, "iconColor": .string(colour), "datasource": Panel.datasource,
      "expr": .string(expression.text(.variables)), "titleFormat": .string(title), "textFormat": .string(text),
    ]
  }
}
