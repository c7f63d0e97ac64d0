import ArgumentParser
import Glibc
import Processes

@main
enum Main {
  @MainActor static func main() async {
    // A child is started through /proc/self/exe, and the kernel would call it "exe". The process has the name of its first thread.
    ProcessName.set("calcmon")
    guard let arguments else {
      complain(
        "there is no procfs at /proc, where a program finds its own arguments; mount one, as by 'mount -t proc proc /proc'")
      exit(ExitStatus.usage.rawValue)
    }
    let status = await run(arguments)
    exit(status.rawValue)
  }

  /// Those after the name of the program; `nil` if not even that is known: Swift reads them in procfs.
  private static var arguments: [String]? { CommandLine.arguments.isEmpty ? nil : Array(CommandLine.arguments.dropFirst()) }

  private static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      if let child = arguments.first.flatMap(ChildProcessCommand.init(rawValue:)) {
        try await child.run()
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
    } catch {
      return answer(error, to: arguments)
    }
  }

  private static func requireCommand(_ arguments: [String]) throws {
    let known = "the commands are: \(Calcmon.commands.joined(separator: ", "))"
    guard let first = arguments.first else {
      throw CommandFailure(status: .usage, message: "no command given; \(known); see 'calcmon --help'")
    }
    guard first.hasPrefix("-") || Calcmon.commands.contains(first) || first == "help" else {
      throw CommandFailure(status: .usage, message: "unknown command '\(first)'; \(known); see 'calcmon --help'")
    }
  }

  /// Help and version go to standard output; what was typed wrong is one line on standard error.
  private static func answer(_ error: any Error, to arguments: [String]) -> ExitStatus {
    let code = Calcmon.exitCode(for: error)
    if code == .success {
      StandardStream.output.write(Calcmon.fullMessage(for: error) + "\n")
      return .good
    }
    let message = Calcmon.message(for: error)
    if code == .validationFailure {
      let command = arguments.first { Calcmon.commands.contains($0) }.map { " \($0)" } ?? ""
      complain("\(message); see 'calcmon\(command) --help'")
      return .usage
    }
    complain(message)
    return .failure
  }

  private static func complain(_ message: String) {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    StandardStream.error.write("calcmon: \(line)\n")
  }
}
