import CalcmonTesting
import Exposition
import Foundation
import Samples
import Testing

@Suite struct ExpositionRendererTests {
  private static let metrics: [Metric] = [
    MetricCatalog.slots, MetricCatalog.storageBytes, MetricCatalog.storageSamples, MetricCatalog.controlLatency,
    MetricCatalog.samplerSuccess, MetricCatalog.samplerFailures, MetricCatalog.lastRunDuration, MetricCatalog.queueWait,
    MetricCatalog.notifications,
  ]

  /// One random change; sometimes one that changes nothing.
  private static func change(_ registry: inout MetricRegistry, _ random: inout LinearCongruence) {
    guard let metric = metrics.randomElement(using: &random) else { return }
    let labels = Labels(metric.labels.map { ($0, ["a", "b\"\n", "", "ü"].randomElement(using: &random) ?? "") })
    let number = [0, 1, 2.5, .nan, .infinity, 1e-9].randomElement(using: &random) ?? 0
    registry.clock = Timestamp(milliseconds: Int64.random(in: 0...5, using: &random) * 1500)
    switch Int.random(in: 0...9, using: &random) {
    case 0, 1: registry.remove(metric, labels)
    case 2: for value in ["a", "b\"\n", "", "ü"] { registry.remove(metric, Labels(metric.labels.map { ($0, value) })) }
    default:
      switch metric.kind {
      case .counter: registry.add(metric, labels, number)
      case .gauge: registry.set(metric, labels, number)
      case .histogram where Bool.random(using: &random):
        registry.observe(metric, labels, 0.07 * Double.random(in: 0...9, using: &random))
      case .histogram:
        let exemplar = Exemplar(
          Labels([("run_id", "\(UInt8.random(in: 0...255, using: &random))")]), at: Timestamp(milliseconds: 7))
        registry.merge(
          metric, labels, distribution([(UInt64.random(in: 0...1_000_000, using: &random), 1), (2_000_000, 3)]),
          exemplar: Bool.random(using: &random) ? exemplar : nil)
      }
    }
  }

  private static func fresh(_ registry: MetricRegistry, _ format: ExpositionFormat, createdTimestamps: Bool) -> [UInt8] {
    format == .text
      ? TextFormat.render(registry) : OpenMetricsFormat.render(registry, createdTimestamps: createdTimestamps)
  }

  @Test(arguments: UInt64(1)...20)
  func `after any changes what is remembered is what would be written anew`(_ seed: UInt64) throws {
    var random = LinearCongruence(state: seed)
    let renderer = ExpositionRenderer(createdTimestamps: seed.isMultiple(of: 2))
    // Copies that went different ways, rendered in turns.
    var registries = [MetricRegistry(), MetricRegistry()]
    for _ in 0..<150 {
      let index = Int.random(in: 0...1, using: &random)
      for _ in 0..<Int.random(in: 0...3, using: &random) { Self.change(&registries[index], &random) }
      if Int.random(in: 0...19, using: &random) == 0 { registries[1 - index] = registries[index] }
      for format in ExpositionFormat.allCases where Bool.random(using: &random) {
        let expected = Self.fresh(registries[index], format, createdTimestamps: seed.isMultiple(of: 2))
        try #require(renderer.render(registries[index], format, gzip: false) == expected)
        try #require(inflated(renderer.render(registries[index], format, gzip: true)) == expected)
      }
    }
  }

  @Test func `ten thousand series are remembered too, and compressed in more than one part`() throws {
    var registry = MetricRegistry()
    for (number, metric) in MetricCatalog.all.filter({ $0.kind.word == "gauge" && !$0.labels.isEmpty }).prefix(20).enumerated() {
      for mix in 0..<500 { registry.set(metric, Labels(metric.labels.map { ($0, "\(mix)") }), Double(mix * 31 + number) / 7) }
    }
    let renderer = ExpositionRenderer()
    for step in 0..<3 {
      registry.set(MetricCatalog.queueDepth, run("late"), Double(step))
      for format in ExpositionFormat.allCases {
        let expected = Self.fresh(registry, format, createdTimestamps: false)
        #expect(renderer.render(registry, format, gzip: false) == expected)
        #expect(try inflated(renderer.render(registry, format, gzip: true)) == expected)
      }
    }
  }

  @Test func `those who ask at the same time get the same`() async {
    let registry = everything()
    let renderer = ExpositionRenderer()
    let all = await withTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<16 { group.addTask { renderer.render(registry, .openMetrics, gzip: true) } }
      return await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(all.count == 1)
  }

  @Test func `gzip takes what the renderer compressed`() async throws {
    let directory = try TemporaryDirectory()
    let registry = everything()
    let file = directory.file("metrics.gz")
    try Data(ExpositionRenderer().render(registry, .text, gzip: true)).write(to: URL(fileURLWithPath: file))
    #expect(try await Tool.run("gzip", ["--decompress", "--stdout", file]).output == registry.text)
  }
}
