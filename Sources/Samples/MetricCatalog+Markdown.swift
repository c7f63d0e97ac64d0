extension MetricCatalog {
  /// The catalogue as the table of the README.
  package static var markdown: String {
    let rows = all.map { metric in
      "| `\(metric.name)` | \(metric.kind.word) | \(words(metric)) | \(metric.help) |\n"
    }
    return "| metric | type | labels | meaning |\n|---|---|---|---|\n" + rows.joined()
  }

  private static func words(_ metric: Metric) -> String {
    [metric.labels, metric.labelsOfApps ?? []].filter { !$0.isEmpty }
      .map { $0.map { "`\($0)`" }.joined(separator: ", ") }.joined(separator: "; or ")
  }
}
