import Alerting
import ArgumentParser
import Console
import Reporting
import Samples
import Scheduling
import Storage

/// `calcmon alerts list`, and `calcmon alerts` alone
struct AlertsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Alerts as they stand, or, with --since, what became of alerts in a window.")

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

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ResultFormat.text

  func run() throws {
    let now = SystemTime().wall
    try History.read(storage.path) { reader in
      if let since { try history(reader, since.instant(from: now), until.instant(from: now)) } else { try active(reader, now) }
    }
  }

  private func active(_ reader: HistoryReader, _ now: Timestamp) throws {
    let alerts = try reader.alerts().filter { alert == nil || $0.subject.name == alert }
    let silences = try reader.silences(at: now).map(\.silence)
    let list = AlertList(
      alerts, silences: silences, aliveAt: try reader.alertsAliveAt(), silence: try AgentSilence(reader, at: now), at: now)
    try StandardOutput.write(format == .json ? try list.json() : list.text(width: StandardOutput.columns))
    if list.isFiring { throw ExitStatus.breached }
  }

  private func history(_ reader: HistoryReader, _ since: Timestamp, _ until: Timestamp) throws {
    guard since < until else {
      throw CommandFailure(status: .usage, message: "the window is empty: --since \(since.iso8601), --until \(until.iso8601)")
    }
    let transitions = try reader.alertTransitions(since: since, until: until)
    let timeline = AlertTimeline(transitions.filter { alert == nil || $0.labels["alertname"] == alert?.rawValue })
    let isOpen = timeline.episodes.contains { $0.endedAt == nil }
    let silence = isOpen ? try AgentSilence(reader, at: SystemTime().wall) : nil
    // What is not over is not known to go on after that.
    let until = silence.map { min(until, $0.since) } ?? until
    if format == .json { return try StandardOutput.write(try timeline.json(until: until)) }
    try StandardOutput.write(
      timeline.episodes.isEmpty
        ? "no alerts\n"
        : timeline.text(until: until, showsIDs: true, width: StandardOutput.columns) + "\n\(timeline.summary(until: until))\n"
          + (silence.map { "\($0.text)\n" } ?? ""))
  }
}

extension AlertName: ExpressibleByArgument {}
