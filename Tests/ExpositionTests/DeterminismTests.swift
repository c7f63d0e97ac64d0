import Exposition
import Samples
import Testing

@Suite struct DeterminismTests {
  private enum Step {
    case add(Metric, Labels)
    case set(Metric, Labels)
    case merge(Metric, Labels)
  }

  private static let steps: [Step] =
    MetricCatalog.all.flatMap { metric in
      ["zz", "a", "M", "é", "", "10", "9"].map { value in
        let labels = Labels(metric.labels.map { (name: $0, value: value) })
        return switch metric.kind {
        case .counter: .add(metric, labels)
        case .gauge: .set(metric, labels)
        case .histogram: .merge(metric, labels)
        }
      }
    }

  private static func render(_ steps: [Step]) -> [UInt8] {
    var registry = MetricRegistry()
    for step in steps {
      switch step {
      case .add(let metric, let labels): registry.add(metric, labels, 2)
      case .set(let metric, let labels): registry.set(metric, labels, 3)
      case .merge(let metric, let labels): registry.merge(metric, labels, distribution([(1_000, 1), (70_000, 2)]))
      }
    }
    return TextFormat.render(registry)
  }

  @Test(arguments: UInt64(1)...20)
  func `the order in which things happened does not show`(_ seed: UInt64) {
    var random = LinearCongruence(state: seed)
    #expect(Self.render(Self.steps.shuffled(using: &random)) == Self.render(Self.steps))
  }

  @Test func `ten thousand series are written, each once and in order`() {
    var random = LinearCongruence(state: 1)
    let metrics = MetricCatalog.all.filter { $0.kind.word != "histogram" && !$0.labels.isEmpty }.prefix(20)
    let names = (100..<600).map { "mix-\($0)" }
    let series = metrics.flatMap { metric in names.map { (metric, $0) } }
    var registry = MetricRegistry()
    for (metric, name) in series.shuffled(using: &random) {
      registry.set(metric, Labels(metric.labels.map { (name: $0, value: name) }), 1)
    }
    let expected = metrics.sorted { $0.name < $1.name }.flatMap { metric in
      names.map { name in "\(metric.name){\(metric.labels.map { "\($0)=\"\(name)\"" }.joined(separator: ","))} 1" }
    }
    #expect(expected.count == 10_000)
    #expect(registry.samples == expected)
  }
}
