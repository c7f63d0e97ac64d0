/// Which rules are asked for, with the parameters of Prometheus' `/api/v1/rules`. Parameters that it does not know are let pass, as there.
///
/// Source: https://prometheus.io/docs/prometheus/latest/querying/api/#rules
package struct RulesQuery: Hashable, Sendable {
  /// Whether alerting rules are wanted: `type`. calcmon has no others.
  package var wantsAlerting: Bool
  /// Only rules of these names: `rule_name[]`; empty: of all.
  package var names: [String]
  /// Only groups of these names: `rule_group[]`; empty: all.
  package var groups: [String]
  /// Only groups of these files: `file[]`; empty: all.
  package var files: [String]
  /// Whether the rules' alerts are left out: `exclude_alerts`.
  package var excludesAlerts: Bool

  init(_ query: [(name: String, value: String)]) throws(APIProblem) {
    let parameters = Parameters(query)
    wantsAlerting = try Self.wantsAlerting(parameters["type"])
    names = parameters.all("rule_name[]")
    groups = parameters.all("rule_group[]")
    files = parameters.all("file[]")
    excludesAlerts = try Self.flag("exclude_alerts", parameters["exclude_alerts"])
    if let selector = parameters.all("match[]").first {
      throw .invalid("match[]", selector, "cannot be honoured: calcmon does not select rules by labels")
    }
    try Self.checkPage(parameters)
  }

  private static func wantsAlerting(_ type: String?) throws(APIProblem) -> Bool {
    switch type {
    case nil, "alert": return true
    case "record": return false
    case let type?: throw .invalid("type", type, "is none of alert and record")
    }
  }

  /// As Go's `strconv.ParseBool` reads it.
  private static func flag(_ name: String, _ text: String?) throws(APIProblem) -> Bool {
    switch text {
    case nil, "0", "f", "F", "false", "FALSE", "False": return false
    case "1", "t", "T", "true", "TRUE", "True": return true
    case let text?: throw .invalid(name, text, "is neither true nor false")
    }
  }

  /// There is one group: every limit is enough for it, and no token was given for another page.
  private static func checkPage(_ parameters: Parameters) throws(APIProblem) {
    _ = try parameters.number("group_limit", in: 1...Int.max)
    if let token = parameters["group_next_token"] {
      throw .invalid("group_next_token", token, "was not given by this API: its groups are all in one answer")
    }
  }
}
