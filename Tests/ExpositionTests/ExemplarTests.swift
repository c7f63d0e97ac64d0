import Exposition
import Samples
import Testing

@Suite struct ExemplarTests {
  private static func exemplar(_ run: Int, at milliseconds: Int64 = 1_700_000_000_123) -> Exemplar? {
    Exemplar(Labels([("run_id", "\(run)")]), at: Timestamp(milliseconds: milliseconds))
  }

  /// Bound and exemplar of each line that has one.
  private static func shown(_ registry: MetricRegistry) -> [String: String] {
    var shown: [String: String] = [:]
    for line in registry.openMetrics.split(separator: "\n") {
      if let match = line.firstMatch(of: /le="([^"]+)"} \d+ # (.+)/) { shown[String(match.1)] = String(match.2) }
    }
    return shown
  }

  @Test func `each bucket shows the highest value recorded in it`() {
    var registry = MetricRegistry()
    registry.merge(
      MetricCatalog.controlLatency, .none, distribution([(16_000, 5), (24_000, 1), (100_000, 1), (100_001, 1), (60_000_000, 2)]),
      exemplar: Self.exemplar(7))
    #expect(
      Self.shown(registry) == [
        "0.025": #"{run_id="7"} 0.024 1700000000.123"#, "0.1": #"{run_id="7"} 0.1 1700000000.123"#,
        "0.15": #"{run_id="7"} 0.100001 1700000000.123"#, "+Inf": #"{run_id="7"} 60 1700000000.123"#,
      ])
  }

  @Test func `a bucket keeps its exemplar until a later distribution has one for it`() {
    var registry = MetricRegistry()
    registry.merge(MetricCatalog.controlLatency, .none, distribution([(11_000, 1), (75_000, 1)]), exemplar: Self.exemplar(1))
    registry.merge(
      MetricCatalog.controlLatency, .none, distribution([(12_000, 1)]), exemplar: Self.exemplar(2, at: 1_700_000_001_000))
    registry.merge(MetricCatalog.controlLatency, .none, distribution([(80_000, 1)]))
    registry.observe(MetricCatalog.controlLatency, .none, 0.08)
    #expect(
      Self.shown(registry) == [
        "0.015": #"{run_id="2"} 0.012 1700000001"#, "0.1": #"{run_id="1"} 0.075 1700000000.123"#,
      ])
  }

  @Test func `only OpenMetrics shows them`() {
    var registry = MetricRegistry()
    registry.merge(MetricCatalog.controlLatency, .none, distribution([(11_000, 1)]), exemplar: Self.exemplar(1))
    #expect(!registry.text.contains("run_id"))
  }

  @Test func `labels are escaped, and may be of any script`() throws {
    var registry = MetricRegistry()
    let exemplar = try #require(Exemplar(Labels([("b", "ä🦉"), ("a", "\"\\\n")]), at: Timestamp(milliseconds: 5000)))
    registry.merge(MetricCatalog.controlLatency, .none, distribution([(11_000, 1)]), exemplar: exemplar)
    #expect(Self.shown(registry) == ["0.015": #"{a="\"\\\n",b="ä🦉"} 0.011 5"#])
  }

  @Test(arguments: [(98, true), (99, false), (10_000, false)])
  func `labels that leave no room for a number within 128 characters are refused`(_ length: Int, _ isTaken: Bool) {
    let labels = Labels([("run_id", String(repeating: "ä", count: length))])
    #expect((Exemplar(labels, at: Timestamp(milliseconds: 0)) != nil) == isTaken)
  }
}
