import CalcmonTesting
import Foundation

/// An alert as Alertmanager's API shows it.
struct ReceivedAlert: Decodable {
  struct Status: Decodable { let state: String }

  let labels: [String: String]
  let annotations: [String: String]
  let startsAt: String
  let endsAt: String
  let generatorURL: String
  let fingerprint: String
  let status: Status
}

/// A real Alertmanager on a free port, which tells a webhook what it makes of what it hears.
final class AlertmanagerProcess {
  let port: Int
  private let directory: TemporaryDirectory
  private let process: Process

  var url: String { "http://127.0.0.1:\(port)" }

  private init(directory: TemporaryDirectory, process: Process, port: Int) {
    self.directory = directory
    self.process = process
    self.port = port
  }

  /// Starts it, and returns when it listens.
  ///
  /// - Parameter webhook: the URL of who is told, also of what is resolved.
  static func start(telling webhook: String) async throws -> AlertmanagerProcess {
    let directory = try TemporaryDirectory()
    let configuration = """
      route: {receiver: all, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
      receivers:
        - name: all
          webhook_configs: [{url: "\(webhook)", send_resolved: true}]
      """
    try configuration.write(toFile: directory.file("alertmanager.yml"), atomically: true, encoding: .utf8)
    let log = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Tool.find("prometheus-alertmanager"))
    process.arguments = [
      "--config.file=\(directory.file("alertmanager.yml"))", "--storage.path=\(directory.file("data"))",
      "--web.listen-address=127.0.0.1:0", "--cluster.listen-address=",
    ]
    process.standardError = log
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let port = try await offThePool { try portInLog(log.fileHandleForReading) }
    log.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    return AlertmanagerProcess(directory: directory, process: process, port: port)
  }

  private static func portInLog(_ log: FileHandle) throws -> Int {
    var text = ""
    while let bytes = try log.read(upToCount: 1), !bytes.isEmpty {
      text += String(decoding: bytes, as: UTF8.self)
      guard text.hasSuffix("\n"), let range = text.range(of: "msg=\"Listening on\" address=127.0.0.1:") else { continue }
      if let port = Int(text[range.upperBound...].prefix { $0.isNumber }) { return port }
    }
    throw Tool.Failure(description: "prometheus-alertmanager did not start: \(text)")
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

  func stop() async throws {
    process.terminate()
    try await offThePool { [process] in process.waitUntilExit() }
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
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
