import Exposition
import Samples
import Testing

@Suite struct CreatedTimestampTests {
  private static let mix = Labels([("mix", "a")])

  private static func created(_ registry: MetricRegistry) -> [String] {
    String(decoding: OpenMetricsFormat.render(registry, createdTimestamps: true), as: UTF8.self)
      .split(separator: "\n").map(String.init).filter { $0.contains("_created") }
  }

  @Test func `counters and histograms tell when they began, gauges do not`() {
    var registry = MetricRegistry()
    registry.clock = Timestamp(milliseconds: 1_700_000_000_250)
    registry.add(MetricCatalog.slots, Self.mix)
    registry.observe(MetricCatalog.controlLatency, .none, 0.1)
    registry.set(MetricCatalog.storageBytes, .none, 1)
    #expect(
      Self.created(registry) == [
        "calcmon_control_latency_seconds_created 1700000000.25", #"calcmon_slots_created{mix="a"} 1700000000.25"#,
      ])
    #expect(!registry.openMetrics.contains("_created"))
    #expect(!registry.text.contains("_created"))
  }

  @Test func `a series keeps its instant until it is removed`() {
    var registry = MetricRegistry()
    registry.clock = Timestamp(milliseconds: 1000)
    registry.add(MetricCatalog.slots, Self.mix)
    registry.clock = Timestamp(milliseconds: 2000)
    registry.add(MetricCatalog.slots, Self.mix)
    registry.add(MetricCatalog.slots, Labels([("mix", "b")]))
    #expect(Self.created(registry) == [#"calcmon_slots_created{mix="a"} 1"#, #"calcmon_slots_created{mix="b"} 2"#])
    registry.remove(MetricCatalog.slots, Self.mix)
    registry.add(MetricCatalog.slots, Self.mix)
    #expect(Self.created(registry) == [#"calcmon_slots_created{mix="a"} 2"#, #"calcmon_slots_created{mix="b"} 2"#])
  }

  @Test func `what began when nobody knew the time tells none`() {
    var registry = MetricRegistry()
    registry.add(MetricCatalog.slots, Self.mix)
    registry.clock = Timestamp(milliseconds: 1000)
    registry.add(MetricCatalog.slots, Self.mix)
    #expect(Self.created(registry) == [])
  }
}
