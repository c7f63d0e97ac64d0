import CalcmonTesting
import Dashboards
import Foundation
import Samples
import Testing

/// What sets up those who read calcmon's metrics.
@Suite struct PeerFileTests {
  private func yaml(_ path: String) async throws -> [String: Any] {
    let object = try await list(path) as? [String: Any]
    return try #require(object)
  }

  private func list(_ path: String) async throws -> Any {
    let script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))"
    let text = try await Tool.output("/usr/bin/python3", ["-c", script, "\(Repository.root)/dashboards/\(path)"])
    return try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test func `Datadog's check is told of every metric, of counters without _total`() async throws {
    let file = try await yaml("datadog/openmetrics.d/conf.yaml")
    #expect((file["init_config"] as? [String: Any])?.isEmpty == true)
    let instance = try #require((file["instances"] as? [[String: Any]])?.first)
    #expect(instance["openmetrics_endpoint"] as? String == "http://127.0.0.1:9873/metrics")
    #expect(instance["namespace"] as? String == "calcmon")
    #expect(instance["rename_labels"] as? [String: String] == ["version": "calcmon_version"])
    let metrics = try #require(instance["metrics"] as? [[String: String]])
    #expect(metrics.count == MetricCatalog.all.count)
    let names = metrics.flatMap(\.keys)
    let expected = MetricCatalog.all.map { $0.name.hasSuffix("_total") ? String($0.name.dropLast(6)) : $0.name }
    #expect(names == expected)
    let renamed = metrics.flatMap(\.values)
    #expect(Set(renamed).count == renamed.count)
    // Datadog's names: they begin with a letter, and have letters, digits, underscores and dots.
    for name in renamed {
      #expect(name.wholeMatch(of: /[a-z][a-z0-9_.]*/) != nil)
      #expect(!name.hasPrefix("calcmon"))
    }
  }

  /// Keys as the Collector's own documents have them: those that it does not know make it end.
  @Test func `OpenTelemetry's Collector is told of a whole pipeline, and its scrapes are Prometheus' own`() async throws {
    let file = try await yaml("opentelemetry/collector.yaml")
    #expect(Set(file.keys) == ["receivers", "processors", "exporters", "service"])
    let receivers = try #require(file["receivers"] as? [String: [String: Any]])
    #expect(receivers.mapValues { Set($0.keys) } == ["prometheus": ["config"]])
    let metrics = try #require(((file["service"] as? [String: Any])?["pipelines"] as? [String: [String: [String]]])?["metrics"])
    #expect(Set(metrics.keys) == ["receivers", "processors", "exporters"])
    for (kind, names) in metrics { #expect(Set(names) == Set((file[kind] as? [String: Any] ?? [:]).keys)) }
    let config = try #require(receivers["prometheus"]?["config"])
    let text = String(decoding: try JSONSerialization.data(withJSONObject: config), as: UTF8.self)
    // JSON is YAML.
    let result = try await Tool.run("promtool", ["check", "config", "/dev/stdin"], input: text)
    #expect(result.status == 0, "\(result.errors)")
    #expect(text.contains("127.0.0.1:9873"))
  }

  @Test func `Grafana is told of the dashboards and of the data source`() async throws {
    let dashboards = try await yaml("grafana/provisioning/dashboards/calcmon.yaml")
    #expect(dashboards["apiVersion"] as? Int == 1)
    let provider = try #require((dashboards["providers"] as? [[String: Any]])?.first)
    #expect(provider["type"] as? String == "file")
    #expect((provider["options"] as? [String: Any])?["path"] as? String == "/var/lib/grafana/dashboards/calcmon")
    let sources = try await yaml("grafana/provisioning/datasources/prometheus.yaml")
    let source = try #require((sources["datasources"] as? [[String: Any]])?.first)
    #expect(source["type"] as? String == "prometheus")
    let data = try #require(source["jsonData"] as? [String: Any])
    let scraping = try await yaml("prometheus/prometheus.yml")
    #expect(data["timeInterval"] as? String == (scraping["global"] as? [String: String])?["scrape_interval"])
    let exemplars = try #require((data["exemplarTraceIdDestinations"] as? [[String: String]])?.first)
    #expect(exemplars["name"] == "run_id")
    // Twice: Grafana replaces $ in provisioning files by the environment.
    #expect(exemplars["url"] == "http://127.0.0.1:9873/runs/$${__value.raw}")
  }

  @Test(arguments: ["prometheus/targets/calcmon.yml", "prometheus/targets-of-many-hosts.yml"])
  func `Prometheus takes the files of targets`(_ path: String) async throws {
    let result = try await Tool.run(
      "promtool", ["check", "config", "/dev/stdin"],
      input: """
        scrape_configs: [{job_name: calcmon, file_sd_configs: [{files: ["\(Repository.root)/dashboards/\(path)"]}]}]
        """)
    #expect(result.status == 0, "\(result.errors)")
    let groups = try #require(try await list(path) as? [[String: Any]])
    #expect(groups.allSatisfy { ($0["targets"] as? [String])?.isEmpty == false })
  }
}
