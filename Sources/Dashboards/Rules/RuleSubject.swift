import Samples

/// Whose targets a rule looks at.
enum RuleSubject {
  case runs, applications

  /// The labels that tell one from the other.
  var labels: [String] {
    switch self {
    case .runs: ["mix", "strategy", "runtime"]
    case .applications: ["app"]
    }
  }

  /// As a summary names it: `({{ $labels.mix }}, …)`.
  var words: String { "(\(labels.map { "{{ $labels.\($0) }}" }.joined(separator: ", ")))" }

  /// With those that Prometheus adds, as in `by (…)`.
  var grouping: String { (["job", "instance"] + labels).joined(separator: ", ") }

  /// As the arguments of `printf` in a template.
  var arguments: String { (["job", "instance"] + labels).map { "$labels.\($0)" }.joined(separator: " ") }

  /// As matchers in the format of `printf`.
  var matchers: String { (["job", "instance"] + labels).map { "\($0)=\"%s\"" }.joined(separator: ",") }

  /// What one of them does that is judged alone, of several.
  var noun: String {
    switch self {
    case .runs: "runs"
    case .applications: "intervals"
    }
  }

  /// Its series of a metric.
  func series(_ metric: Metric, _ matchers: KeyValuePairs<String, LabelMatch> = [:]) -> PromQL {
    switch self {
    case .runs: "\(metric, matchers)"
    case .applications: "\(ofApplications: metric, matchers)"
    }
  }

  /// Leaves those whose breaches become alerts. The agent says it of each canary, and of an application at least if it is to be silent.
  var isAlerted: PromQL {
    switch self {
    case .runs: "and ignoring (target) \(MetricCatalog.alertingEnabled) == 1"
    case .applications: "unless ignoring (target) \(ofApplications: MetricCatalog.alertingEnabled) == 0"
    }
  }
}
