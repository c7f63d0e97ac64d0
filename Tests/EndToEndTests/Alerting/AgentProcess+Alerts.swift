import CalcmonTesting
import Foundation

/// An alert as `calcmon alerts --format json` shows it.
struct ShownAlert: Decodable, Hashable {
  let id: String
  let fingerprint: String
  let state: String
  let silenced: Bool
  let labels: [String: String]
  let annotations: [String: String]
  let value: Double?
  let activeAt: String
  let firedAt: String?
}

/// An agent with a configuration.
extension AgentProcess {
  private static let configurationName = "calcmon.yml"

  var configurationPath: String { directory.file(Self.configurationName) }

  static func start(
    watching configuration: String, in directory: TemporaryDirectory? = nil, python: String = "/nonexistent", port: Int = 0,
    web: WebFiles? = nil, through wrapper: [String] = []
  ) async throws -> AgentProcess {
    let directory = try directory ?? TemporaryDirectory()
    try configuration.write(toFile: directory.file(configurationName), atomically: true, encoding: .utf8)
    let security = web.map { ["--web.config.file", $0.configuration] } ?? []
    return try await start(
      in: directory, python: python, port: port, options: ["--config.file", configurationName] + security, through: wrapper)
  }

  /// Has it read another configuration, and returns when it goes by that.
  func reload(_ configuration: String) async throws {
    let series = "calcmon_config_last_reload_success_timestamp_seconds"
    let before = try await value(series)
    try configuration.write(toFile: configurationPath, atomically: true, encoding: .utf8)
    kill(pid, SIGHUP)
    try await Poll.until("another configuration is taken") { try await value(series) != before }
  }

  /// `calcmon alerts`, or a command below it, on the agent's history.
  func alertsCommand(_ arguments: [String]) async throws -> Tool.Result {
    try await Tool.run(BuiltBinary.path, ["alerts"] + arguments + ["--storage.path", databasePath])
  }

  /// As the history has them; some time passes until it has what the agent knows.
  func alerts() async throws -> [ShownAlert] {
    struct List: Decodable { let alerts: [ShownAlert] }
    let result = try await alertsCommand(["--format", "json"])
    guard result.status <= 1 else { throw Tool.Failure(description: result.errors) }
    return try JSONDecoder.snakeCase.decode(List.self, from: Data(result.output.utf8)).alerts
  }

  /// Waits until so many alerts of a name are in a state, or more, and returns the shown ones in that state, of all names.
  func waitForAlerts(_ name: String, _ state: String, count: Int = 1) async throws -> [ShownAlert] {
    if state != "resolved" {
      try await Poll.until("\(count) alerts \(name) are \(state)") {
        try await value("calcmon_alerts{alertname=\"\(name)\",state=\"\(state)\"}") ?? 0 >= Double(count)
      }
    }
    var shown: [ShownAlert] = []
    try await Poll.until("\(count) alerts \(name) are shown as \(state)") {
      shown = try await alerts().filter { $0.state == state }
      return shown.count { $0.labels["alertname"] == name } >= count
    }
    return shown
  }
}

extension JSONDecoder {
  /// For names such as `fired_at`.
  static var snakeCase: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }
}
