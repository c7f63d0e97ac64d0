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
  /// Those of its series that are of an application and not of runs, in ascending order; `nil`: there are none.
  package let applicationLabels: [String]?

  /// Describes a family; its labels may be given in any order.
  package init(_ kind: Kind, _ name: String, labels: [String] = [], ofApplications: [String]? = nil, _ help: String) {
    self.name = name
    self.help = help
    self.kind = kind
    self.labels = labels.sorted()
    applicationLabels = ofApplications?.sorted()
  }

  /// Whether a series of it may have these labels, which are in ascending order.
  package func allows(_ names: [String]) -> Bool { names == labels || names == applicationLabels }

  /// Whether it is a gauge that is always 1 and tells something by its labels only.
  package var isInfo: Bool { kind == .gauge && name.hasSuffix("_info") }

  /// What OpenMetrics calls the family: without `_total` of a counter, and without `_info`.
  package var openMetricsName: String {
    switch kind {
    case .counter where name.hasSuffix("_total"): String(name.dropLast("_total".count))
    case .gauge where isInfo: String(name.dropLast("_info".count))
    default: name
    }
  }

  /// The unit that the name ends in, before `_total`; `nil` where it has none.
  package var unit: String? { Metric.unit(of: openMetricsName) }

  /// The unit of a family that OpenMetrics calls so: the end of its name.
  package static func unit(of familyName: String) -> String? {
    ["seconds", "bytes", "ratio"].first { familyName.hasSuffix("_\($0)") }
  }

  /// By the name, which hardly two metrics share: metrics are looked up with each change of a value.
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
