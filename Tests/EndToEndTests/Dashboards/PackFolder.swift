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

/// As much of a dashboard as asks something.
struct DashboardFile: Decodable {
  struct Panel: Decodable {
    let title: String
    let type: String
    let targets: [Target]?
  }
  struct Target: Decodable {
    let expr: String
    let legendFormat: String
    let refId: String
    let instant: Bool
  }
  struct Variable: Decodable {
    let name: String
    let type: String
    let query: Query

    /// A word, or an object with the query.
    struct Query: Decodable {
      let text: String

      init(from decoder: any Decoder) throws {
        struct Object: Decodable { let query: String }
        if let word = try? decoder.singleValueContainer().decode(String.self) {
          text = word
        } else {
          text = try Object(from: decoder).query
        }
      }
    }
  }
  struct Annotation: Decodable {
    let name: String
    let expr: String?
  }
  struct List<Element: Decodable>: Decodable { let list: [Element] }

  let uid: String
  let panels: [Panel]
  let templating: List<Variable>
  let annotations: List<Annotation>
}

/// One query of a panel.
struct PanelQuery: CustomStringConvertible {
  let dashboard: String
  let panel: DashboardFile.Panel
  let target: DashboardFile.Target

  var description: String { "\(dashboard), \(panel.title), \(target.refId): \(target.expr)" }

  static func all(of file: DashboardFile) -> [PanelQuery] {
    file.panels.flatMap { panel in (panel.targets ?? []).map { PanelQuery(dashboard: file.uid, panel: panel, target: $0) } }
  }

  /// The labels that names of series, or rows of the table, are made of.
  var labels: [String] { target.legendFormat.matches(of: /\{\{(\w+)\}\}/).map { String($0.output.1) } }

  /// Whether its values can only grow, or be nothing.
  var isGrowth: Bool { target.expr.contains("rate(") || target.expr.contains("increase(") }

  /// How a series is called.
  func name(of labels: [String: String]) -> String {
    target.legendFormat.replacing(/\{\{(\w+)\}\}/) { labels[String($0.output.1)] ?? "?" }
  }
}
