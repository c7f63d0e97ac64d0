import ArgumentParser
import Calculator
import Console
import Prediction
import Rendering
import Runs
import Samples
import Sessions
import Thresholds

/// `calcmon simulate`
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Predict what work would take by the four strategies, without running anything.",
    discussion: """
      A deterministic model plays the work item by item: the event loop and its turns, threads, worker processes, Python's lock, and what \
      each runtime adds. What it predicts can be measured by 'calcmon run'.

      With --rate items come one by one, at random as the requests of a service do: then it says what each strategy keeps up with, how long \
      items take, and how few workers are enough.

      With --from-run the steps take what they took in a run of the history, and what is not given is as it was there. Waiting for the \
      event loop, which that run had in its I/O steps, is taken off them.

      Exit status: 0 all targets would be met by every strategy that was asked for, 1 one would be breached (sync nearly always breaches \
      one: --strategy leaves it out), 2 something makes no sense, 3 too few samples to judge.

      Examples:
        calcmon simulate --io 8ms --cpu 3ms --rate 300 --runtime asyncio
        calcmon simulate --tasks 1000 --io 20ms --cpu 5ms --sweep processes=1..8
        calcmon simulate --from-run last --processes 4 --io-scale 2
        calcmon simulate --preset uvicorn-4-workers --sweep servers=1..8
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, csv, svg }

  @OptionGroup(title: "The work")
  var work: SimulateFlags

  @Option(
    name: .customLong("from-run"),
    help: ArgumentHelp(
      "Begin from a run of the history: its number, 'last', or a mix, whose newest completed run is taken.", valueName: "run"))
  var fromRun: String?

  @Option(help: "How to print it: text, json, csv or svg.")
  var format = Format.text

  @Flag(help: "Print what would run where as well.")
  var timeline = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("One parameter moves, as in concurrency=1..200; print the curves.", valueName: "range"))
  var sweep: String?

  @Option(
    name: .customLong("cost"), parsing: .singleValue,
    help: ArgumentHelp(
      "What both runtimes add, instead of what was measured, as in trip=50us: \(SimulateCommand.costNames.joined(separator: ", ")).",
      valueName: "name=time"))
  var given: [String] = []

  @Flag(help: "Measure first what the runtimes add on this host, some 15 s for each of --runtime, and keep it in the history.")
  var calibrate = false

  @Flag(help: "Run the same for real, and print prediction, measurement and error side by side.")
  var measure = false

  @Option(
    name: .customLong("repeat"), parsing: .unconditional,
    help: ArgumentHelp("With --measure: how often; the medians count.", valueName: "number"), transform: wholeNumber)
  var repeats = 1

  @Option(
    name: .customLong("storage.path"),
    help: ArgumentHelp(
      "The SQLite database: what was measured of this host is taken from it, where it exists. \(StorageFlag.standardWords)",
      valueName: "file"))
  var storagePath = StorageFlag.standard

  @OptionGroup var paths: PathFlags

  func validate() throws {
    guard (1...100).contains(repeats) else { throw ValidationError("--repeat must be between 1 and 100") }
    if sweep != nil, timeline || measure { throw ValidationError("--sweep goes without --timeline and --measure") }
    if timeline, measure { throw ValidationError("--timeline goes without --measure") }
    if measure, fromRun != nil {
      throw ValidationError("--measure goes without --from-run: 'calcmon run' runs the same mix again")
    }
    if fromRun == nil, let flag = work.flagOfRuns { throw ValidationError("--\(flag) needs --from-run") }
    if measure, format == .svg { throw ValidationError("--measure has no svg") }
  }

  func run() async throws {
    let cores = try paths.environment.countedCores()
    if calibrate {
      // Before half a minute is spent for values that make no sense.
      let basis = try basis(try HostCosts(storagePath: storagePath.path))
      let asked = try checked { () throws(CalculatorProblems) in try CalculatorRequest(work.values, cores: cores, from: basis) }
      try await calibrateHost(asked.runtimes)
    }
    let costs = try HostCosts(storagePath: storagePath.path) { StandardError.write("calcmon: \($0)\n") }.replacing(
      try givenCosts())
    // Those that run something say it themselves.
    if !calibrate, !measure, let problem = paths.environment.quotaProblem { paths.environment.warn(problem) }
    let basis = try basis(costs)
    if let sweep { return try StandardOutput.write(try rendered(sweep, basis, costs, cores)) }
    var request = try checked { () throws(CalculatorProblems) in try CalculatorRequest(work.values, cores: cores, from: basis) }
    // The run has the arrivals of one course.
    if measure { request.courses = 1 }
    let result = CalculatorResult(request, segments: timeline ? Self.segments : 0, costs: costs.costs(of:))
    if measure {
      let comparison = CalculatorComparison(result, try await measured(request, cores: cores), costs: costs.costs(of:))
      try StandardOutput.write(try rendered(comparison))
      if comparison.rows.allSatisfy({ $0.measured?.seconds == nil }) { throw ExitStatus.failure }
    } else {
      try StandardOutput.write(try rendered(result, costs))
    }
    switch result.verdict {
    case .met: break
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }

  /// Pieces of a timeline, at most: more than a line of text can show.
  private static let segments = 4000

  private func basis(_ costs: HostCosts) throws -> RunBasis? {
    guard let fromRun else { return nil }
    do {
      return try History.read(storagePath.path) {
        try RunBasis(RunChoice(fromRun), in: $0, path: storagePath.path, costs: costs.costs(of:))
      }
    } catch let problem as RunBasisProblem {
      throw CommandFailure(status: .usage, message: "--from-run \(fromRun): \(problem)")
    }
  }

  private func checked<Value>(_ body: () throws(CalculatorProblems) -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw failure(error.problems)
    }
  }

  private func failure(_ problems: [CalculatorProblem]) -> CommandFailure {
    let lines = problems.map { "--\($0.parameter)\($0.value.isEmpty ? "" : " ")\($0.value) \($0.reason)" }
    return CommandFailure(status: .usage, message: lines.joined(separator: "; "))
  }

  private func calibrateHost(_ runtimes: [Runtime]) async throws {
    let line = ProgressLine(isWanted: true)
    defer { line.clear() }
    let isInterrupted: Bool
    do {
      isInterrupted = try await CostSession.calibrate(runtimes, in: paths.environment, storagePath: storagePath.path) { event in
        switch event {
        case .measuring(let runtime, let done, let count):
          if line.isShown {
            line.show {
              ProgressText.line(
                "calibrating \(runtime.rawValue)", share: Double(done) / Double(count), notes: ["\(done)/\(count)"], columns: $0)
            }
          } else if done == 0 {
            StandardError.write("calibrating \(runtime.rawValue)\n")
          }
        case .unavailable(let runtime, let reason):
          line.clear()
          StandardError.write("calcmon: the runtime '\(runtime.rawValue)' is not available: \(reason)\n")
        }
      }
    } catch {
      throw CommandFailure(ofRuns: error)
    }
    if isInterrupted { throw ExitStatus.interrupted }
  }

  /// Those that can be given: a share is no time.
  private static let costNames = RuntimeCosts.figures.map(\.key).filter { $0 != "step_excess" }

  private func givenCosts() throws -> [String: Double] {
    try given.reduce(into: [:]) { costs, text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, SimulateCommand.costNames.contains(parts[0]), let seconds = DurationText.seconds(parts[1]),
        (0...60).contains(seconds)
      else {
        let names = SimulateCommand.costNames.joined(separator: ", ")
        throw failure([
          CalculatorProblem(parameter: "cost", value: text, reason: "must be as trip=50us, from 0s to 60s, of one of \(names)")
        ])
      }
      costs[parts[0]] = seconds
    }
  }

  // MARK: Printing

  private var width: Int? { StandardOutput.columns }

  private func rendered(_ result: CalculatorResult, _ costs: HostCosts) throws -> String {
    switch format {
    case .text:
      let foreign = costs.foreign(result.request.runtimes).map(\.rawValue)
      let note =
        foreign.isEmpty
        ? ""
        : "\nWhat \(WordList.text(foreign)) \(Plural.word(foreign.count, "adds", "add")) was measured on another host; --calibrate measures it here.\n"
      return result.text(width: width) + note + (timeline ? "\n" + result.timelines(width: width) : "")
    case .json: return try result.json()
    case .csv: return result.csv
    case .svg: return result.svg
    }
  }

  private func rendered(_ comparison: CalculatorComparison) throws -> String {
    switch format {
    case .text, .svg: comparison.text(width: width)
    case .json: try comparison.json()
    case .csv: comparison.csv
    }
  }

  private func rendered(_ text: String, _ basis: RunBasis?, _ costs: HostCosts, _ cores: Int) throws -> String {
    let sweep = try checked { () throws(CalculatorProblems) in
      try CalculatorSweep(
        text, values: work.values(moving: text.split(separator: "=").first.map(String.init)), cores: cores, from: basis,
        costs: costs.costs(of:))
    }
    switch format {
    case .text: return sweep.text(width: width)
    case .json: return try sweep.json()
    case .csv: return sweep.csv
    case .svg: return sweep.svg
    }
  }

  // MARK: Measuring

  private func measured(_ request: CalculatorRequest, cores: Int) async throws -> RunTable {
    let problems = request.problemsOfMeasuring(cores: cores)
    guard problems.isEmpty else { throw failure(problems) }
    var options = RunSession.Options(measuring: request)
    options.repeats = repeats
    options.storagePath = storagePath.path
    options.environment = paths.environment
    let monitor = RunMonitor(format: .text)
    let outcome: RunSession.Outcome
    do {
      outcome = try await RunSession(options) { monitor.receive($0) }.run()
    } catch {
      throw CommandFailure(ofRuns: error)
    }
    if outcome.isInterrupted { throw ExitStatus.interrupted }
    return RunTable(options.mix, cores: outcome.cores, records: outcome.records)
  }
}

/// The flags of `CalculatorRequest.parameters`, as text: it checks them.
struct SimulateFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Values to begin from, which the other flags change: \(CalculatorPreset.all.map(\.key).joined(separator: ", ")).",
      valueName: "name"),
    transform: SimulateFlags.preset)
  var preset: CalculatorPreset?
  @Option(name: [.long, .customLong("items")], parsing: .unconditional, help: SimulateFlags.help("tasks")) var tasks: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("io")) var io: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("cpu")) var cpu: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("time")) var time: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("cpu-share")) var cpuShare: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("servers")) var servers: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("concurrency")) var concurrency: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("threads")) var threads: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("processes")) var processes: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("chunk")) var chunk: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("cores")) var cores: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("rate")) var rate: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("arrivals")) var arrivals: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("distribution")) var distribution: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("jitter")) var jitter: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("seed")) var seed: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("strategy")) var strategy: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("runtime")) var runtime: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("io-scale")) var ioScale: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("cpu-scale")) var cpuScale: String?
  @Option(parsing: .unconditional, help: SimulateFlags.help("lock-share")) var lockShare: String?

  /// By parameter, those that were given, and those of the preset. An empty text is a mistake, and no default.
  var values: [String: String] { values(moving: nil) }

  /// The same; a parameter that moves has no value of the preset's.
  func values(moving parameter: String?) -> [String: String] {
    let all = [
      "tasks": tasks, "io": io, "cpu": cpu, "time": time, "cpu-share": cpuShare, "servers": servers, "concurrency": concurrency,
      "threads": threads,
      "processes": processes, "chunk": chunk, "cores": cores, "rate": rate, "arrivals": arrivals, "distribution": distribution,
      "jitter": jitter, "seed": seed, "strategy": strategy, "runtime": runtime,
      "io-scale": ioScale, "cpu-scale": cpuScale, "lock-share": lockShare,
    ]
    let given = all.compactMapValues { $0.map { $0.isEmpty ? "''" : $0 } }
    return preset.map { $0.values(with: given, moving: parameter) } ?? given
  }

  private static func preset(_ key: String) throws -> CalculatorPreset {
    if let preset = CalculatorPreset.all.first(where: { $0.key == key }) { return preset }
    throw ValidationError("there is no preset '\(key)', but \(CalculatorPreset.all.map(\.key).joined(separator: ", "))")
  }

  /// One that was given and only makes sense of a run.
  var flagOfRuns: String? {
    let values = values
    return CalculatorRequest.parametersOfRuns.map(\.name).first { values[$0] != nil }
  }

  private static func help(_ name: String) -> ArgumentHelp {
    let all = CalculatorRequest.parameters + CalculatorRequest.parametersOfRuns
    let parameter = all.first { $0.name == name }
    let standard = parameter.map { $0.standard.isEmpty ? "" : " (default: \($0.standard))" } ?? ""
    return ArgumentHelp("\(parameter?.help ?? "")\(standard)", valueName: "value")
  }
}
