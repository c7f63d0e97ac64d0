import ArgumentParser
import Notifying
import Reporting
import Settings

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

  @OptionGroup var agent: AgentAnswerFlags

  func run() async throws {
    let answer = try await agent.ask("status")
    let line = try agent.understood(AgentStatusLine(json: answer))
    try agent.print(answer, line.verdict, "\(line.text); \(agent.url.address.trimmed)\n")
  }
}
