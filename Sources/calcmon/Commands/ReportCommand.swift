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

  @OptionGroup var history: HistoryFlags

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ReportFormat.text

  func run() throws {
    let filter = try history.filter(now: SystemTime().wall, standardSince: .ago(seconds: 86400))
    let report = try history.read { Report(try $0.histories(filter), since: filter.since, until: filter.until) }
    StandardStream.output.write(format == .json ? try report.json() : report.text)
    switch report.verdict {
    case .met: return
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }
}

/// `--format`
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}
