import ArgumentParser
import Console
import Dispatch
import Glibc
import Processes
import Rendering
import Samples

@main
enum Main {
  static func main() {
    AddressSpace.saveIfLimited()
    ProcessStart.prepare()
    // A child is started through /proc/self/exe, and the kernel would call it "exe". The process has the name of its first thread.
    ProcessName.set("calcmon")
    guard !CommandLine.arguments.isEmpty else {
      complain(
        "there is no procfs at /proc, where a program finds its own arguments; mount one, as by 'mount -t proc proc /proc'")
      quit(.usage)
    }
    if CommandLine.arguments.dropFirst().first == "agent" { AddressSpace.share() }
    // Children are started with words of calcmon's own.
    if childCommand((try? CommandArguments.checked()) ?? [])?.runAlone() ?? false { exit(ExitStatus.good.rawValue) }
    do {
      // An asynchronous main would come too late for this.
      try EventLoops.check()
    } catch {
      complain(error.description)
      quit(.failure)
    }
    Task { quit(finished(await run())) }
    dispatchMain()
  }

  /// Ends the process when what was said has been written.
  private static func quit(_ status: ExitStatus) -> Never {
    StandardError.flush()
    exit(status.rawValue)
  }

  private static func childCommand(_ arguments: [String]) -> ChildProcessCommand? {
    arguments.first.flatMap(ChildProcessCommand.init(rawValue:))
  }

  private static func run() async -> ExitStatus {
    do {
      // A name that was mended would be that of another file.
      _ = try EnvironmentVariable.path(StorageFlag.variable)
      return await run(try CommandArguments.checked())
    } catch {
      complain("\(error)")
      return .usage
    }
  }

  private static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      if let child = childCommand(arguments) {
        try await child.run()
        return .good
      }
      if ["version", "-v"].contains(arguments.first), arguments.count == 1 {
        try StandardOutput.write("\(Calcmon.configuration.version)\n")
        return .good
      }
      try requireCommand(arguments)
      var command = try Calcmon.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return .good
    } catch let status as ExitStatus {
      return status
    } catch let failure as CommandFailure {
      complain(failure.message)
      return failure.status
    } catch let error as OutputError {
      return status(of: error)
    } catch {
      return answer(error, to: arguments)
    }
  }

  /// What a command says by its status holds only if its result has arrived.
  private static func finished(_ status: ExitStatus) -> ExitStatus {
    do {
      try StandardOutput.finish()
      return status
    } catch {
      return Self.status(of: error)
    }
  }

  private static func status(of error: OutputError) -> ExitStatus {
    if case .interrupted = error { return .interrupted }
    complain("\(error)")
    return if case .isThere = error { .usage } else { .failure }
  }

  private static func requireCommand(_ arguments: [String]) throws {
    let known = "the commands are: \(Calcmon.shownCommands.joined(separator: ", "))"
    guard let first = arguments.first else {
      throw CommandFailure(status: .usage, message: "no command given; \(known); see 'calcmon --help'")
    }
    guard let word = first == "help" ? arguments.dropFirst().first : first, !word.hasPrefix("-"), !Calcmon.commands.contains(word)
    else { return }
    let hint = NearestWord.of(word, among: Calcmon.shownCommands).map { "did you mean '\($0)'? " } ?? ""
    let completion =
      word == "completion" ? "calcmon --generate-completion-script bash, zsh or fish writes a completion script; " : ""
    throw CommandFailure(
      status: .usage, message: "unknown command '\(word)'; \(completion)\(hint)\(known); see 'calcmon --help'")
  }

  /// Help and version go to standard output; what was typed wrong is one line on standard error.
  private static func answer(_ error: any Error, to arguments: [String]) -> ExitStatus {
    // The parser asks the variable first, and ends the process if there is no room for its two columns.
    setenv("COLUMNS", "\(StandardOutput.helpColumns)", 1)
    let code = Calcmon.exitCode(for: error)
    if code == .success {
      do throws(OutputError) {
        try StandardOutput.write(Calcmon.fullMessage(for: error) + "\n")
        return .good
      } catch {
        return status(of: error)
      }
    }
    let message = OptionMessage.text(Calcmon.message(for: error))
    if code == .validationFailure {
      complain("\(message); see '\(Calcmon.path(of: arguments).joined(separator: " ")) --help'")
      return .usage
    }
    complain(message)
    return .failure
  }

  private static func complain(_ message: String) {
    let line = Printable.text(message.split(whereSeparator: \.isNewline).joined(separator: " "))
    StandardError.write("calcmon: \(line)\n")
  }
}
