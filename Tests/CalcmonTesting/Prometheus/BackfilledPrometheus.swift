import Foundation

/// A real Prometheus that scrapes nothing and answers from what promtool made of an OpenMetrics file.
package final class BackfilledPrometheus: Sendable {
  private let directory: TemporaryDirectory
  private let peer: PeerProcess

  private init(directory: TemporaryDirectory, peer: PeerProcess) {
    self.directory = directory
    self.peer = peer
  }

  /// Makes blocks of the file, starts Prometheus on them, and returns when it has read them.
  package static func start(on openMetricsFile: String) async throws -> BackfilledPrometheus {
    let directory = try TemporaryDirectory()
    let data = directory.file("data")
    let promtool = try await Tool.run("promtool", ["tsdb", "create-blocks-from", "openmetrics", openMetricsFile, data])
    guard promtool.status == 0 else { throw Tool.Failure(description: "promtool: \(promtool.output)\(promtool.errors)") }
    try "{}".write(toFile: directory.file("prometheus.yml"), atomically: true, encoding: .utf8)
    let peer = try await PeerProcess.start(
      [
        "prometheus", "--config.file=\(directory.file("prometheus.yml"))", "--storage.tsdb.path=\(data)",
        "--storage.tsdb.retention.time=100y", "--web.listen-address=127.0.0.1:0",
      ], port: PeerProcess.port(behind: "msg=\"Listening on\" address=127.0.0.1:"))
    // Before it has opened its blocks it refuses to answer.
    _ = try await peer.log.first("that it has opened its blocks") {
      $0.contains("Server is ready to receive web requests.") ? $0 : nil
    }
    return BackfilledPrometheus(directory: directory, peer: peer)
  }

  /// The value, at a past instant, of a query that has one result; `nil` where it has none.
  package func query(_ expression: String, atMilliseconds instant: Int64) async throws -> Double? {
    let encoded = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let time = "\(instant / 1000).\(String(1000 + instant % 1000).dropFirst())"
    let answer = try await HTTP.request("GET", "/api/v1/query?time=\(time)&query=\(encoded)", port: peer.port)
    guard answer.status == 200 else { throw Tool.Failure(description: "\(expression): \(answer.status) \(answer.body)") }
    let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
    let results = (object?["data"] as? [String: Any])?["result"] as? [[String: Any]]
    guard let results, results.count < 2 else { throw Tool.Failure(description: "\(expression): \(answer.body)") }
    return ((results.first?["value"] as? [Any])?.last as? String).flatMap(Double.init)
  }

  /// What the HTTP API answers, errors included.
  package func answer(_ path: String, _ parameters: [String: String]) async throws -> PrometheusAnswer {
    let pairs = parameters.flatMap { ["--data-urlencode", "\($0.key)=\($0.value)"] }
    let text = try await Tool.output("curl", ["--silent", "--get", "http://127.0.0.1:\(peer.port)\(path)"] + pairs)
    return try JSONDecoder().decode(PrometheusAnswer.self, from: Data(text.utf8))
  }

  /// Asks a query of a dashboard as Grafana does: the latest values, or the whole range.
  package func ask(_ query: PanelQuery, at time: PanelTime, to end: Int) async throws -> PrometheusAnswer {
    let expression = DashboardChoice().filled(
      query.target.expr, range: time.range, step: time.step, rateInterval: time.rateInterval)
    if query.target.instant { return try await answer("/api/v1/query", ["query": expression, "time": "\(end)"]) }
    let times = ["start": "\(time.start)", "end": "\(time.end)", "step": "\(time.step)"]
    return try await answer("/api/v1/query_range", times.merging(["query": expression]) { $1 })
  }

  /// Ends it, and returns when it has ended.
  package func stop() async throws { await peer.stop() }
}
