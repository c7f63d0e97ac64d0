import ArgumentParser
import Console
import Reporting

/// `calcmon apps`
struct AppsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apps",
    abstract: "The applications that the running agent watches, and how they are, asked over HTTP.",
    discussion: """
      With a name: its targets, the places in its code that cost its event loops most in the last hour, its processes, and what happened.

      Exit status: 0 all targets are met, 1 one is breached, 3 not enough data to judge, or no application, 4 there is no agent that answers.

      Examples:
        calcmon apps
        calcmon apps shop
        calcmon apps --url http://web-1:9873 --format json
      """)

  @Argument(help: "This one alone, with its details.")
  var name: String?

  @OptionGroup var agent: AgentAnswerFlags

  func run() async throws {
    if let name { return try await tell(name) }
    let answer = try await agent.ask("apps")
    let table = try agent.understood(AppTable(json: answer))
    try agent.print(answer, table.verdict, table.text(width: StandardOutput.columns))
  }

  private func tell(_ name: String) async throws {
    let detail = try await agent.ask("apps/\(PercentText.encoded(name))", [("since", "1h")])
    let table = try agent.understood(AppTable(json: try await agent.ask("apps")))
    let page = try agent.understood(table.page(of: name, detail: detail))
    try agent.print(detail, page.verdict, page.text(width: StandardOutput.columns))
  }
}
