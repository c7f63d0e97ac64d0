import ArgumentParser
import Console
import Reporting
import Samples
import Scheduling
import Storage

/// `calcmon export`
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the stored history as OpenMetrics, CSV or JSON lines.",
    discussion: """
      OpenMetrics has timestamps: 'promtool tsdb create-blocks-from openmetrics FILE FOLDER' makes blocks of it that a Prometheus \
      answers from. It may run beside the agent, and takes as much memory for a year as for an hour.

      Examples:
        calcmon export --since 24h --output history.openmetrics
        calcmon export --format csv --table runs --mix checkout
        calcmon export --format csv --table app_stalls --app shop
        calcmon export --since 7d --url http://web-1:9873 --output web-1.openmetrics
      """)

  @Option(name: .customLong("format"), help: "How to write it.")
  var format = ExportFormat.openmetrics

  @Option(
    name: .customLong("table"),
    help: "What to write as CSV or JSON lines: \(ExportKind.allCases.map(\.rawValue).joined(separator: ", ")). (default: samples)"
  )
  var table: ExportKind?

  @OptionGroup var history: HistoryFlags

  @OptionGroup var remote: RemoteFlags

  @Option(name: .customLong("app"), help: "Only this watched application, and no runs.")
  var app: String?

  @Option(
    name: .customLong("output"), help: ArgumentHelp("A file, instead of standard output, which is also -.", valueName: "file"))
  var output: PathArgument?

  @Flag(name: .customLong("force"), help: "Replace the file where it is there already.")
  var force = false

  func run() async throws {
    if let table, let refusal = format.refusal(of: table) {
      throw CommandFailure(status: .usage, message: "--table \(table.rawValue) \(refusal)")
    }
    let ofRuns = history.mix != nil || history.strategy != nil || history.runtime != nil
    if let app, let refusal = format.appRefusal(table: table, ofRuns: ofRuns) {
      throw CommandFailure(status: .usage, message: "--app \(app) \(refusal)")
    }
    if let agent = try remote.agent(beside: history.storage) {
      let file = try OutputFile(output?.path, replaces: force)
      let asked = [("format", format.rawValue), ("table", table?.rawValue), ("app", app)].compactMap { name, value in
        value.map { (name, $0) }
      }
      try await agent.stream("export", asked + history.query) { try pass($0, to: file) }
      return try file.finish()
    }
    try exportHere()
  }

  private func exportHere() throws {
    let runs = try history.filter(now: SystemTime().wall, standardSince: .instant(Timestamp(milliseconds: 0)))
    let filter = runs.of(app: app)
    try history.read { reader in
      do { try reader.requireKnown(app: app) } catch let problem as UnknownApp {
        throw CommandFailure(status: .usage, message: "\(problem)")
      }
      let file = try OutputFile(output?.path, replaces: force)
      let bar = ProgressBar()
      defer { bar.clear() }
      let leftOut = try format.write(table, from: ExportSource(reader), filter, tell: bar.show) { try pass($0, to: file) }
      try file.finish()
      bar.clear()
      if leftOut > 0 {
        StandardError.write(
          "calcmon: \(leftOut) lines were left out: their time is not after that of the line before, since the clock was set back\n"
        )
      }
    }
  }

  private func pass(_ bytes: [UInt8], to file: OutputFile) throws {
    try file.write(bytes)
    if file.isUnread { throw ExitStatus.good }
  }
}

extension ExportFormat: ExpressibleByArgument {}
extension ExportKind: ExpressibleByArgument {}

/// The bar of a long command, a few times a second.
private final class ProgressBar {
  private static let interval = 0.2
  private let line = ProgressLine()
  private let time = SystemTime()
  private let start: Duration
  private var next = 0.0

  init() { start = time.uptime }

  func show(_ progress: ExportProgress) {
    let elapsed = (time.uptime - start).seconds
    guard line.isShown, elapsed >= next else { return }
    next = elapsed + Self.interval
    line.show { progress.bar(elapsedSeconds: elapsed, columns: $0) }
  }

  func clear() { line.clear() }
}
