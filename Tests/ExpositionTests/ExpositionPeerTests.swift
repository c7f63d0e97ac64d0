import CalcmonTesting
import Exposition
import Foundation
import Samples
import Testing

/// What real readers make of both formats.
@Suite struct ExpositionPeerTests {
  /// What the parsers say of one sample.
  private struct ParsedSample: Decodable, Hashable {
    let family: String
    let type: String
    let name: String
    let labels: [String: String]
    let value: String
    var exemplar: String?
  }

  /// Prints all samples as JSON, as the parser named in the first argument reads them.
  private static let script = """
    import json, sys
    if sys.argv[1] == "text":
        from prometheus_client.parser import text_string_to_metric_families
    else:
        from prometheus_client.openmetrics.parser import text_string_to_metric_families
    print(json.dumps([
        {"family": family.name, "type": family.type, "name": sample.name, "labels": sample.labels,
         "value": repr(float(sample.value)),
         "exemplar": sample.exemplar and f"{sample.exemplar.labels} {sample.exemplar.value} {sample.exemplar.timestamp}"}
        for family in text_string_to_metric_families(sys.stdin.buffer.read().decode()) for sample in family.samples]))
    """

  private static func parsed(_ registry: MetricRegistry, _ format: String, createdTimestamps: Bool = true) async throws
    -> [ParsedSample]
  {
    let text =
      format == "text" ? TextFormat.render(registry) : OpenMetricsFormat.render(registry, createdTimestamps: createdTimestamps)
    let output = try await Tool.output("/usr/bin/python3", ["-c", script, format], input: String(decoding: text, as: UTF8.self))
    return try JSONDecoder().decode([ParsedSample].self, from: Data(output.utf8))
  }

  private static let hostile = [
    "plain", "", "\\", "\"", "\n", "\\n", "a\\\"b\nc", "{a=\"b\",} 1", "# EOF", "ä🦉", "\r\t\u{1}", "\u{2028}", "le=\"+Inf\"",
  ]

  @Test(arguments: ["text", "openmetrics"])
  func `labels of any content come back, and numbers of any kind`(_ format: String) async throws {
    var registry = MetricRegistry()
    let numbers = [
      0, -0.5, .nan, .infinity, -.infinity, 1e15, 1e-7, 1_795_370_400.123, .leastNonzeroMagnitude, 0.1 + 0.2, 1e300, 3, -7,
    ]
    for (value, number) in zip(Self.hostile, numbers) {
      registry.set(MetricCatalog.samplerDuration, Labels([("sampler", value)]), number)
    }
    let samples = try await Self.parsed(registry, format)
    let expected: [String: String] = Dictionary(
      uniqueKeysWithValues: zip(
        Self.hostile,
        [
          "0.0", "-0.5", "nan", "inf", "-inf", "1000000000000000.0", "1e-07", "1795370400.123", "5e-324", "0.30000000000000004",
          "1e+300", "3.0", "-7.0",
        ]))
    #expect(Dictionary(samples.map { ($0.labels["sampler"] ?? "", $0.value) }) { $1 } == expected)
    #expect(samples.count == expected.count)
  }

  @Test(arguments: ["text", "openmetrics"])
  func `every family of the catalog is read as what it is`(_ format: String) async throws {
    let registry = Self.catalog()
    let samples = try await Self.parsed(registry, format)
    let types = Dictionary(samples.map { ($0.family, $0.type) }) { first, _ in first }
    for metric in MetricCatalog.all {
      let isInfo = metric.isInfo && format != "text"
      // The text parser takes `_total` off as well.
      let family = metric.kind == .counter || isInfo ? metric.openMetricsName : metric.name
      #expect(types[family] == (isInfo ? "info" : metric.kind.word), "\(metric.name)")
    }
    let ofCatalog = samples.filter { !$0.name.hasSuffix("_created") }
    #expect(ofCatalog.count == registry.samples.count)
    #expect(samples.contains { $0.name.hasSuffix("_created") } == (format != "text"))
  }

  @Test func `exemplars are read`() async throws {
    let samples = try await Self.parsed(Self.catalog(), "openmetrics", createdTimestamps: false)
    let bucket = samples.first { $0.name == "calcmon_control_latency_seconds_bucket" && $0.labels["le"] == "0.07" }
    #expect(bucket?.exemplar == #"{'run_id': '12"3'} 0.07 1700000000.123000000"#)
    #expect(samples.allSatisfy { $0.exemplar == nil || $0.name.hasSuffix("_bucket") })
  }

  /// It would have them as summaries, of which readers want a count and a sum that never fall; these are of one run.
  @Test func `promtool says of quantiles of the last run that they are gauges, and else nothing`() async throws {
    let result = try await Tool.run("promtool", ["check", "metrics"], input: Self.catalog().text)
    let expected = MetricCatalog.all.filter { $0.labels.contains("quantile") }.map {
      "\($0.name) non-summary metrics should not have \"quantile\" label"
    }
    #expect(result.output == "")
    #expect(Set(result.errors.split(separator: "\n").map(String.init)) == Set(expected))
  }

  @Test(arguments: ["text", "openmetrics"])
  func `ten thousand series are read`(_ format: String) async throws {
    var registry = MetricRegistry()
    for number in 0..<10_000 {
      registry.set(MetricCatalog.samplerDuration, Labels([("sampler", "\(number)")]), Double(number) / 8)
    }
    let samples = try await Self.parsed(registry, format)
    #expect(samples.count == 10_000)
    #expect(samples.allSatisfy { Double($0.labels["sampler"] ?? "") == Double($0.value).map { $0 * 8 } })
  }

  @Test func `an empty exposition is read`() async throws {
    for format in ["text", "openmetrics"] { #expect(try await Self.parsed(MetricRegistry(), format).isEmpty) }
  }

  /// All metrics, with values that they can have.
  private static func catalog() -> MetricRegistry {
    var registry = MetricRegistry()
    registry.clock = Timestamp(milliseconds: 1_700_000_000_001)
    let exemplar = Exemplar(Labels([("run_id", "12\"3")]), at: Timestamp(milliseconds: 1_700_000_000_123))
    for metric in MetricCatalog.all {
      for value in hostile.dropFirst().prefix(4) {
        let labels = Labels(metric.labels.map { (name: $0, value: value + $0) })
        switch metric.kind {
        case .counter: registry.add(metric, labels, 1.5)
        case .gauge: registry.set(metric, labels, metric.isInfo ? 1 : 0.25)
        case .histogram: registry.merge(metric, labels, distribution([(70_000, 2), (90_000_000_000, 1)]), exemplar: exemplar)
        }
      }
    }
    return registry
  }
}
