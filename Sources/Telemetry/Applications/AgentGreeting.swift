import FoundationEssentials

/// What an agent says of itself on its socket for applications, to a command that asks.
package struct AgentGreeting: Codable, Hashable, Sendable {
  /// The line that asks for it, with its line feed.
  package static let question = Array(#"{"v":\#(AppMessage.version),"type":"ask"}"#.utf8) + [UInt8(ascii: "\n")]

  /// Version of the protocol that the agent speaks with probes.
  package let v: Int
  /// Of the agent.
  package let version: String
  /// Name of a folder beside the socket, in which the probe lies; `nil`: there is none.
  package let probe: String?

  package init(version: String, probe: String?, v: Int = AppMessage.version) {
    self.v = v
    self.version = version
    self.probe = probe
  }

  /// The greeting of a line without its line feed; `nil` if it is none.
  package init?(line: [UInt8]) {
    guard line.count <= AppCoding.longestLine, let greeting = try? JSONDecoder().decode(AgentGreeting.self, from: Data(line))
    else {
      return nil
    }
    self = greeting
  }

  /// As a line, with its line feed.
  package var line: [UInt8] { ((try? JSONEncoder().encode(self)).map { [UInt8]($0) } ?? []) + [UInt8(ascii: "\n")] }

  /// Whether a line without its line feed asks for it, whatever version the asker speaks.
  package static func isQuestion(_ line: [UInt8]) -> Bool {
    guard line.count <= 100, let asked = try? JSONDecoder().decode(Question.self, from: Data(line)) else { return false }
    return asked.type == "ask"
  }

  private struct Question: Decodable {
    let type: String
  }
}
