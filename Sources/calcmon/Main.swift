import ArgumentParser
import Glibc

@main
enum Main {
  static func main() async {
    let status = await run(Array(CommandLine.arguments.dropFirst()))
    exit(status.rawValue)
  }

  private static func run(_ arguments: [String]) async -> ExitStatus {
    do {
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
      return answer(error)
    }
  }

  /// Help and version go to standard output; what was typed wrong is one line on standard error.
  private static func answer(_ error: any Error) -> ExitStatus {
    let code = Calcmon.exitCode(for: error)
    if code == .success {
      StandardStream.output.write(Calcmon.fullMessage(for: error) + "\n")
      return .good
    }
    let message = Calcmon.message(for: error)
    if code == .validationFailure {
      complain("\(message); see 'calcmon --help'")
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
