import ArgumentParser
import Processes

/// The command `calcmon`.
struct Calcmon: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calcmon",
    abstract: "Tells whether this host can run long calculations beside I/O within the targets, and what is in the way.",
    discussion: """
      Exit status: 0 all targets met, 1 a target is breached, 2 wrong usage or configuration, 3 not enough data to judge, \
      4 internal or I/O error, 130 interrupted.

      Examples:
        calcmon agent
        calcmon run mixed
        calcmon report --since 30m --target 'event_loop_latency=p(99) < 50ms' --only event_loop_latency
        calcmon status --url http://web-1:9873
        calcmon --generate-completion-script bash    (or zsh, fish: completion for this shell)
      """,
    version: "calcmon \(BuildInfo.current.text)",
    subcommands: [
      AgentCommand.self, ExecCommand.self, WatchCommand.self, RunCommand.self, SimulateCommand.self, TuneCommand.self,
      ReportCommand.self,
      AlertsCommand.self,
      StatusCommand.self, AppsCommand.self, AttachCommand.self, DetachCommand.self,
      ExportCommand.self,
      SelftestCommand.self,
      CheckCommand.self, DashboardsCommand.self,
    ])

  /// The names of all commands.
  static var commands: [String] { configuration.subcommands.map { $0._commandName } }

  /// The command that was asked for, by its words: `calcmon alerts silence`.
  static func path(of arguments: [String]) -> [String] {
    var path = [configuration.commandName ?? "calcmon"]
    var subcommands = configuration.subcommands
    for word in arguments {
      guard let command = subcommands.first(where: { $0._commandName == word }) else { break }
      path.append(word)
      subcommands = command.configuration.subcommands
    }
    return path
  }

  /// Those of them that help shows.
  static var shownCommands: [String] {
    configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }
  }
}
