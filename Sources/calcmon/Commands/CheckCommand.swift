import ArgumentParser
import Console
import Runs
import Settings

/// `calcmon check`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what is wrong with a file.", subcommands: [CheckConfigCommand.self])
}

/// `calcmon check config FILE`
struct CheckConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Every problem of a configuration at once, with line and column.",
    discussion:
      "Exit status: 0 it is good, 2 it is not. 'calcmon check config --reference' prints every key with its default.\n\nExample: calcmon check config /etc/calcmon.yml"
  )

  @Argument(help: "The file.")
  var file: PathArgument?

  @Flag(name: .customLong("reference"), help: "Print a configuration with every key and its default.")
  var printsReference = false

  func run() throws {
    if printsReference { return try StandardOutput.write(AgentSettings.reference) }
    guard let file else { throw CommandFailure(status: .usage, message: "name a configuration file, or ask for --reference") }
    let settings = try ConfigurationFile.read(file.path, cores: RunEnvironment.Options().presentCores)
    try ConfigurationFile.checkSocket(of: settings, file: file.path)
    try StandardOutput.write("\(file) is good\n")
  }
}
