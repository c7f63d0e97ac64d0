import ArgumentParser
import Console
import Runs
import Settings

/// `--config.file`, of the commands that judge or run.
struct ConfigurationFlag: ParsableArguments {
  @Option(
    name: .customLong("config.file"),
    help: ArgumentHelp("Mixes and targets of this configuration. (default: those without one)", valueName: "file"))
  var file: PathArgument?

  /// Reads it.
  ///
  /// - Parameter environment: the host that the mixes would run on.
  /// - Throws: `ExitStatus.usage` if it is not good.
  func settings(_ environment: RunEnvironment.Options = .init()) throws -> AgentSettings {
    try file.map { try ConfigurationFile.read($0.path, cores: environment.usableCores) } ?? AgentSettings()
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
}
