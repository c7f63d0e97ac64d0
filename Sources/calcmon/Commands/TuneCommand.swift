import ArgumentParser
import Calculator
import Console
import Reporting
import Runs
import Samples
import Sessions
import Settings
import Thresholds
import Workloads

/// `calcmon tune`
struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Find the concurrency, worker processes and chunk that suit a mix on this host.",
    discussion: """
      The model of 'calcmon simulate' says where to look, and runs decide: those settings are measured that could be the best, the \
      contenders three times. A mix whose items have their own arrivals is tuned at full load. The Universal Scalability Law is fitted to \
      what was measured; its knee and the limit are named, and the settings printed as they stand in a configuration.

      What 'calcmon simulate --calibrate' has found out of this host is used, and makes it quicker.

      Exit status: 0 there is advice and all targets are met with it, 1 one is breached with it, 2 the mix makes no sense, 3 too few samples \
      to judge, 4 nothing could be measured, 130 interrupted; then the advice is from what was measured so far.

      Example: calcmon tune mixed --runtime asyncio --budget 2m --format yaml
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, yaml, python }

  @Argument(help: "The mix. (default: one of the functions that --cpu and --io name, else mixed)")
  var mix: String?

  @Option(help: ArgumentHelp("async or hybrid. (default: hybrid where the mix has a CPU step)", valueName: "name"))
  var strategy: Strategy?

  @Option(help: ArgumentHelp("swift or asyncio. (default: the first of them that can run the mix)", valueName: "name"))
  var runtime: Runtime?

  @Option(help: ArgumentHelp("How long it may take, from 5s to 1h.", valueName: "time"), transform: budgetSeconds)
  var budget = 60.0

  @OptionGroup(title: "The mix")
  var changes: MixFlags

  @Option(help: "How to print it: text, json, yaml, or python: a program to paste, of asyncio.")
  var format = Format.text

  @Option(
    name: .customLong("storage.path"),
    help: ArgumentHelp(
      "The SQLite database: what was measured of this host is taken from it, where it exists. \(StorageFlag.standardWords)",
      valueName: "file"))
  var storagePath = StorageFlag.standard

  @OptionGroup var configuration: ConfigurationFlag

  @OptionGroup var paths: PathFlags

  func validate() throws {
    if let strategy, ![.async, .hybrid].contains(strategy) {
      throw ValidationError("--strategy must be async or hybrid: the others have nothing to tune")
    }
  }

  func run() async throws {
    let settings = try configuration.settings(paths.environment)
    var options = TuneSession.Options(try changes.changed(try changes.base(mix, settings)))
    if options.mix.kind == .idle {
      throw CommandFailure(status: .usage, message: "the mix '\(options.mix.name)' has no items: there is nothing to tune")
    }
    if let strategy { options.strategy = strategy }
    if let runtime { options.runtime = runtime }
    if format == .python, options.runtime != .asyncio {
      throw CommandFailure(status: .usage, message: "--format python needs --runtime asyncio")
    }
    options.budget = budget
    options.storagePath = storagePath.path
    options.environment = paths.environment
    let outcome: TuneSession.Outcome
    do {
      outcome = try await TuneSession(options) { setting in
        StandardError.write("measuring \(setting.words)\n")
      }.run(targets: settings.targets)
    } catch {
      throw CommandFailure(ofRuns: error)
    }
    guard let result = outcome.result else {
      if outcome.isInterrupted { throw ExitStatus.interrupted }
      throw CommandFailure(status: .failure, message: "nothing could be measured: \(outcome.reason ?? "the budget is too small")")
    }
    switch format {
    case .text: try StandardOutput.write(result.text(width: StandardOutput.columns))
    case .json: try StandardOutput.write(try result.json())
    case .yaml: try StandardOutput.write(result.yaml)
    case .python: try StandardOutput.write(result.python ?? "")
    }
    if outcome.isInterrupted { throw ExitStatus.interrupted }
    switch result.verdict {
    case .met: break
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }
}

extension TuneSetting {
  /// In a line of progress.
  fileprivate var words: String {
    processes > 0 ? "\(concurrency) in flight, \(processes) worker processes, chunks of \(chunk)" : "\(concurrency) in flight"
  }
}

private func budgetSeconds(_ text: String) throws -> Double {
  guard let seconds = DurationText.seconds(text), (5...3600).contains(seconds) else {
    throw OptionProblem.demand("is no duration from 5s to 1h, as 60s")
  }
  return seconds
}
