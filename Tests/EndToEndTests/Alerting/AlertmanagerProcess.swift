import CalcmonTesting
import Foundation

/// An alert as Alertmanager's API shows it.
struct ReceivedAlert: Decodable {
  struct Status: Decodable {
    let state: String
    /// Fingerprints of alerts that inhibit it.
    let inhibitedBy: [String]
  }

  let labels: [String: String]
  let annotations: [String: String]
  let startsAt: String
  let endsAt: String
  let generatorURL: String
  let fingerprint: String
  let status: Status
}

/// A real Alertmanager on a free port, which tells a webhook what it makes of what it hears.
final class AlertmanagerProcess: Sendable {
  private let directory: TemporaryDirectory
  private let peer: PeerProcess

  var port: Int { peer.port }
  var url: String { "http://127.0.0.1:\(port)" }

  private init(directory: TemporaryDirectory, peer: PeerProcess) {
    self.directory = directory
    self.peer = peer
  }

  /// Starts it, and returns when it listens.
  ///
  /// - Parameter webhook: the URL of who is told, also of what is resolved.
  static func start(telling webhook: String) async throws -> AlertmanagerProcess {
    try await start(
      configuration: """
        route: {receiver: all, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
        receivers:
          - name: all
            webhook_configs: [{url: "\(webhook)", send_resolved: true}]
        """)
  }

  /// Starts it with a configuration, and returns when it listens.
  static func start(configuration: String) async throws -> AlertmanagerProcess {
    let directory = try TemporaryDirectory()
    try configuration.write(toFile: directory.file("alertmanager.yml"), atomically: true, encoding: .utf8)
    let peer = try await PeerProcess.start(
      [
        "prometheus-alertmanager", "--config.file=\(directory.file("alertmanager.yml"))",
        "--storage.path=\(directory.file("data"))", "--web.listen-address=127.0.0.1:0", "--cluster.listen-address=",
      ], port: PeerProcess.port(behind: "msg=\"Listening on\" address=127.0.0.1:"))
    return AlertmanagerProcess(directory: directory, peer: peer)
  }

  /// Those that are not resolved.
  func alerts() async throws -> [ReceivedAlert] { try await get("/api/v2/alerts") }

  /// Of the alerts that are not resolved: their common labels, and their fingerprints.
  func groups() async throws -> [(labels: [String: String], fingerprints: [String])] {
    struct Group: Decodable {
      let labels: [String: String]
      let alerts: [ReceivedAlert]
    }
    let groups: [Group] = try await get("/api/v2/alerts/groups")
    return groups.map { ($0.labels, $0.alerts.map(\.fingerprint)) }
  }

  private func get<Content: Decodable>(_ path: String) async throws -> Content {
    let answer = try await HTTP.request("GET", path, port: port)
    return try JSONDecoder().decode(Content.self, from: Data(answer.wholeBody.utf8))
  }

  func stop() async throws { await peer.stop() }
}

extension HTTP.Answer {
  /// Without the sizes of chunks between its parts.
  fileprivate var wholeBody: String {
    guard headers["transfer-encoding"] == "chunked" else { return body }
    var rest = Array(body.utf8)[...]
    var whole: [UInt8] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\r")),
      let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16)
    {
      let start = end + 2
      guard size > 0, start + size + 2 <= rest.endIndex else { break }
      whole += rest[start..<start + size]
      rest = rest[(start + size + 2)...]
    }
    return String(decoding: whole, as: UTF8.self)
  }
}
