import Samples

/// The Prometheus text format 0.0.4, byte for byte the same for the same state: families by name, series by label values.
///
/// Source: `prometheus/docs`, `docs/instrumenting/exposition_formats.md`. No timestamps. Bounds are written as floats (`1.0`), as
/// OpenMetrics wants them, so that series agree between Prometheus 2 and 3.
package enum TextFormat {
  /// What goes into `Content-Type`.
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// All families that have a series.
  package static func render(_ registry: MetricRegistry) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(64 * 1024)
    for (metric, family) in registry.families.sorted(by: { $0.key.name < $1.key.name }) where !family.labels.isEmpty {
      out.append("# HELP \(metric.name) ")
      out.append(escaping: metric.help, quotes: false)
      out.append("\n# TYPE \(metric.name) \(metric.kind.word)\n")
      for (labels, value) in zip(family.labels, family.values) {
        switch value {
        case .number(let number): out.appendSample(metric.name, labels, number)
        case .histogram(let state): out.appendHistogram(metric, labels, state)
        }
      }
    }
    return out
  }

  /// A number as Go's ParseFloat reads it; whole numbers below 1e15 without a fraction.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value.rounded() == value, abs(value) < 1e15 { return String(Int64(value)) }
    return value.description
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  fileprivate mutating func append(escaping text: String, quotes: Bool) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\"") where quotes: append("\\\"")
      default: append(byte)
      }
    }
  }

  fileprivate mutating func appendSample(_ name: String, _ labels: Labels, _ value: Double, bound: String? = nil) {
    append(name)
    if !labels.pairs.isEmpty || bound != nil {
      var separator = "{"
      for pair in labels.pairs {
        append("\(separator)\(pair.name)=\"")
        append(escaping: pair.value, quotes: true)
        append("\"")
        separator = ","
      }
      if let bound { append("\(separator)le=\"\(bound)\"") }
      append("}")
    }
    append(" \(TextFormat.number(value))\n")
  }

  fileprivate mutating func appendHistogram(_ metric: Metric, _ labels: Labels, _ state: MetricRegistry.HistogramState) {
    guard case .histogram(let bounds) = metric.kind else { return }
    for (bound, count) in zip(bounds, state.counts) {
      appendSample("\(metric.name)_bucket", labels, Double(count), bound: bound.description)
    }
    appendSample("\(metric.name)_bucket", labels, Double(state.total), bound: "+Inf")
    appendSample("\(metric.name)_sum", labels, state.sum)
    appendSample("\(metric.name)_count", labels, Double(state.total))
  }
}
