import Samples

/// The Prometheus text format 0.0.4, byte for byte the same for the same state: families by name, series by label values.
///
/// Source: `prometheus/docs`, `docs/instrumenting/exposition_formats.md`. No timestamps. Bounds are written as floats (`1.0`), as
/// OpenMetrics wants them, so that series agree between Prometheus 2 and 3.
package enum TextFormat {
  /// All families that have a series.
  package static func render(_ registry: MetricRegistry) -> [UInt8] {
    registry.sorted.flatMap { render($0.metric, $0.family) }
  }

  static func render(_ metric: Metric, _ family: MetricFamily) -> [UInt8] {
    var header: [UInt8] = []
    header.append("# HELP \(metric.name) ")
    header.append(escaping: metric.help, quotes: false)
    header.append("\n# TYPE \(metric.name) \(metric.kind.word)\n")
    var writer = SampleWriter(after: header, metric.kind, name: metric.name)
    for series in family.series { writer.write(series) }
    return writer.bytes
  }
}
