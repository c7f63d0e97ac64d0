import AppIntake
import Applications
import ArgumentParser
import Console
import Glibc
import Procfs
import Processes
import Scheduling
import Sessions
import Thresholds

/// `calcmon exec`
struct ExecCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Run a Python program with the probe inside, and tell why its event loop stood still.",
    usage: "calcmon exec [<options>] -- <command> ...",
    discussion: """
      The program needs no change: CPython 3.10 or newer, asyncio or uvloop, with all processes that it starts. Its output, terminal, signals \
      and exit status are its own. When it has ended, the report comes on standard error: how late the loop was, why it stood still and \
      where in the code, tasks, queues, executor, collector, CPU, memory, and the verdicts. No signal asks for it before: all of them are the \
      program's. A program that makes no event loop runs all the same, and that is said; python -I, -E and -S and opentelemetry-instrument \
      keep the probe out.

      Exit status: the program's; 127 if there is no such program, 126 if it cannot be executed. With --gate, if the program ended with 0: \
      0 all targets met, 1 a target is breached, 3 not enough data to judge.

      Examples:
        calcmon exec -- python app.py
        calcmon exec --app shop -- uvicorn shop:app --workers 2
        calcmon exec --gate --format json --output shop.json -- python -m shop.replay
      """)

  @Option(
    name: .customLong("app"),
    help: ArgumentHelp(
      "The name of the application, which all its processes share. (default: OTEL_SERVICE_NAME, or the script's name)",
      valueName: "name"))
  var app: String?

  @Option(name: .customLong("format"), help: "How to print the report. (default: text)")
  var format: ResultFormat?

  @Option(
    name: .customLong("output"),
    help: ArgumentHelp("Where to write the report. (default: standard error)", valueName: "file"))
  var output: PathArgument?

  @Flag(name: .customLong("gate"), help: "If the program ended with 0, exit with the verdict.")
  var gate = false

  @Flag(name: .customLong("no-agent"), help: "Judge here, though there is an agent that the program could report to.")
  var noAgent = false

  @Option(name: .customLong("path.procfs"), help: ArgumentHelp("Mount point of procfs.", valueName: "folder"))
  var procfs: PathArgument = "/proc"

  @Option(name: .customLong("path.cgroupfs"), help: ArgumentHelp("Mount point of the cgroup file systems.", valueName: "folder"))
  var cgroupfs: PathArgument = "/sys/fs/cgroup"

  @Argument(parsing: .postTerminator, help: "The program and its arguments.")
  var command: [String] = []

  func validate() throws {
    guard !command.isEmpty else { throw ValidationError("no program given; as in: calcmon exec -- python app.py") }
    if let app, !AppNameArgument.isGood(app) { throw ValidationError(AppNameArgument.demand) }
  }

  func run() async throws {
    if !noAgent { becomeWatched() }
    // Before the program runs: then it would be too late to find that there is no room for the report.
    let file = try output.map { try OutputFile($0.path, replaces: true) }
    let proc: ProcTrees
    do {
      proc = try ProcTrees(named: try ProcRoot(procfs: procfs.path))
    } catch {
      throw CommandFailure(status: .usage, message: "\(error)")
    }
    let options = ExecSession.Options(app: app, command: command, proc: proc, cgroup: ProcRoot(cgroupfs: cgroupfs.path))
    do {
      let outcome = try await ExecSession(options, time: SystemTime()) { StandardError.write("calcmon: \($0)\n") }.run()
      try write(outcome.report, to: file)
      end(outcome)
    } catch let error as ProgramNotFound {
      end("\(error)", status: error.isThere ? 126 : 127)
    } catch let error as SpawnError {
      end("cannot run '\(command[0])': \(error.reason)", status: 126)
    } catch let error as OutputError {
      throw error
    } catch {
      throw CommandFailure(status: .failure, message: "\(error)")
    }
  }

  /// Becomes the program, if there is an agent that it can report to and nothing is asked for that needs this command to stay.
  private func becomeWatched() {
    let wanted = [gate ? "--gate" : nil, output.map { _ in "--output" }, format.map { _ in "--format" }].compactMap(\.self)
    switch WatchingAgent.find(
      named: EnvironmentVariable.text(AppSocketPlace.variable), runtimeFolder: EnvironmentVariable.text("XDG_RUNTIME_DIR"))
    {
    case .none: break
    case .unusable(let reason): tell("\(reason); judging here")
    case .found(let agent):
      if let first = wanted.first {
        return tell("\(first) has the program judged here; the agent at \(agent.socket) is not told of it")
      }
      do {
        throw try InPlaceExec(agent, app: app, command: command).run { if StandardError.columns != nil { tell($0) } }
      } catch let error as ProgramNotFound {
        end("\(error)", status: error.isThere ? 126 : 127)
      } catch let error as SpawnError {
        end("cannot run '\(command[0])': \(error.reason)", status: 126)
      } catch {
        tell("\(error); judging here")
      }
    }
  }

  private func tell(_ line: String) {
    StandardError.write("calcmon: \(line)\n")
    StandardError.flush()
  }

  private func write(_ report: AppReport?, to file: OutputFile?) throws {
    guard let report else {
      StandardError.write("calcmon: \(NoLoop.text(command, hasEnded: true))\n")
      return
    }
    let text = try format == .json ? report.json() : report.text(width: file == nil ? StandardError.columns : nil)
    guard let file else {
      StandardError.write(text)
      return
    }
    try file.write(text)
    try file.finish()
  }

  /// Ends this process as the program ended, or with the verdict.
  private func end(_ outcome: ExecSession.Outcome) -> Never {
    StandardError.flush()
    switch outcome.exit {
    case .signalled(let signal):
      Program.endAsSignalled(signal)
      Glibc.exit(Int32(outcome.exit.shellStatus))
    case .exited(0) where gate:
      switch outcome.report?.judgement.verdict ?? .unknown {
      case .met: Glibc.exit(ExitStatus.good.rawValue)
      case .breached: Glibc.exit(ExitStatus.breached.rawValue)
      case .unknown: Glibc.exit(ExitStatus.unknown.rawValue)
      }
    case .exited(let status): Glibc.exit(status)
    }
  }

  private func end(_ message: String, status: Int32) -> Never {
    StandardError.write("calcmon: \(message)\n")
    StandardError.flush()
    Glibc.exit(status)
  }
}
