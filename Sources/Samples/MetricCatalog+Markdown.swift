extension MetricCatalog {
  /// The catalogue as the table of the README.
  package static var markdown: String {
    let rows = all.map { metric in
      "| `\(metric.name)` | \(metric.kind.word) | \(metric.labels.map { "`\($0)`" }.joined(separator: ", ")) | \(metric.help) |\n"
    }
    return "| metric | type | labels | meaning |\n|---|---|---|---|\n" + rows.joined()
  }
}
