import CalcmonTesting
import Foundation

/// A real Prometheus that scrapes one target every second, on a free port and a directory of its own.
final class PrometheusProcess: Sendable {
  private let directory: TemporaryDirectory
  private let peer: PeerProcess
  private var port: Int { peer.port }

  private init(directory: TemporaryDirectory, peer: PeerProcess) {
    self.directory = directory
    self.peer = peer
  }

  /// Starts it, and returns when it answers.
  ///
  /// - Parameters:
  ///   - settings: further ones of the scrape configuration, as `scheme: https`.
  ///   - options: further ones of the command.
  static func start(scraping target: Int, settings: String = "", options: [String] = []) async throws -> PrometheusProcess {
    let directory = try TemporaryDirectory()
    let configuration = """
      global: {scrape_interval: 1s, scrape_timeout: 1s}
      scrape_configs:
        - {job_name: calcmon, static_configs: [{targets: ["127.0.0.1:\(target)"]}], \(settings)}
      """
    try configuration.write(toFile: directory.file("prometheus.yml"), atomically: true, encoding: .utf8)
    return try await start(in: directory, configuration: directory.file("prometheus.yml"), options: options)
  }

  /// Starts it with a configuration, and returns when it answers. Its data is kept in the directory.
  static func start(
    in directory: TemporaryDirectory, configuration: String, options: [String] = []
  ) async throws -> PrometheusProcess {
    let peer = try await PeerProcess.start(
      [
        "prometheus", "--config.file=\(configuration)", "--storage.tsdb.path=\(directory.file("data"))",
        "--web.listen-address=127.0.0.1:0",
      ] + options, port: PeerProcess.port(behind: "msg=\"Listening on\" address=127.0.0.1:"))
    // It listens before it can answer.
    try await Poll.value("Prometheus is ready") {
      try await HTTP.request("GET", "/-/ready", port: peer.port).status
    } until: {
      $0 == 200
    }
    return PrometheusProcess(directory: directory, peer: peer)
  }

  /// What the HTTP API answers, errors included.
  func answer(_ path: String, _ parameters: [String: String] = [:]) async throws -> Data {
    let pairs = parameters.flatMap { ["--data-urlencode", "\($0.key)=\($0.value)"] }
    let text = try await Tool.output("curl", ["--silent", "--get", "http://127.0.0.1:\(port)\(path)"] + pairs)
    return Data(text.utf8)
  }

  /// The value of an instant query that has one result; `nil` while it has none.
  func query(_ expression: String) async throws -> Double? {
    let encoded = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let answer = try await HTTP.request("GET", "/api/v1/query?query=\(encoded)", port: port)
    let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
    let results = (object?["data"] as? [String: Any])?["result"] as? [[String: Any]]
    guard let value = results?.first?["value"] as? [Any], results?.count == 1, let text = value.last as? String else {
      return nil
    }
    return Double(text)
  }

  /// The labels of all exemplars of the last hour.
  func exemplars(_ expression: String) async throws -> [[String: String]] {
    let now = Date().timeIntervalSince1970
    let path = "/api/v1/query_exemplars?query=\(expression)&start=\(now - 3600)&end=\(now + 60)"
    let answer = try await Tool.output("curl", ["--silent", "--fail", "http://127.0.0.1:\(port)\(path)"])
    struct Answer: Decodable {
      struct Series: Decodable {
        struct Exemplar: Decodable { let labels: [String: String] }
        let exemplars: [Exemplar]
      }
      let data: [Series]
    }
    return try JSONDecoder().decode(Answer.self, from: Data(answer.utf8)).data.flatMap { $0.exemplars.map(\.labels) }
  }

  func stop() async throws { await peer.stop() }
}
