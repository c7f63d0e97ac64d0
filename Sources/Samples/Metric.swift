/// What a metric family is: the one description from which its help text, its row in the README and its exposition come.
package struct Metric: Hashable, Sendable {
  /// The Prometheus type.
  package enum Kind: Hashable, Sendable {
    case counter
    case gauge
    /// With these upper bucket bounds in seconds, ascending, `+Inf` left out.
    case histogram(bounds: [Double])

    /// The word after `# TYPE`.
    package var word: String {
      switch self {
      case .counter: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      }
    }
  }

  /// The full name, with unit and `_total` where it has them.
  package let name: String
  /// One sentence without a line break.
  package let help: String
  /// Counter, gauge or histogram.
  package let kind: Kind
  /// The label names, in ascending order.
  package let labels: [String]

  /// Describes a family; its labels may be given in any order.
  package init(_ kind: Kind, _ name: String, labels: [String] = [], _ help: String) {
    self.name = name
    self.help = help
    self.kind = kind
    self.labels = labels.sorted()
  }
}
