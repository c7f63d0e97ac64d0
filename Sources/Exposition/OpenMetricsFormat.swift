import Samples

/// OpenMetrics 1.0: the families of ``TextFormat`` in the same order, with units, exemplars and, where wanted, instants of
/// creation.
///
/// Source: `prometheus/docs`, `docs/specs/om/open_metrics_spec.md`. A family's name is without `_total`; a gauge that only tells
/// by its labels (`…_info`) is of the type that OpenMetrics has for it.
package enum OpenMetricsFormat {
  /// What an exposition ends with: a reader knows by it that nothing is missing.
  static let end = Array("# EOF\n".utf8)

  /// All families that have a series.
  ///
  /// - Parameter createdTimestamps: whether counters and histograms tell when they began. It is a line a series more.
  package static func render(_ registry: MetricRegistry, createdTimestamps: Bool = false) -> [UInt8] {
    registry.sorted.flatMap { render($0.metric, $0.family, createdTimestamps: createdTimestamps) } + end
  }

  static func render(_ metric: Metric, _ family: MetricFamily, createdTimestamps: Bool) -> [UInt8] {
    let name = metric.openMetricsName
    var header: [UInt8] = []
    header.append("# TYPE \(name) \(metric.isInfo ? "info" : metric.kind.word)\n")
    if let unit = metric.unit { header.append("# UNIT \(name) \(unit)\n") }
    header.append("# HELP \(name) ")
    header.append(escaping: metric.help, quotes: true)
    header.append(UInt8(ascii: "\n"))
    var writer = SampleWriter(
      after: header, metric.kind, name: metric.kind == .counter ? "\(name)_total" : metric.name,
      created: createdTimestamps && metric.kind != .gauge ? "\(name)_created" : nil, exemplars: true)
    for series in family.series { writer.write(series) }
    return writer.bytes
  }
}
