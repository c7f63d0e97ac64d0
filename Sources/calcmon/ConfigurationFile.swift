import Agent
import ArgumentParser
import Settings

/// `--config.file`, of the commands that judge or run.
struct ConfigurationFlag: ParsableArguments {
  @Option(
    name: .customLong("config.file"),
    help: ArgumentHelp("Mixes and targets of this configuration. (default: those without one)", valueName: "file"))
  var file: String?

  /// What it says.
  ///
  /// - Throws: `ExitStatus.usage` where it is not good.
  func settings() throws -> AgentSettings { try file.map { try ConfigurationFile.read($0) } ?? AgentSettings() }
}

/// The configuration file, as commands read it.
enum ConfigurationFile {
  /// Reads it. All its problems go to standard error, a line each.
  ///
  /// - Throws: `ExitStatus.usage` where there is one.
  static func read(_ file: String) throws -> AgentSettings {
    do {
      return try AgentSettings.read(file: file, cores: HostCores.usable)
    } catch {
      StandardStream.error.write("\(error)\n")
      throw ExitStatus.usage
    }
  }
}
