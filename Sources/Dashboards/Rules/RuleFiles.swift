/// Rules as Prometheus reads them.
enum RuleFiles {
  static let runbookURL = "http://{{ $labels.instance }}/runbooks/%s"

  /// Matchers of the agents that should answer.
  static let upSelector = #"job="calcmon""#

  static var recording: String {
    head("calcmon-recording") + RecordingRule.all.map { "      - record: \($0.record)\n\(expression($0.expression))" }.joined()
  }

  static var alerting: String { head("calcmon-alerts") + AlertingRule.all.map(entry).joined() }

  private static func head(_ group: String) -> String {
    """
    # Written by 'calcmon dashboards generate'; do not edit.
    groups:
      - name: \(group)
        rules:

    """
  }

  private static func entry(_ rule: AlertingRule) -> String {
    let keep = rule.keepFiringFor.map { ["        keep_firing_for: \($0)"] } ?? []
    let lines =
      (rule.waits ? ["        for: \(rule.hold)"] : []) + keep + [
        "        labels:"
      ] + rule.labels.map { "          \($0.name): \($0.value)" } + [
        "        annotations:",
        "          summary: \(quoted(rule.summary))", "          description: \(quoted(rule.description))",
        "          runbook_url: \(quoted(runbookURL.replacing("%s", with: rule.alert)))",
      ]
    return "      - alert: \(rule.alert)\n" + expression(rule.expression) + lines.map { $0 + "\n" }.joined()
  }

  /// As a block: the expression may have several lines.
  private static func expression(_ expression: PromQL) -> String {
    "        expr: |\n" + expression.text(ofCalcmon: "", up: upSelector).indented(10) + "\n"
  }

  /// YAML's single quotes take everything as it is, but for themselves.
  private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}

extension PromQL {
  /// As a rule asks it.
  ///
  /// - Parameters:
  ///   - ofCalcmon: matchers for metrics of calcmon.
  ///   - up: matchers for `up`, which every target has.
  func text(ofCalcmon: String, up: String) -> String {
    text(.matchers(selectors.contains { $0.metric == PrometheusSeries.up } ? up : ofCalcmon))
  }
}

extension String {
  /// Each of its lines, so many spaces further to the right.
  func indented(_ count: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "" : String(repeating: " ", count: count) + $0
    }.joined(separator: "\n")
  }
}
