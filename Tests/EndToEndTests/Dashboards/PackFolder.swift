import CalcmonTesting
import Foundation

/// The pack as the binary exports it, set up as its users would for agents on free ports.
struct PackFolder {
  let directory: TemporaryDirectory
  var configuration: String { path("prometheus/prometheus.yml") }

  init() async throws {
    directory = try TemporaryDirectory()
    let result = try await Tool.run(BuiltBinary.path, ["dashboards", "export", "--to", directory.file("pack")])
    guard result.status == 0 else { throw Tool.Failure(description: result.errors) }
  }

  func path(_ name: String) -> String { directory.file("pack/\(name)") }

  /// Prometheus with the pack's own configuration: each second instead of each quarter of a minute, and with these targets.
  ///
  /// - Parameter web: for targets that serve by TLS to users.
  func startPrometheus(targets: String, web: WebFiles? = nil) async throws -> PrometheusProcess {
    try targets.write(toFile: path("prometheus/targets/calcmon.yml"), atomically: true, encoding: .utf8)
    var text = try String(contentsOfFile: configuration, encoding: .utf8)
    guard text.contains("_interval: 15s"), text.contains(" # tls_config:"), text.contains(" # basic_auth:") else {
      throw Tool.Failure(description: "the pack's configuration is not what it was: \(text)")
    }
    text = text.replacing("_interval: 15s", with: "_interval: 1s")
    if let web {
      try "secret".write(toFile: path("prometheus/password"), atomically: true, encoding: .utf8)
      text = text.replacing("# tls_config: {ca_file: ca.pem}", with: "tls_config: {ca_file: \(web.certificate)}")
        .replacing("# basic_auth: {username: prometheus,", with: "basic_auth: {username: reader,")
    }
    try text.write(toFile: configuration, atomically: true, encoding: .utf8)
    return try await PrometheusProcess.start(
      in: directory, configuration: configuration, options: ["--enable-feature=exemplar-storage"])
  }

  /// All that the dashboards ask.
  func queries() throws -> [PanelQuery] { try dashboards().flatMap(PanelQuery.all) }

  /// The variables and the annotations, once: they are the same in all dashboards.
  func variables() throws -> [DashboardFile.Variable] { try dashboards()[0].templating.list }
  func annotations() throws -> [DashboardFile.Annotation] { try dashboards()[0].annotations.list }

  private func dashboards() throws -> [DashboardFile] {
    try ["overview", "host", "strategies", "agent"].map { name in
      let data = try Data(contentsOf: URL(fileURLWithPath: path("grafana/calcmon-\(name).json")))
      return try JSONDecoder().decode(DashboardFile.self, from: data)
    }
  }
}
