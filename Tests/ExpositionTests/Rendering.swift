import Exposition
import Samples

extension MetricRegistry {
  /// The exposition as text.
  var text: String { String(decoding: TextFormat.render(self), as: UTF8.self) }

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
