import CalcmonTesting
import Foundation

/// A session of the W3C's WebDriver protocol: commands and answers as JSON over HTTP.
struct WebDriverSession: Sendable {
  /// An answer that nobody needs.
  struct Ignored: Decodable { init(from decoder: any Decoder) throws {} }

  /// What the driver has to say against a command.
  struct Refusal: Error, Decodable, CustomStringConvertible {
    /// A closed set of words, as `no such element` or `script timeout`.
    let error: String
    let message: String

    var description: String { "\(error): \(message)" }
  }

  private let port: Int
  private let id: String

  /// Opens a browser.
  ///
  /// - Parameter capabilities: those that it must have.
  init(port: Int, capabilities: [String: Any]) async throws {
    struct Session: Decodable { let sessionId: String }
    let session: Session = try await Self.ask(
      "POST", "/session", port: port, body: ["capabilities": ["alwaysMatch": capabilities]])
    self.port = port
    id = session.sessionId
  }

  /// Gives a command to the browser.
  func post<Answer: Decodable>(_ path: String, _ body: [String: Any] = [:]) async throws -> Answer {
    try await Self.ask("POST", "/session/\(id)/\(path)", port: port, body: body)
  }

  func get<Answer: Decodable>(_ path: String) async throws -> Answer {
    try await Self.ask("GET", "/session/\(id)/\(path)", port: port, body: nil)
  }

  /// Closes a part of the browser.
  func delete(_ path: String) async throws {
    let _: Ignored = try await Self.ask("DELETE", "/session/\(id)/\(path)", port: port, body: nil)
  }

  /// Closes the browser.
  func end() async throws {
    let _: Ignored = try await Self.ask("DELETE", "/session/\(id)", port: port, body: nil)
  }

  private static func ask<Answer: Decodable>(
    _ method: String, _ path: String, port: Int, body: [String: Any]?
  ) async throws -> Answer {
    let text = try body.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
    let answer = try await HTTP.request(method, path, port: port, headers: ["Content-Type": "application/json"], body: text ?? "")
    let data = Data(answer.body.utf8)
    guard answer.status == 200 else { throw try JSONDecoder().decode(Envelope<Refusal>.self, from: data).value }
    return try JSONDecoder().decode(Envelope<Answer>.self, from: data).value
  }

  private struct Envelope<Value: Decodable>: Decodable { let value: Value }
}
