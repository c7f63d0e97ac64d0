import Agent
import ArgumentParser
import Reporting
import Samples
import Storage
import Thresholds
import Workloads

/// `calcmon report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Judge the stored history against the targets.",
    discussion: "Exit status: 0 all targets met, 1 a target is breached, 3 not enough data to judge.")

  @Option(
    name: .customLong("since"),
    help: ArgumentHelp(
      "Begin of the window: so long ago (24h, 1h30m, 7d) or an instant (2026-01-31T12:00:00Z). (default: 24h)",
      valueName: "when"),
    transform: windowEdge)
  var since = WindowEdge.ago(seconds: 86400)

  @Option(
    name: .customLong("until"),
    help: ArgumentHelp("End of the window, in the same forms. (default: now)", valueName: "when"), transform: windowEdge)
  var until = WindowEdge.ago(seconds: 0)

  @Option(name: .customLong("mix"), help: "Only this mix.")
  var mix: String?

  @Option(name: .customLong("strategy"), help: "Only this strategy.")
  var strategy: Strategy?

  @Option(name: .customLong("runtime"), help: "Only this runtime.")
  var runtime: Runtime?

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ReportFormat.text

  @Option(name: .customLong("storage.path"), help: ArgumentHelp("The SQLite database.", valueName: "file"))
  var storagePath = "calcmon.db"

  func run() throws {
    let now = SystemTime().wall
    let (start, end) = (since.instant(from: now), until.instant(from: now))
    guard start < end else {
      throw CommandFailure(
        status: .usage, message: "the window ends before it begins: --since \(start.iso8601), --until \(end.iso8601)")
    }
    let report = try judge(from: start, until: end)
    StandardStream.output.write(format == .json ? try report.json() : report.text)
    switch report.verdict {
    case .met: return
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }

  private func judge(from start: Timestamp, until end: Timestamp) throws -> Report {
    do {
      let reader = try HistoryReader(path: storagePath)
      try requireKnownMix(in: reader)
      let filter = HistoryFilter(since: start, until: end, mix: mix, strategy: strategy, runtime: runtime)
      return Report(try reader.histories(filter), since: start, until: end)
    } catch let error as StorageError {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }

  private func requireKnownMix(in reader: HistoryReader) throws {
    guard let mix else { return }
    let known = Set(try reader.mixes() + Mix.builtIn.map(\.name))
    guard !known.contains(mix) else { return }
    throw CommandFailure(
      status: .usage, message: "unknown mix '\(mix)'; there are: \(known.sorted().joined(separator: ", "))")
  }
}

/// `--format`
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}

private func windowEdge(_ text: String) throws -> WindowEdge {
  guard let edge = WindowEdge(text) else {
    throw ValidationError("'\(text)' is neither a duration (24h, 1h30m, 7d) nor an instant (2026-01-31T12:00:00Z)")
  }
  return edge
}

extension Strategy: ExpressibleByArgument {}
extension Runtime: ExpressibleByArgument {}
