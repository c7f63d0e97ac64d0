import CalcmonTesting
import Foundation

/// A real Prometheus that scrapes nothing and answers from what promtool made of an OpenMetrics file.
final class BackfilledPrometheus {
  private let directory: TemporaryDirectory
  private let process: Process
  private let port: Int

  private init(directory: TemporaryDirectory, process: Process, port: Int) {
    self.directory = directory
    self.process = process
    self.port = port
  }

  /// Makes blocks of the file, starts Prometheus on them, and returns when it has read them.
  static func start(on openMetricsFile: String) async throws -> BackfilledPrometheus {
    let directory = try TemporaryDirectory()
    let data = directory.file("data")
    let promtool = try await Tool.run("promtool", ["tsdb", "create-blocks-from", "openmetrics", openMetricsFile, data])
    guard promtool.status == 0 else { throw Tool.Failure(description: "promtool: \(promtool.output)\(promtool.errors)") }
    try "{}".write(toFile: directory.file("prometheus.yml"), atomically: true, encoding: .utf8)
    let log = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Tool.find("prometheus"))
    process.arguments = [
      "--config.file=\(directory.file("prometheus.yml"))", "--storage.tsdb.path=\(data)", "--storage.tsdb.retention.time=100y",
      "--web.listen-address=127.0.0.1:0",
    ]
    process.standardError = log
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let port = try await offThePool { try portInLog(log.fileHandleForReading) }
    log.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    return BackfilledPrometheus(directory: directory, process: process, port: port)
  }

  /// It says when it listens and when it has opened its blocks, in either order; before the second it refuses to answer.
  private static func portInLog(_ log: FileHandle) throws -> Int {
    var text = ""
    while let bytes = try log.read(upToCount: 1), !bytes.isEmpty {
      text += String(decoding: bytes, as: UTF8.self)
      guard text.hasSuffix("\n"), text.contains("Server is ready to receive web requests."),
        let range = text.range(of: "msg=\"Listening on\" address=127.0.0.1:")
      else { continue }
      if let port = Int(text[range.upperBound...].prefix { $0.isNumber }) { return port }
    }
    throw Tool.Failure(description: "prometheus did not start: \(text)")
  }

  /// The value, at a past instant, of a query that has one result; `nil` where it has none.
  func query(_ expression: String, atMilliseconds instant: Int64) async throws -> Double? {
    let encoded = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let time = "\(instant / 1000).\(String(1000 + instant % 1000).dropFirst())"
    let answer = try await HTTP.request("GET", "/api/v1/query?time=\(time)&query=\(encoded)", port: port)
    guard answer.status == 200 else { throw Tool.Failure(description: "\(expression): \(answer.status) \(answer.body)") }
    let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
    let results = (object?["data"] as? [String: Any])?["result"] as? [[String: Any]]
    guard let results, results.count < 2 else { throw Tool.Failure(description: "\(expression): \(answer.body)") }
    return ((results.first?["value"] as? [Any])?.last as? String).flatMap(Double.init)
  }

  func stop() async throws {
    process.terminate()
    try await offThePool { [process] in process.waitUntilExit() }
  }

  deinit { if process.isRunning { process.terminate() } }
}
