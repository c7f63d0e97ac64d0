package import Samples

/// A PromQL expression. Its metrics are written as those of the catalogue, so that one that was renamed does not build:
///
///     "sum by (cause) (increase(\(MetricCatalog.eventLoopStallSeconds)[15m]))"
///
/// What selects among jobs and instances is added when it is written out, as each of its readers needs it.
package struct PromQL: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// Which series are meant, beside those that the expression names itself.
  package enum Scope: Hashable, Sendable {
    /// What is chosen in the dashboard's variables: for each label that the metric has, and that the expression says nothing of.
    case variables
    /// These matchers, as they are; none if empty.
    case matchers(String)
  }

  /// The metrics in it, and the labels that it asks of each.
  package var selectors: [Selector] {
    parts.compactMap { if case .selector(let selector) = $0 { selector } else { nil } }
  }

  private let parts: [Part]

  /// An expression without metrics.
  package init(stringLiteral value: String) { parts = [.text(value)] }

  /// Joins text and metrics.
  package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

  /// The expression as Prometheus and Grafana read it.
  package func text(_ scope: Scope) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .selector(let selector): selector.text(scope)
      }
    }.joined()
  }

  fileprivate enum Part: Hashable, Sendable {
    case text(String)
    case selector(Selector)
  }

  /// Collects text and metrics.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) { parts.append(.text(literal)) }

    /// Series of a metric with these values of labels.
    package mutating func appendInterpolation(_ metric: Metric, _ matchers: KeyValuePairs<String, LabelMatch> = [:]) {
      append(metric, suffix: "", matchers)
    }

    /// Series of a metric that are of applications, and not of runs.
    package mutating func appendInterpolation(
      ofApplications metric: Metric, _ matchers: KeyValuePairs<String, LabelMatch> = [:]
    ) {
      append(metric, suffix: "", matchers, ofApplications: true)
    }

    /// The buckets of a histogram.
    package mutating func appendInterpolation(bucketsOf metric: Metric, _ matchers: KeyValuePairs<String, LabelMatch> = [:]) {
      append(metric, suffix: "_bucket", matchers)
    }

    /// How often a histogram was observed.
    package mutating func appendInterpolation(countOf metric: Metric, _ matchers: KeyValuePairs<String, LabelMatch> = [:]) {
      append(metric, suffix: "_count", matchers)
    }

    /// Another expression.
    package mutating func appendInterpolation(_ expression: PromQL) { parts += expression.parts }

    /// Text, as a list of labels.
    package mutating func appendInterpolation(raw text: String) { parts.append(.text(text)) }

    private mutating func append(
      _ metric: Metric, suffix: String, _ matchers: KeyValuePairs<String, LabelMatch>, ofApplications: Bool = false
    ) {
      parts.append(
        .selector(
          Selector(
            metric: metric, suffix: suffix, matchers: matchers.map { ($0.key, $0.value) }, isOfApplications: ofApplications)))
    }
  }
}

/// What a label must be.
package enum LabelMatch: Hashable, Sendable, ExpressibleByStringLiteral {
  case equal(String)
  /// An anchored regular expression.
  case like(String)
  /// Anything but the text; not empty: the label is there.
  case not(String)

  /// Equal to the text.
  package init(stringLiteral value: String) { self = .equal(value) }

  fileprivate var text: String {
    switch self {
    case .equal(let value): "=\"\(value)\""
    case .like(let pattern): "=~\"\(pattern)\""
    case .not(let value): "!=\"\(value)\""
    }
  }
}

/// A metric in an expression, and what is asked of its labels.
package struct Selector: Hashable, Sendable {
  /// Of the catalogue, or Prometheus' own.
  package let metric: Metric
  /// `_bucket` or `_count` of a histogram, else empty.
  package let suffix: String
  /// The labels asked for, in order.
  package let labels: [String]
  private let matches: [LabelMatch]
  private let isOfApplications: Bool

  fileprivate init(metric: Metric, suffix: String, matchers: [(String, LabelMatch)], isOfApplications: Bool) {
    self.metric = metric
    self.suffix = suffix
    labels = matchers.map(\.0)
    matches = matchers.map(\.1)
    self.isOfApplications = isOfApplications
  }

  /// Labels that dashboards choose by, wherever a metric has them; Prometheus adds the first two to all.
  private static let chosen = ["job", "instance", "mix", "strategy", "runtime", "app"]

  /// The labels that its series have.
  package var seriesLabels: [String] { isOfApplications ? metric.applicationLabels ?? metric.labels : metric.labels }

  /// Tells the two kinds of series apart of a metric that has both, if nothing else does.
  private var kind: [String] {
    guard metric.applicationLabels != nil else { return [] }
    let label = isOfApplications ? "app" : "mix"
    return labels.contains(label) ? [] : [label + LabelMatch.not("").text]
  }

  fileprivate func text(_ scope: PromQL.Scope) -> String {
    let own = zip(labels, matches).map { $0 + $1.text }
    let all =
      switch scope {
      case .variables:
        Selector.chosen.filter { (["job", "instance"] + seriesLabels).contains($0) && !labels.contains($0) }.map {
          "\($0)=~\"$\($0)\""
        } + own
      // Behind the others: jsonnet may put nothing there, and PromQL takes a comma at the end.
      case .matchers(let text): own + kind + (text.isEmpty ? [] : [text])
      }
    return metric.name + suffix + (all.isEmpty ? "" : "{\(all.joined(separator: ","))}")
  }
}

/// Series that Prometheus itself makes.
enum PrometheusSeries {
  static let up = Metric(.gauge, "up", "1 if the last scrape of the target succeeded, else 0.")
  static let alerts = Metric(
    .gauge, "ALERTS", labels: ["alertname", "alertstate", "severity", "cause"],
    "1 for each alert of an alerting rule that is pending or firing.")
}
