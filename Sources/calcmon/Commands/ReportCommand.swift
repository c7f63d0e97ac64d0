import ArgumentParser
import Console
import Rendering
import Reporting
import Samples
import Scheduling
import Settings
import Storage
import Thresholds

/// `calcmon report`
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Judge the stored history against the targets.",
    discussion: """
      It judges by the targets that the agent used, as they are kept in the history, and says so; by those of --config.file where that is \
      given, and by the built-in ones where no agent has judged. Each --target stands above them.

      Exit status: 0 all targets met, 1 a target is breached, or more than one in a hundred of the runs of a mix, or of their items, \
      failed (or, with --fail-on-worse, a measure is worse than in the baseline), 3 not enough data to judge.

      Examples:
        calcmon report --since 30m
        calcmon report --since 30m --target 'event_loop_latency=p(99) < 50ms' --only event_loop_latency
        calcmon report --url http://web-1:9873 --format markdown
        calcmon report --since 1h --baseline last-week.json --fail-on-worse
        calcmon report --app shop --baseline deployment
      """)

  @OptionGroup var history: HistoryFlags

  @Option(
    name: .customLong("app"),
    help:
      "Only this watched application, and no runs. Without it all are judged beside the runs, unless a mix, strategy or runtime is named."
  )
  var app: String?

  @OptionGroup var remote: RemoteFlags

  @OptionGroup var configuration: ConfigurationFlag

  @OptionGroup var targets: TargetFlags

  @Option(
    name: .customLong("only"),
    help: ArgumentHelp(
      "Judge these alone; may be repeated: \(JudgedNames.known.joined(separator: ", ")).", valueName: "names"),
    transform: judgedNames)
  var only: [JudgedNames] = []

  @Option(
    name: .customLong("baseline"),
    help: ArgumentHelp(
      """
      Compare with an earlier window: its begin, in the forms of --since, for one as long as this (48h), its begin and end (FROM..TO), \
      or a report that was saved with --format json. With --app: 'deployment', the time since the newest start, restart or deployment \
      with the life before it.
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

  func run() async throws {
    guard baseline != nil || !failOnWorse else {
      throw CommandFailure(status: .usage, message: "--fail-on-worse needs a --baseline")
    }
    guard app == nil || history.query.allSatisfy({ !["mix", "strategy", "runtime"].contains($0.0) }) else {
      throw CommandFailure(status: .usage, message: "an application has no mix, strategy or runtime: give them, or --app")
    }
    let now = SystemTime().wall
    let filter = try history.filter(now: now, standardSince: .ago(seconds: 86400))
    if let agent = try remote.agent(beside: history.storage) { return try await ask(agent) }
    let file = try OutputFile(output?.path, replaces: force)
    let order = try order(filter, now)
    let report = try history.read { reader in
      do {
        return try order.report(reader, at: now)
      } catch let problem as UnknownApp {
        throw CommandFailure(status: .usage, message: "\(problem)")
      }
    }
    try write(format.text(of: report, width: file.columns), to: file)
    try writeTextfile(report)
    warn(of: report)
    switch report.exitStatus(failsOnWorse: failOnWorse) {
    case 0: return
    case 1: throw ExitStatus.breached
    default: throw ExitStatus.unknown
    }
  }

  private var onlyThese: JudgedNames? { only.dropFirst().reduce(only.first) { $0?.joined($1) } }

  private func order(_ filter: HistoryFilter, _ now: Timestamp) throws -> ReportOrder {
    var order = ReportOrder(filter)
    order.baseline = try baseline.map { try ReportBaseline(option: $0.path, for: filter, app: app, now: now) }
    order.app = app
    order.configured = try configuration.judging()
    (order.overrides, order.only) = (targets.targets, onlyThese)
    return order
  }

  private func warn(of report: Report) {
    if let judging = report.judgedBy, !report.identities.isEmpty || !report.apps.isEmpty {
      targets.warn(judging, judged: report.judgedTargets)
    }
  }

  /// Verdicts in colours where somebody looks at them.
  private func write(_ text: String, to file: OutputFile) throws {
    try file.write(format == .text && file.hasColours ? VerdictColours.text(text) : text)
    try file.finish()
  }

  private func writeTextfile(_ report: Report) throws {
    guard let textfile else { return }
    let prom = try OutputFile(textfile.path, replaces: true, isForAll: true)
    try prom.write(report.textfile)
    try prom.finish()
    guard !textfile.path.hasSuffix(".prom"), !textfile.path.hasPrefix("/dev/") else { return }
    StandardError.write("calcmon: node_exporter reads files that end in .prom only, and \(textfile) does not\n")
  }
}

// MARK: A running agent

extension ReportCommand {
  private func ask(_ agent: RemoteAgent) async throws {
    if let refused = [
      ("--config.file", configuration.file != nil, "the agent judges by its own targets; --target stands above them"),
      ("--output.textfile", textfile != nil, "the agent's own /metrics has the verdicts"),
    ].first(where: \.1) {
      throw CommandFailure(status: .usage, message: "\(refused.0) goes without --url: \(refused.2)")
    }
    let file = try OutputFile(output?.path, replaces: force)
    try await agent.print("report", history.query + query, width: format == .text ? file.columns : nil) {
      try write($0, to: file)
    }
  }

  private var query: [(String, String)] {
    let targets = targets.targets.map { ("target", "\($0.name.rawValue)=\($0.sourceText)") }
    let only = onlyThese.map { [("only", $0.names.joined(separator: ","))] } ?? []
    let baseline = baseline.map { [("baseline", $0.path)] } ?? []
    let app = app.map { [("app", $0)] } ?? []
    return app + targets + only + baseline + (failOnWorse ? [("fail-on-worse", "true")] : []) + [("format", format.rawValue)]
  }
}

private func judgedNames(_ text: String) throws -> JudgedNames {
  do {
    return try JudgedNames(parsing: text)
  } catch {
    throw OptionProblem.part("\(error)")
  }
}

extension ReportFormat: ExpressibleByArgument {}
