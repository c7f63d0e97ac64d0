import Exposition
import Samples
import Testing

/// What both formats have to get right.
@Suite struct BothFormatsTests {
  private static func render(_ registry: MetricRegistry, _ format: ExpositionFormat) -> String {
    String(decoding: ExpositionRenderer().render(registry, format, gzip: false), as: UTF8.self)
  }

  private static func samples(_ registry: MetricRegistry, _ format: ExpositionFormat) -> [String] {
    render(registry, format).split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }

  @Test(arguments: ExpositionFormat.allCases)
  func `label values are escaped`(_ format: ExpositionFormat) {
    for (value, text) in [("", ""), (#"\"#, #"\\"#), ("\"", #"\""#), ("\n", #"\n"#), ("a\\\"b\nc", #"a\\\"b\nc"#), ("ä🦉", "ä🦉")] {
      var registry = MetricRegistry()
      registry.set(MetricCatalog.samplerSuccess, Labels([("sampler", value)]), 1)
      #expect(Self.samples(registry, format) == ["calcmon_sampler_success{sampler=\"\(text)\"} 1"])
    }
  }

  @Test(arguments: ExpositionFormat.allCases)
  func `gauges may be anything that a double is`(_ format: ExpositionFormat) {
    for (number, text) in [
      (Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (-0.0, "0"), (1e300, "1e+300"), (-12, "-12"),
    ] {
      var registry = MetricRegistry()
      registry.set(MetricCatalog.storageBytes, .none, number)
      #expect(Self.samples(registry, format) == ["calcmon_storage_bytes \(text)"])
    }
  }

  @Test(arguments: ExpositionFormat.allCases)
  func `a family that lost its series leaves nothing behind`(_ format: ExpositionFormat) {
    let renderer = ExpositionRenderer()
    var registry = MetricRegistry()
    registry.set(MetricCatalog.storageBytes, .none, 1)
    let before = renderer.render(registry, format, gzip: false)
    registry.add(MetricCatalog.slots, Labels([("mix", "a")]))
    #expect(renderer.render(registry, format, gzip: false) != before)
    registry.remove(MetricCatalog.slots, Labels([("mix", "a")]))
    #expect(renderer.render(registry, format, gzip: false) == before)
    registry.remove(MetricCatalog.storageBytes, .none)
    #expect(Self.render(registry, format) == (format == .text ? "" : "# EOF\n"))
  }

  @Test(arguments: ExpositionFormat.allCases)
  func `buckets ascend, are cumulative, and infinity is the count`(_ format: ExpositionFormat) throws {
    var registry = MetricRegistry()
    registry.merge(MetricCatalog.queueWait, run("a"), distribution([(400, 1), (500, 2), (99_000, 3), (20_000_000, 4)]))
    var (bounds, counts): ([Double], [Double]) = ([], [])
    var total: Double?
    for line in Self.samples(registry, format) {
      let value = try #require(line.split(separator: " ").last.flatMap { Double($0) })
      if let match = line.firstMatch(of: /,le="([^"]+)"}/) {
        #expect(match.1 == "+Inf" || match.1.contains("."))
        bounds.append(match.1 == "+Inf" ? .infinity : try #require(Double(match.1)))
        counts.append(value)
      } else if line.contains("_count{") {
        total = value
      }
    }
    #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
    #expect(counts == Array(repeating: 3, count: 13) + Array(repeating: 6, count: 11) + [10])
    #expect(bounds.last == .infinity)
    #expect(total == 10)
  }
}
