import Agent
import Samples
import Prediction
import ArgumentParser
import Calculator
import Thresholds

/// `calcmon simulate`
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Predict what work would take by the four strategies, without running anything.",
    discussion: """
      A deterministic model plays the work item by item: the event loop and its turns, threads, worker processes, Python's lock, and what \
      each runtime adds. What it predicts can be measured by 'calcmon run'.

      Exit status: 0 all targets would be met, 1 one would be breached, 2 something makes no sense, 3 too few samples to judge.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, csv }

  @OptionGroup(title: "The work")
  var work: SimulateFlags

  @Option(help: "How to print it: text, json or csv.")
  var format = Format.text

  @Flag(help: "Measure first what the runtimes add on this host, some ten seconds for each, and keep it in the history.")
  var calibrate = false

  @Option(
    name: .customLong("storage.path"),
    help: ArgumentHelp("The SQLite database: what was measured of this host is taken from it, where it exists.", valueName: "file"))
  var storagePath = "calcmon.db"

  @OptionGroup var paths: PathFlags

  func run() async throws {
    if calibrate {
      try await CostSession.calibrate(surroundings: paths.surroundings, storagePath: storagePath) { runtime, step in
        StandardStream.error.write("calibrating \(runtime.rawValue): \(step)\n")
      }
    }
    let costs = try HostCosts(storagePath: storagePath)
    let cores = HostCores.usable
    let request: CalculatorRequest
    do {
      request = try CalculatorRequest(work.values, cores: cores)
    } catch {
      let lines = error.problems.map { "--\($0.parameter) \($0.value) \($0.reason)" }
      throw CommandFailure(status: .usage, message: lines.joined(separator: "; "))
    }
    let result = CalculatorResult(request, costs: costs.costs(of:))
    switch format {
    case .text: StandardStream.output.write(result.text)
    case .json: StandardStream.output.write(try result.json())
    case .csv: StandardStream.output.write(result.csv)
    }
    switch result.verdict {
    case .met: break
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }
}

/// The flags of `CalculatorRequest.parameters`, as text: it checks them.
struct SimulateFlags: ParsableArguments {
  @Option(help: SimulateFlags.help("tasks")) var tasks: String?
  @Option(help: SimulateFlags.help("io")) var io: String?
  @Option(help: SimulateFlags.help("cpu")) var cpu: String?
  @Option(help: SimulateFlags.help("time")) var time: String?
  @Option(help: SimulateFlags.help("cpu-share")) var cpuShare: String?
  @Option(help: SimulateFlags.help("concurrency")) var concurrency: String?
  @Option(help: SimulateFlags.help("threads")) var threads: String?
  @Option(help: SimulateFlags.help("processes")) var processes: String?
  @Option(help: SimulateFlags.help("chunk")) var chunk: String?
  @Option(help: SimulateFlags.help("cores")) var cores: String?
  @Option(help: SimulateFlags.help("rate")) var rate: String?
  @Option(help: SimulateFlags.help("arrivals")) var arrivals: String?
  @Option(help: SimulateFlags.help("distribution")) var distribution: String?
  @Option(help: SimulateFlags.help("jitter")) var jitter: String?
  @Option(help: SimulateFlags.help("seed")) var seed: String?
  @Option(help: SimulateFlags.help("strategy")) var strategy: String?
  @Option(help: SimulateFlags.help("runtime")) var runtime: String?

  /// By parameter, those that were given. An empty text is a mistake, and no default.
  var values: [String: String] {
    let all = [
      "tasks": tasks, "io": io, "cpu": cpu, "time": time, "cpu-share": cpuShare, "concurrency": concurrency, "threads": threads,
      "processes": processes, "chunk": chunk, "cores": cores, "rate": rate, "arrivals": arrivals, "distribution": distribution,
      "jitter": jitter, "seed": seed, "strategy": strategy, "runtime": runtime,
    ]
    return all.compactMapValues { $0.map { $0.isEmpty ? "''" : $0 } }
  }

  private static func help(_ name: String) -> ArgumentHelp {
    let parameter = CalculatorRequest.parameters.first { $0.name == name }
    let standard = parameter.map { $0.standard.isEmpty ? "" : " (default: \($0.standard))" } ?? ""
    return ArgumentHelp("\(parameter?.help ?? "")\(standard)", valueName: "value")
  }
}
