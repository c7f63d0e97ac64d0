import AppIntake
import ArgumentParser
import Console
import Reporting
import Runs
import Settings

/// `--config.file`, of the commands that judge or run.
struct ConfigurationFlag: ParsableArguments {
  @Option(
    name: .customLong("config.file"),
    help: ArgumentHelp(
      "Mixes and targets of this configuration. (default: of runs the built-in ones, of a history those that the agent used)",
      valueName: "file"))
  var file: PathArgument?

  /// By what it judges; `nil` if no file was given.
  ///
  /// - Throws: `ExitStatus.usage` if it is not good.
  func judging() throws -> Judging? {
    try file.map { Judging(file: $0.path, try settings().judgingPlan(host: HostName.current)) }
  }

  /// Reads it.
  ///
  /// - Parameter environment: the host that the mixes would run on; `nil`: they are not run, and this one stands for it.
  /// - Throws: `ExitStatus.usage` if it is not good.
  func settings(_ environment: RunEnvironment.Options? = nil) throws -> AgentSettings {
    try file.map { file in
      try ConfigurationFile.read(file.path, cores: try environment?.countedCores() ?? RunEnvironment.Options().presentCores)
    } ?? AgentSettings()
  }
}

/// The configuration file, as commands read it.
enum ConfigurationFile {
  /// Reads it. All its problems go to standard error, a line each.
  ///
  /// - Parameter cores: of the host that the mixes would run on.
  /// - Throws: `ExitStatus.usage` if there is one.
  static func read(_ file: String, cores: Int) throws -> AgentSettings {
    do {
      return try AgentSettings.read(file: file, cores: cores)
    } catch {
      StandardError.write("\(error)\n")
      throw ExitStatus.usage
    }
  }

  /// Checks what an agent would log, and go on without.
  ///
  /// - Throws: `ExitStatus.usage` if there can be no such socket for applications.
  static func checkSocket(of settings: AgentSettings, file: String) throws {
    guard case .path(let path) = settings.watch.socket, let problem = AppSocketPlace.problem(of: path) else { return }
    StandardError.write("\(settings.watch.problem("\(problem)", file: file))\n")
    throw ExitStatus.usage
  }
}
