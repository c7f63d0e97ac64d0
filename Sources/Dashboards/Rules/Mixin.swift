/// The pack in the form of monitoring mixins: jsonnet that others import, configure and extend.
enum Mixin {
  static let files: [(path: String, text: String)] = [
    ("mixin/mixin.libsonnet", entry), ("mixin/config.libsonnet", config), ("mixin/alerts.libsonnet", alerts),
    ("mixin/rules.libsonnet", rules), ("mixin/dashboards.libsonnet", dashboards),
  ]

  private static let entry = """
    (import 'config.libsonnet')
    + (import 'alerts.libsonnet')
    + (import 'rules.libsonnet')
    + (import 'dashboards.libsonnet')

    """

  private static let config = """
    {
      _config+:: {
        // Matchers of the series that rules look at, as 'job="calcmon"'. Empty: all that an agent of calcmon exposes.
        calcmonSelector: '',
        // Matchers of the agents that should answer.
        calcmonUpSelector: '\(RuleFiles.upSelector)',
        // Where the runbooks are; %s is the name of the alert. Each agent serves them itself.
        runbookURLPattern: '\(RuleFiles.runbookURL)',
      },
    }

    """

  private static let dashboards = """
    {
      grafanaDashboards+:: {
    \(Dashboard.all.map { "    '\($0.uid).json': import '../grafana/\($0.uid).json'," }.joined(separator: "\n"))
      },
    }

    """

  private static var rules: String {
    group(
      "prometheusRules", "calcmon-recording", RecordingRule.all.map { "record: '\($0.record)',\n\(expression($0.expression))" })
  }

  private static var alerts: String { group("prometheusAlerts", "calcmon-alerts", AlertingRule.all.map(entry)) }

  private static func entry(_ rule: AlertingRule) -> String {
    let keep = (rule.waits ? "\n'for': '\(rule.hold)'," : "") + (rule.keepFiringFor.map { "\nkeep_firing_for: '\($0)'," } ?? "")
    return """
      alert: '\(rule.alert)',
      \(expression(rule.expression))\(keep)
      labels: {
      \(rule.labels.map { "  \($0.name): '\($0.value)'," }.joined(separator: "\n"))
      },
      annotations: {
        summary: \(quoted(rule.summary)),
        description: \(quoted(rule.description)),
        runbook_url: $._config.runbookURLPattern % '\(rule.alert)',
      },
      """
  }

  /// A string as jsonnetfmt writes it: in double quotes only if it has a single one.
  private static func quoted(_ text: String) -> String {
    text.contains("'") && !text.contains("\"") ? "\"\(text)\"" : "'\(text.replacing("'", with: "\\'"))'"
  }

  private static func expression(_ expression: PromQL) -> String {
    let text = expression.text(ofCalcmon: "%(calcmonSelector)s", up: "%(calcmonUpSelector)s")
    return "expr: |||\n\(text.indented(2))\n||| % $._config,"
  }

  private static func group(_ field: String, _ name: String, _ rules: [String]) -> String {
    """
    {
      \(field)+:: {
        groups+: [
          {
            name: '\(name)',
            rules: [
    \(rules.map { "{\n\($0.indented(2))\n}," }.joined(separator: "\n").indented(10))
            ],
          },
        ],
      },
    }

    """
  }
}
