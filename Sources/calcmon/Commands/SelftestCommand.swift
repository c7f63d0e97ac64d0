import ArgumentParser
import Console
import Procfs
import Rendering
import SampleApps
import Samples
import Sessions

/// `calcmon selftest`
struct SelftestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Inject known stalls, leaks and overloads into real runs, and tell how often the report was right.",
    discussion: """
      Takes some minutes, and for parts of them every core. Injections are \
      \(Disturbance.allCases.map(\.rawValue).joined(separator: ", ")). What needs rights that are not there is listed as not tried.

      With --apps it runs small Python programs under 'calcmon exec' instead, which tell themselves what they do to their event loops: sleep, \
      compute, collect garbage, wait for locks, programs and pipes, leak tasks. It prints how much of that was found, with its cause, its \
      line and its length.

      Exit status: 0 the goals are reached, 1 they are not, 3 nothing could be tried, 130 interrupted; then what was done so far is \
      printed.

      Example: calcmon selftest --injections 10 --only compute,none --runtime swift
      """)

  @Option(
    name: .customLong("injections"), parsing: .unconditional,
    help: ArgumentHelp(
      "Of each kind that stalls the loop, in each runtime; of overload, busy and limited a fifth as many runs, two at least, of the others a tenth.",
      valueName: "number"),
    transform: wholeNumber)
  var count = SelftestSession.Options().count

  @Option(
    name: .customLong("only"), help: ArgumentHelp("Some of the injections. (default: all)", valueName: "list"),
    transform: { try words($0, "injection", of: Disturbance.self) })
  var disturbances = Disturbance.allCases

  @Option(
    name: .customLong("runtime"), help: ArgumentHelp("Some of swift, asyncio. (default: all that are there)", valueName: "list"),
    transform: { try words($0, "runtime", of: Runtime.self) })
  var runtimes: [Runtime]?

  @Option(name: .customLong("format"), help: "How to print the result.")
  var format = ResultFormat.text

  @Flag(name: .customLong("apps"), help: "Run applications under 'calcmon exec', and nothing else.")
  var apps = false

  @OptionGroup
  var paths: PathFlags

  func validate() throws {
    guard (1...10_000).contains(count) else { throw ValidationError("--injections must be between 1 and 10000") }
  }

  func run() async throws {
    if apps { return try await runApps() }
    var options = SelftestSession.Options()
    options.count = count
    options.disturbances = disturbances
    options.runtimes = runtimes
    options.environment = paths.environment
    let line = ProgressLine(isWanted: format == .text)
    let outcome: SelftestSession.Outcome
    do {
      outcome = try await SelftestSession(options) { announce($0, line) }.run()
    } catch let error as ProcError {
      throw CommandFailure(status: .usage, message: "\(error)")
    } catch {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
    line.clear()
    try StandardOutput.write(
      format == .json ? try outcome.result.json() : outcome.result.text(width: StandardOutput.columns))
    if outcome.isInterrupted { throw ExitStatus.interrupted }
    switch outcome.result.isGood {
    case true?: return
    case false?: throw ExitStatus.breached
    case nil: throw ExitStatus.unknown
    }
  }

  private func runApps() async throws {
    let line = ProgressLine(isWanted: format == .text)
    let python = paths.python?.path ?? "python3"
    let (result, isInterrupted): (AppSelftestResult, Bool)
    do {
      (result, isInterrupted) = try await AppSelftestSession(python: python) { app in
        line.show { ProgressText.cut(app.title, $0) }
      }.run()
    } catch {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
    line.clear()
    try StandardOutput.write(format == .json ? try result.json() : result.text(width: StandardOutput.columns))
    if isInterrupted { throw ExitStatus.interrupted }
    switch result.isGood {
    case true?: return
    case false?: throw ExitStatus.breached
    case nil: throw ExitStatus.unknown
    }
  }

  /// What is under way, on a terminal.
  private func announce(_ run: SelftestRun, _ line: ProgressLine) {
    line.show { ProgressText.cut("\(run.disturbance.rawValue) in \(run.runtime.rawValue)", $0) }
  }
}
