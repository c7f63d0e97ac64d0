import ArgumentParser
import FoundationEssentials
import Rendering

/// `calcmon alerts`
struct AlertsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "Alerts as they stand, their history, what explains them, silences, and what other rules would have done.",
    discussion: "Exit status: 0 nothing fires (or would have fired), 1 something does, 3 there is no data to judge by.",
    subcommands: [
      AlertsListCommand.self, AlertsShowCommand.self, AlertsSilenceCommand.self, AlertsSilencesCommand.self,
      AlertsUnsilenceCommand.self, AlertsBacktestCommand.self,
    ], defaultSubcommand: AlertsListCommand.self)
}

/// `--storage.path`
struct StorageFlag: ParsableArguments {
  private static let standardPath = "calcmon.db"

  @Option(name: .customLong("storage.path"), help: ArgumentHelp("The SQLite database.", valueName: "file"))
  var path = standardPath

  /// A command of calcmon on the same database, as it can be typed in any folder if the path was given.
  func command(_ words: String) -> String {
    guard path != Self.standardPath else { return words }
    let folder = FileManager.default.currentDirectoryPath
    return "\(words) --storage.path \(ShellText.quoted(path.hasPrefix("/") ? path : "\(folder)/\(path)"))"
  }
}
