import ArgumentParser
import Console
import Notifying
import Reporting
import Settings

/// `calcmon apps`
struct AppsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apps",
    abstract: "The applications that the running agent watches, asked over HTTP.",
    discussion: """
      Exit status: 0 it has answered, 4 there is no agent that answers.

      Examples:
        calcmon apps
        calcmon apps --url http://web-1:9873 --format json
      """)

  @OptionGroup var remote: RemoteFlags

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  func run() async throws {
    let url = try remote.url ?? AgentAddress(parsing: StatusCommand.standardURL)
    let answer = try await RemoteAgent(url, configFile: remote.configFile).ask("apps")
    guard let table = AppTable(json: answer.body) else {
      throw CommandFailure(
        status: .failure, message: "what answers at \(url.address.place) is no agent of calcmon, or another version of it")
    }
    try StandardOutput.write(
      format == .json ? String(decoding: answer.body, as: UTF8.self) : table.text(width: StandardOutput.columns))
  }
}
