import ArgumentParser
import FoundationEssentials
import Rendering

/// `calcmon alerts`
struct AlertsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "Alerts as they stand, their history, what explains them, silences, and what other rules would have done.",
    discussion:
      "Exit status: 0 nothing fires (or would have fired), 1 something does, 3 there is no data to judge by.\n\nExamples: calcmon alerts; calcmon alerts show 3f2a; calcmon alerts backtest --since 7d",
    subcommands: [
      AlertsListCommand.self, AlertsShowCommand.self, AlertsSilenceCommand.self, AlertsSilencesCommand.self,
      AlertsUnsilenceCommand.self, AlertsBacktestCommand.self,
    ], defaultSubcommand: AlertsListCommand.self)
}
