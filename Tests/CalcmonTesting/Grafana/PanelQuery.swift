/// One query of a panel.
package struct PanelQuery: CustomStringConvertible {
  /// The dashboard's uid.
  package let dashboard: String
  /// Which asks it.
  package let panel: DashboardFile.Panel
  /// What it asks.
  package let target: DashboardFile.Target

  package var description: String { "\(dashboard), \(panel.title), \(target.refId): \(target.expr)" }

  /// All queries of a dashboard, those of closed rows too.
  package static func all(of file: DashboardFile) -> [PanelQuery] {
    file.panels.flatMap { [$0] + ($0.panels ?? []) }.flatMap { panel in
      (panel.targets ?? []).map { PanelQuery(dashboard: file.uid, panel: panel, target: $0) }
    }
  }

  /// The labels that names of series, or rows of the table, are made of.
  package var labels: [String] { target.legendFormat.matches(of: /\{\{(\w+)\}\}/).map { String($0.output.1) } }

  /// Whether its values can only grow, or be nothing.
  package var isGrowth: Bool { target.expr.contains("rate(") || target.expr.contains("increase(") }

  /// How a series is called.
  package func name(of labels: [String: String]) -> String {
    target.legendFormat.replacing(/\{\{(\w+)\}\}/) { labels[String($0.output.1)] ?? "?" }
  }
}
