import Alerting

/// All that calcmon brings along for those who read its metrics: dashboards, rules, runbooks, and how to set up Prometheus, Grafana, Datadog
/// and OpenTelemetry.
package enum Pack {
  /// A file of it.
  package struct File: Hashable, Sendable {
    /// Relative to the folder of the pack.
    package let path: String
    /// In UTF-8.
    package let text: String
  }

  /// All of them, by path. The same each time.
  package static func files() throws -> [File] {
    let dashboards = try Dashboard.all.map { ("grafana/\($0.uid).json", try $0.text()) }
    let runbooks = Runbook.names.compactMap { name in
      Runbook.text(of: name).map { ("runbooks/\(name).md", String(decoding: $0, as: UTF8.self)) }
    }
    let all: [(path: String, text: String)] =
      dashboards + runbooks + Provisioning.files + PrometheusFiles.files + Mixin.files
      + [(DatadogFile.path, DatadogFile.text), (CollectorFile.path, CollectorFile.text), ("README.md", PackReadme.text)]
    return all.map { File(path: $0.path, text: $0.text) }.sorted { $0.path < $1.path }
  }
}
