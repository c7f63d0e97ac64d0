import Samples

/// How a Datadog Agent reads `/metrics`: by its OpenMetrics check.
enum DatadogFile {
  static let path = "datadog/openmetrics.d/conf.yaml"

  /// Each metric by name, so that what calcmon exposes later costs nothing unasked. The check wants counters without `_total`.
  static let text = """
    # For /etc/datadog-agent/conf.d/openmetrics.d/conf.yaml, Datadog Agent 7.32 or later.
    init_config: {}
    instances:
      - openmetrics_endpoint: http://127.0.0.1:9873/metrics
        namespace: calcmon
        # 'version' is a tag of Datadog's own.
        rename_labels: {version: calcmon_version}
        histogram_buckets_as_distributions: true
        # The newest Agents leave the tags lower_bound and upper_bound out, and so have a series where others have one a bucket:
        # collect_histograms_as_distributions: true
        metrics:
    \(MetricCatalog.all.map { "      - \(name(of: $0)): \(rename($0))" }.joined(separator: "\n"))

    """

  private static func name(of metric: Metric) -> String { metric.isInfo ? metric.name : metric.openMetricsName }

  /// The namespace is put before it.
  private static func rename(_ metric: Metric) -> String {
    let name = name(of: metric)
    return name.hasPrefix("calcmon_") ? String(name.dropFirst("calcmon_".count)) : name
  }
}
