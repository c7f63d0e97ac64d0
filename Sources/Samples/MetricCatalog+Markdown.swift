extension MetricCatalog {
  /// The catalogue as the table of the README.
  package static var markdown: String {
    let rows = all.map { metric in
      let labels = [metric.labels, metric.applicationLabels].compactMap { $0.map(list) }.joined(separator: "; of applications ")
      return "| `\(metric.name)` | \(metric.kind.word) | \(labels) | \(metric.help) |\n"
    }
    return "| metric | type | labels | meaning |\n|---|---|---|---|\n" + rows.joined()
  }

  private static func list(_ labels: [String]) -> String { labels.map { "`\($0)`" }.joined(separator: ", ") }
}
