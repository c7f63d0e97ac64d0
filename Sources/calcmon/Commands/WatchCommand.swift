import AppIntake
import Applications
import ArgumentParser
import Console
import Outside
import Procfs
import Processes
import Rendering
import Samples
import Scheduling
import Sessions
import Telemetry
import Thresholds

/// `calcmon watch`
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Watch a process that already runs, from outside: why its event loop stood still, as far as that can be seen.",
    discussion: """
      For programs that no probe can enter: older Pythons, other languages. The process is neither stopped nor written to. What can be seen of it \
      depends on rights, and is said first. Root with a tracefs sees each turn of its event loops, whatever it is written in; with the rights of \
      ptrace alone, stalls of 100 ms or more in which a loop slept; else CPU, memory, threads and waiting for a core. How late its loops are, its \
      tasks and the place in the code are never seen: targets that need them stay unknown.

      Ends with the process, after --for, or by Ctrl-C, and then prints the report. With --agent, the running agent is told instead, as by a probe.

      Exit status: 0; 4 if it cannot be watched. With --gate: 0 all targets met, 1 a target is breached, 3 not enough to judge.

      Examples:
        calcmon watch --pid 4711 --for 60s
        calcmon watch --pid $(pidof shopd) --app shop --agent
      """)

  @Option(name: .customLong("pid"), help: ArgumentHelp("The process.", valueName: "pid"), transform: processNumber)
  var pid: Int32

  @Option(
    name: .customLong("app"),
    help: ArgumentHelp("The name of the application. (default: by its command)", valueName: "name"))
  var app: String?

  @Option(
    name: .customLong("for"), help: ArgumentHelp("For how long: 60s, 10m. (default: until it ends)", valueName: "time"),
    transform: watchingSeconds)
  var seconds: Double?

  @Option(name: .customLong("format"), help: "How to print the report. (default: text)")
  var format: ResultFormat?

  @Option(
    name: .customLong("output"),
    help: ArgumentHelp("Where to write the report. (default: standard output)", valueName: "file"))
  var output: PathArgument?

  @Flag(name: .customLong("gate"), help: "Exit with the verdict.")
  var gate = false

  @Flag(name: .customLong("agent"), help: "Tell the running agent, and print no report.")
  var usesAgent = false

  @Flag(name: .customLong("no-tracepoints"), help: "Do not trace its turns, though that could be done.")
  var noTracepoints = false

  @Option(name: .customLong("path.procfs"), help: ArgumentHelp("Mount point of procfs.", valueName: "folder"))
  var procfs: PathArgument = "/proc"

  @Option(name: .customLong("path.cgroupfs"), help: ArgumentHelp("Mount point of the cgroup file systems.", valueName: "folder"))
  var cgroupfs: PathArgument = "/sys/fs/cgroup"

  @Option(
    name: .customLong("path.tracefs"),
    help: ArgumentHelp("Mount point of tracefs. (default: /sys/kernel/tracing, /sys/kernel/debug/tracing)", valueName: "folder"))
  var tracefs: PathArgument?

  func validate() throws {
    if let app, AppName.clean(app) != app {
      throw ValidationError("--app must be 1 to 64 letters, digits, '_', '.' or '-', as in --app shop")
    }
  }

  func run() async throws {
    let agent = usesAgent ? socket() : nil
    let file = agent == nil ? try output.map { try OutputFile($0.path, replaces: true) } : nil
    let proc: ProcTrees
    do {
      proc = try ProcTrees(named: try ProcRoot(procfs: procfs.path))
    } catch {
      throw CommandFailure(status: .usage, message: "\(error)")
    }
    do {
      let options = OutsideSession.Options(
        target: try OutsideTarget(pid, in: proc.processes), app: app, seconds: seconds, agent: agent,
        probe: BuildInfo.current.version, proc: proc, cgroup: ProcRoot(cgroupfs: cgroupfs.path), tracefs: traces)
      let report = try await OutsideSession(options, time: SystemTime()) { announce($0, options) }.run()
      if let report { try write(report, to: file) }
    } catch let error as OutputError {
      throw error
    } catch let status as ExitStatus {
      throw status
    } catch {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }

  private var traces: [ProcRoot] {
    if noTracepoints { return [] }
    return (tracefs.map { [$0.path] } ?? Tracepoints.usualPlaces).map { ProcRoot(tracefs: $0) }
  }

  /// Where the agent listens that is to be told; `nil`: the report is made here, and that is said.
  private func socket() -> String? {
    let wanted = [gate ? "--gate" : nil, output.map { _ in "--output" }, format.map { _ in "--format" }].compactMap(\.self)
    if let first = wanted.first {
      tell("\(first) has the process judged here; no agent is told of it")
      return nil
    }
    switch WatchingAgent.find(
      named: EnvironmentVariable.text(AppSocketPlace.variable), runtimeFolder: EnvironmentVariable.text("XDG_RUNTIME_DIR"))
    {
    case .none: tell("no agent listens; judging here")
    case .unusable(let reason): tell("\(reason); judging here")
    case .found(let agent): return agent.socket
    }
    return nil
  }

  private func announce(_ sight: OutsideSight, _ options: OutsideSession.Options) {
    let agent = options.agent.map { ", for the agent at \($0)" } ?? ""
    tell("watching process \(options.target.pid) as \(options.app) from outside\(agent)")
    for line in sight.seen { tell("  seen: \(line)") }
    for line in sight.unseen { tell("  not seen: \(line)") }
  }

  private func tell(_ line: String) {
    StandardError.write("calcmon: \(Printable.text(line))\n")
    StandardError.flush()
  }

  private func write(_ report: AppReport, to file: OutputFile?) throws {
    let text = try format == .json ? report.json() : report.text(width: file == nil ? StandardOutput.columns : nil)
    if let file {
      try file.write(text)
      try file.finish()
    } else {
      try StandardOutput.write(text)
    }
    guard gate else { return }
    switch report.judgement.verdict {
    case .met: break
    case .breached: throw ExitStatus.breached
    case .unknown: throw ExitStatus.unknown
    }
  }
}

private func processNumber(_ text: String) throws -> Int32 {
  guard let number = Int32(text), number > 0 else { throw OptionProblem.demand("is no number of a process, as 4711") }
  return number
}

private func watchingSeconds(_ text: String) throws -> Double {
  guard let seconds = DurationText.seconds(text), (1...7 * 86_400).contains(seconds) else {
    throw OptionProblem.demand("is no duration from 1s to 7d, as 60s")
  }
  return seconds
}
