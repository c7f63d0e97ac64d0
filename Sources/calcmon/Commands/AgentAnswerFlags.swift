import ArgumentParser
import Console
import Notifying
import Reporting
import Settings
import Thresholds

/// How the commands that ask a running agent, and nothing else, ask it, and how they print its answer.
struct AgentAnswerFlags: ParsableArguments {
  static let standardURL = "http://127.0.0.1:9873"

  @OptionGroup var remote: RemoteFlags

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  /// The agent that is meant: on this host, if none is named.
  var url: AgentAddress {
    get throws { try remote.url ?? AgentAddress(parsing: Self.standardURL) }
  }

  /// - Throws: `CommandFailure`, if there is no answer, or a refusal.
  func ask(_ path: String, _ query: [(String, String)] = []) async throws -> [UInt8] {
    try await RemoteAgent(try url, configFile: remote.configFile).ask(path, query).body
  }

  /// An answer that was understood.
  ///
  /// - Throws: `CommandFailure`, if it was not.
  func understood<Value>(_ value: Value?) throws -> Value {
    if let value { return value }
    throw CommandFailure(
      status: .failure, message: "what answers at \(try url.address.place) is no agent of calcmon, or another version of it")
  }

  /// Prints an answer as it is, or for people, and ends with its verdict.
  func print(_ answer: [UInt8], _ verdict: Verdict, _ text: @autoclosure () throws -> String) throws {
    try StandardOutput.write(format == .json ? String(decoding: answer, as: UTF8.self) : text())
    switch verdict {
    case .met: return
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }
}
