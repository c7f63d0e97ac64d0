import ArgumentParser
import Console
import Notifying
import Rendering
import Reporting
import Settings
import Thresholds

/// `calcmon status`
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "One line on the running agent, asked over HTTP.",
    discussion: """
      Exit status: 0 all targets are met, 1 one is breached, or too much fails, 3 not enough data to judge, 4 there is no agent that answers.

      Examples:
        calcmon status
        calcmon status --url https://web-1:9873 --http.config.file client.yml
      """)

  static let standardURL = "http://127.0.0.1:9873"

  @OptionGroup var remote: RemoteFlags

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  func run() async throws {
    let url = try remote.url ?? AgentAddress(parsing: Self.standardURL)
    let answer = try await RemoteAgent(url, configFile: remote.configFile).ask("status")
    guard let line = AgentStatusLine(json: answer.body) else {
      throw CommandFailure(
        status: .failure, message: "what answers at \(url.address.place) is no agent of calcmon, or another version of it")
    }
    try StandardOutput.write(
      format == .json ? String(decoding: answer.body, as: UTF8.self) : "\(line.text); \(url.address.trimmed)\n")
    switch line.verdict {
    case .met: return
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }
}
