import Alerting
import ArgumentParser
import Console
import Rendering
import Reporting
import Samples
import Scheduling
import Storage

/// `calcmon alerts list`, and `calcmon alerts` alone
struct AlertsListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Alerts as they stand, or, with --since, what became of alerts in a window.",
    discussion: """
      Exit status: 0 nothing fires, 1 something does. With --since it is 0: what was is no state of now.

      Examples:
        calcmon alerts
        calcmon alerts --since 24h
        calcmon alerts --url http://web-1:9873
      """)

  @Option(
    name: .customLong("since"),
    help: ArgumentHelp(
      "The history from so long ago (24h, 7d) or an instant on, instead of the alerts as they stand.", valueName: "when"),
    transform: timePoint)
  var since: TimePoint?

  @Option(
    name: .customLong("until"), help: ArgumentHelp("End of the history. (default: now)", valueName: "when"), transform: timePoint
  )
  var until = TimePoint.ago(seconds: 0)

  @Option(name: .customLong("alert"), help: "Only alerts of this name.")
  var alert: AlertName?

  @OptionGroup var storage: StorageFlag

  @OptionGroup var remote: RemoteFlags

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  func run() async throws {
    if let agent = try remote.agent(beside: storage) {
      return try await agent.print("alerts/list", query, width: StandardOutput.columns, to: write)
    }
    let now = SystemTime().wall
    let order = AlertOrder(alert: alert, window: try window(now))
    let printed = try History.read(storage.path) {
      try order.printed($0, at: now, isJSON: format == .json, width: StandardOutput.columns)
    }
    try write(printed.text)
    if printed.isFiring { throw ExitStatus.breached }
  }

  private func window(_ now: Timestamp) throws -> (since: Timestamp, until: Timestamp)? {
    guard let since = since?.instant(from: now) else { return nil }
    let until = until.instant(from: now)
    guard since < until else {
      throw CommandFailure(status: .usage, message: "the window is empty: --since \(since.iso8601), --until \(until.iso8601)")
    }
    return (since, until)
  }

  private func write(_ text: String) throws {
    try StandardOutput.write(format == .text && StandardOutput.hasColours ? VerdictColours.text(text) : text)
  }

  private var query: [(String, String)] {
    let end = until == .ago(seconds: 0) ? nil : until
    let given = [("since", since?.parameter), ("until", end?.parameter), ("alert", alert?.rawValue), ("format", format.rawValue)]
    return given.compactMap { name, value in value.map { (name, $0) } }
  }
}

extension AlertName: ExpressibleByArgument {}
