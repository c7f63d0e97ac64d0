import ArgumentParser
import Console
import Reporting
import Samples
import Scheduling
import Settings
import Storage
import Thresholds

/// `calcmon report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Judge the stored history against the targets.",
    discussion: """
      Exit status: 0 all targets met, 1 a target is breached, or more than one in a hundred of the runs of a mix, or of their items, \
      failed (or, with --fail-on-worse, a measure is worse than in the baseline), 3 not enough data to judge.
      """)

  @OptionGroup var history: HistoryFlags

  @OptionGroup var configuration: ConfigurationFlag

  @Option(
    name: .customLong("baseline"),
    help: ArgumentHelp(
      """
      Compare with an earlier window: its begin, in the forms of --since, for one as long as this (48h), its begin and end (FROM..TO), \
      or a report that was saved with --format json.
      """, valueName: "window|file"))
  var baseline: PathArgument?

  @Flag(
    name: .customLong("fail-on-worse"),
    help: "Exit with status 1 also where a measure is worse, or more fails, than in the baseline.")
  var failOnWorse = false

  @Option(name: .customLong("format"), help: "How to print it.")
  var format = ReportFormat.text

  @Option(
    name: .customLong("output"), help: ArgumentHelp("A file, instead of standard output, which is also -.", valueName: "file"))
  var output: PathArgument?

  @Flag(name: .customLong("force"), help: "Replace the file where it is there already.")
  var force = false

  @Option(
    name: .customLong("output.textfile"),
    help: ArgumentHelp(
      "Write the verdicts for node_exporter's textfile collector as well; replaced at each report.", valueName: "file.prom"))
  var textfile: PathArgument?

  func run() throws {
    guard baseline != nil || !failOnWorse else {
      throw CommandFailure(status: .usage, message: "--fail-on-worse needs a --baseline")
    }
    let now = SystemTime().wall
    let filter = try history.filter(now: now, standardSince: .ago(seconds: 86400))
    let file = try OutputFile(output?.path, replaces: force)
    let earlier = try baseline.map { try Baseline($0.path, for: filter, now: now) }
    let settings = try configuration.settings()
    let report = try history.read { reader in
      var report = try Report(reader, filter, targets: settings.targets)
      if let earlier {
        let (runs, from) = try earlier.runs(reader, filter)
        report.compare(with: runs, from: from)
      }
      return report
    }
    try file.write(try format.text(of: report, width: file.columns))
    try file.finish()
    try writeTextfile(report)
    if failOnWorse, report.comparison?.isWorse == true { throw ExitStatus.breached }
    switch report.verdict {
    case .met: return
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }

  private func writeTextfile(_ report: Report) throws {
    guard let textfile else { return }
    let prom = try OutputFile(textfile.path, replaces: true, isForAll: true)
    try prom.write(report.textfile)
    try prom.finish()
  }
}

/// `--format` of a report.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, markdown, html, junit

  fileprivate func text(of report: Report, width: Int?) throws -> String {
    switch self {
    case .text: report.text(width: width)
    case .json: try report.json()
    case .markdown: report.markdown
    case .html: report.html
    case .junit: report.junit
    }
  }
}
