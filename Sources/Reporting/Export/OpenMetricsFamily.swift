import Samples

/// A metric family as OpenMetrics describes it.
struct OpenMetricsFamily {
  /// Without `_total`.
  let name: String
  /// What its samples are called: `name`, or `name_total`.
  let sampleName: String
  let type: String
  let help: String

  /// A metric under the name that the agent exposes it by.
  init(_ metric: Metric) {
    name = metric.openMetricsName
    sampleName = metric.name
    type = metric.kind.word
    help = metric.help
  }

  /// The samples of a quantity.
  init(_ quantity: Quantity) {
    name = "calcmon_sample_\(quantity.rawValue)"
    sampleName = name
    type = "gauge"
    help =
      switch quantity {
      case .eventLoopLatency: "The worst lateness of a tick of the event loop under test since the sample before."
      case .queueDepth: "Items accepted and not yet started."
      case .cpuUtilization: "CPU time of the run's processes over wall time and the cores available, since the sample before."
      case .memory: "Memory of the run's process tree, PSS where readable, else RSS."
      case .ioWait: "The share of time in which every item in flight waited for I/O, since the sample before."
      }
  }

  /// OpenMetrics wants the unit to be the end of the name.
  var unit: String? { Metric.unit(of: name) }

  /// The lines before the first sample.
  var header: String {
    let unitLine = unit.map { "# UNIT \(name) \($0)\n" } ?? ""
    return "# TYPE \(name) \(type)\n\(unitLine)# HELP \(name) \(OpenMetricsFamily.escaped(help))\n"
  }

  /// A line up to its value: `name{label="value",…} `.
  static func line(_ name: String, _ labels: Labels, bound: String? = nil) -> [UInt8] {
    var pairs = labels.pairs.map { "\($0.name)=\"\(escaped($0.value))\"" }
    if let bound { pairs.append("le=\"\(bound)\"") }
    return Array("\(name){\(pairs.joined(separator: ","))} ".utf8)
  }

  /// In label values and, unlike in the older text format, in help texts too.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"": escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
