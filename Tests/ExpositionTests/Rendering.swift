import Exposition
import Samples

extension MetricRegistry {
  /// The exposition as text.
  var text: String { String(decoding: TextFormat.render(self), as: UTF8.self) }

  /// The exposition as OpenMetrics.
  var openMetrics: String { String(decoding: OpenMetricsFormat.render(self), as: UTF8.self) }

  /// The lines of samples.
  var samples: [String] { text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") } }
}

/// The labels of a run.
func run(_ mix: String, _ strategy: Strategy = .async) -> Labels {
  RunIdentity(mix: mix, strategy: strategy, runtime: .swift).labels
}

/// A distribution of pairs of microseconds and count; empty where they are not ascending.
func distribution(_ pairs: [(UInt64, UInt64)]) -> LatencyHistogram {
  LatencyHistogram(ascending: pairs.map { .init(upperMicroseconds: $0.0, count: $0.1) }) ?? LatencyHistogram()
}

/// Three series of every metric of the catalog.
func everything() -> MetricRegistry {
  var registry = MetricRegistry()
  for metric in MetricCatalog.all {
    for value in ["a", "b \"quoted\"\n", "c"] {
      let labels = Labels(metric.labels.map { (name: $0, value: value) })
      switch metric.kind {
      case .counter: registry.add(metric, labels, 1.5)
      case .gauge: registry.set(metric, labels, -2)
      case .histogram: registry.observe(metric, labels, 0.07)
      }
    }
  }
  return registry
}

/// Donald Knuth's MMIX constants: the same numbers on every machine.
struct LinearCongruence: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 32)
  }
}
