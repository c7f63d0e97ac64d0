import ArgumentParser
import Console
import Rendering
import Reporting
import Runs
import Samples
import Sessions
import Settings
import Storage
import Thresholds
import Workloads

/// `calcmon run`
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a mix now, by several strategies and runtimes, and compare them.",
    discussion: """
      The mixes are \(Mix.builtIn.map(\.name).joined(separator: ", ")). The flags change the mix for these runs. 'calcmon run guide' \
      runs the guide's benchmark of 10,000 items and prints its published figures beside the measured ones.

      Exit status: 0 all targets met, 1 a target is breached or more than one in a hundred of the items failed, 2 the mix makes no \
      sense, 3 too few samples, or a runtime that was named is not there, 4 a run failed, 130 interrupted; then what was done so far is \
      printed.

      With --format json there is a line a second with the progress, {"progress": {…}}, and the result is the last line.

      What --store keeps of a changed mix has a name of its own, such as mixed~3f2a81: it is not the mix of the agent, which alerts on its own \
      runs only.

      Examples:
        calcmon run mixed
        calcmon run mixed --strategy hybrid --runtime asyncio --io 8ms --cpu 3ms --rate 300/s --duration 10s
        calcmon run cpu-bound --load 50% --store
        calcmon run --cpu python:shop.pricing:price --items-from python:shop.pricing:samples
      """)

  @Argument(help: "The mix. (default: one of the functions that --cpu and --io name, else mixed)")
  var mix: String?

  @Option(
    name: .customLong("strategy"),
    help: ArgumentHelp(
      "Some of sync, threads, async, hybrid, or all that make sense for the mix. (default: all)", valueName: "list"),
    transform: strategyList)
  var strategies: StrategyList = .all

  @Option(
    name: .customLong("runtime"),
    help: ArgumentHelp("Some of swift, asyncio, or all that are there. (default: all)", valueName: "list"), transform: runtimeList
  )
  var runtimes: RuntimeList = .all

  @OptionGroup(title: "The mix")
  var changes: MixFlags

  @Option(
    name: .customLong("repeat"), parsing: .unconditional,
    help: ArgumentHelp("How often; every other time in the opposite order.", valueName: "number"), transform: wholeNumber)
  var repeats = 1

  @Flag(name: .customLong("store"), help: "Keep the runs in the history.")
  var stores = false

  @Option(name: .customLong("format"), help: "How to print the result.")
  var format = ResultFormat.text

  @Option(
    name: .customLong("storage.path"),
    help: ArgumentHelp(
      "The SQLite database: for --store, and for calibrations where it exists. \(StorageFlag.standardWords)", valueName: "file"))
  var storagePath = StorageFlag.standard

  @OptionGroup var configuration: ConfigurationFlag

  @OptionGroup
  var paths: PathFlags

  func validate() throws {
    guard (1...1000).contains(repeats) else { throw ValidationError("--repeat must be between 1 and 1000") }
    if case .some(let wanted) = runtimes, changes.loop != nil, !wanted.contains(.asyncio) {
      throw ValidationError("--loop chooses the event loop of the runtime asyncio, and --runtime leaves that out")
    }
  }

  func run() async throws {
    let settings = try configuration.settings(paths.environment)
    let options = try options(settings)
    let monitor = RunMonitor(format: format)
    let outcome: RunSession.Outcome
    do {
      outcome = try await RunSession(options) { monitor.receive($0) }.run()
    } catch {
      throw CommandFailure(ofRuns: error)
    }
    let table = RunTable(
      options.mix, cores: outcome.cores, records: outcome.records, measurements: outcome.measurements, targets: settings.targets)
    try StandardOutput.write(format == .json ? try table.json(storedIDs: outcome.storedIDs) : text(table, outcome))
    if let status = status(table, outcome, monitor) { throw status }
  }

  private func text(_ table: RunTable, _ outcome: RunSession.Outcome) -> String {
    let text = table.text(width: StandardOutput.columns) + storedText(table.mix, outcome.storedIDs)
    return StandardOutput.hasColours ? VerdictColours.text(text) : text
  }

  /// `stored as run 77: calcmon report --mix mixed~3f2a81 shows it`
  private func storedText(_ mix: Mix, _ ids: [Int64]) -> String {
    guard let first = ids.first, let last = ids.last else { return "" }
    let runs = ids.count == 1 ? "run \(first)" : "runs \(first) to \(last)"
    let command = StorageFlag.command("calcmon report --mix \(ShellText.quoted(mix.name))", on: storagePath)
    return "stored as \(runs): \(command)\n"
  }

  private func options(_ settings: AgentSettings) throws -> RunSession.Options {
    let known = try changes.base(mix, settings)
    let changed = try changes.changed(known)
    var options = RunSession.Options(stores && (changed != known || !changed.calls.isEmpty) ? changed.asVariant : changed)
    options.sampling = settings.sampling
    let judged = RunIdentity(mix: options.mix.name, strategy: .async, runtime: .swift)
    options.sampling.latencyLimit = Target.latencyLimit(of: settings.targets(of: judged, options.mix.kind))
    if case .some(let wanted) = strategies { options.strategies = wanted }
    if case .some(let wanted) = runtimes { options.runtimes = wanted }
    options.repeats = repeats
    options.stores = stores
    options.storagePath = storagePath.path
    options.environment = paths.environment
    if stores { options.machine = HostMachine.current(paths.environment, cores: Double(try paths.environment.countedCores())) }
    return options
  }

  private func status(_ table: RunTable, _ outcome: RunSession.Outcome, _ monitor: RunMonitor) -> ExitStatus? {
    if outcome.isInterrupted { return .interrupted }
    if !table.isComplete || monitor.hasLostSomething { return .failure }
    return switch table.verdict {
    case .met: isWhole(outcome) ? nil : .unknown
    case .breached: .breached
    case .unknown: .unknown
    }
  }
}

extension RunCommand {
  /// Whether something was measured in each runtime that was named.
  private func isWhole(_ outcome: RunSession.Outcome) -> Bool {
    guard case .some(let wanted) = runtimes else { return true }
    return Set(wanted).isSubset(of: outcome.records.map(\.identity.runtime))
  }
}

extension AgentSettings {
  /// One that is configured, or that calcmon brings along.
  func mix(named name: String) throws(CommandFailure) -> Mix {
    let mixes = effectiveMixes.map(\.mix) + Mix.builtIn
    if let known = mixes.first(where: { $0.name == name }) { return known }
    var seen: Set<String> = []
    let names = mixes.map(\.name).filter { seen.insert($0).inserted }
    let hint = NearestWord.of(name, among: names).map { "did you mean '\($0)'? " } ?? ""
    throw CommandFailure(status: .usage, message: "unknown mix '\(name)'; \(hint)there are: \(names.joined(separator: ", "))")
  }
}

/// `--strategy`
enum StrategyList {
  /// All that make sense for the mix.
  case all
  case some([Strategy])
}

private func strategyList(_ text: String) throws -> StrategyList {
  text == "all" ? .all : .some(try words(text, "strategy", of: Strategy.self))
}

/// `--runtime`
enum RuntimeList {
  /// All that are there.
  case all
  case some([Runtime])
}

private func runtimeList(_ text: String) throws -> RuntimeList {
  text == "all" ? .all : .some(try words(text, "runtime", of: Runtime.self))
}
