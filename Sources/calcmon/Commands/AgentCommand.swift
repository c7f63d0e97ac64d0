import Agent
import AppIntake
import ArgumentParser
import Console
import Endpoint
import FoundationEssentials
import Glibc
import Logging
import Processes
import Procfs
import Runs
import Samples
import ServiceManager
import Settings
import Storage
import WebSecurity

/// `calcmon agent`
struct AgentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agent",
    abstract: "Run canaries in fixed slots, judge them, serve /metrics and the status page.",
    discussion: """
      Works without any option. Prints where the page and the metrics are, logs to standard error, and ends with status 0 on \
      SIGTERM or SIGINT; a second one ends it at once, with status 130.

      Examples:
        calcmon agent
        calcmon agent --config.file /etc/calcmon.yml --storage.path /var/lib/calcmon/calcmon.db
      """)

  @Option(
    name: .customLong("config.file"),
    help: ArgumentHelp("A configuration; flags stand above it. Read anew on SIGHUP.", valueName: "file"))
  var configFile: PathArgument?

  @Flag(name: .customLong("config.check"), help: "Only say what is wrong with the configuration, as 'calcmon check config' does.")
  var onlyChecks = false

  @OptionGroup
  var web: WebFlags

  @Option(
    name: .customLong("storage.path"),
    help: ArgumentHelp("The SQLite database; made where there is none. (default: calcmon.db)", valueName: "file"))
  var storagePath: PathArgument?

  @Option(
    name: .customLong("watch.socket"),
    help: ArgumentHelp(
      "Where the probes of applications report, or none. (default: what CALCMON_SOCKET says, else /run/calcmon/apps.sock or "
        + "$XDG_RUNTIME_DIR/calcmon/apps.sock, where the agent may write)", valueName: "file"))
  var watchSocket: String?

  @OptionGroup
  var retention: RetentionFlags

  @OptionGroup
  var paths: PathFlags

  @Flag(name: .customLong("recalibrate"), help: "Measure anew how fast this host computes, and size all later work by it.")
  var recalibrates = false

  @Option(name: .customLong("log.level"), help: "Least severity that is logged.")
  var logLevel = LogLevel.info

  @Option(name: .customLong("log.format"), help: "How log lines are written.")
  var logFormat = LogFormat.logfmt

  func validate() throws {
    guard configFile != nil || !onlyChecks else { throw ValidationError("--config.check needs a --config.file") }
  }

  func run() async throws {
    // Until the agent listens to it, it must not end what has hardly begun.
    signal(SIGHUP, SIG_IGN)
    var options = AgentOptions()
    let environment = paths.environment
    let cores = try environment.countedCores()
    let settings = try configFile.map { try ConfigurationFile.read($0.path, cores: cores) } ?? AgentSettings()
    if onlyChecks, let configFile {
      try ConfigurationFile.checkSocket(of: settings, file: configFile.path)
      return try StandardOutput.write("\(configFile) is good\n")
    }
    let withFlags = flags
    options.settings = withFlags(settings)
    if let configFile {
      options.reread = { () throws(SettingsProblems) in
        // Quotas change while the agent runs; a procfs that is gone by then leaves what was counted at the start.
        withFlags(try AgentSettings.read(file: configFile.path, cores: (try? environment.usableCores()) ?? cores))
      }
    }
    options.environment = environment
    options.recalibrates = recalibrates
    options.hostName = HostName.current
    options.machine = HostMachine.current(environment, cores: Double(cores))
    options.runtimeFolder = try? EnvironmentVariable.path("XDG_RUNTIME_DIR")
    options.workingDirectory = FileManager.default.currentDirectoryPath
    try web.set(&options)
    let format = logFormat
    let level = logLevel.level
    let logger = Logger(label: "calcmon") { _ in LineLogHandler(format: format, level: level) }
    StandardError.lines.tellDropped { LineLogHandler.dropped($0, format: format) }
    options.droppedLogLines = { StandardError.lines.dropped }
    let storagePath = options.storagePath
    do {
      try await Agent.run(options, logger: logger) { url in
        StandardOutput.announce(
          "calcmon \(BuildInfo.current.text): page \(url)/ metrics \(url)/metrics database \(storagePath)\n")
      }
    } catch let error as ProcError {
      throw CommandFailure(status: .usage, message: "\(error)")
    } catch let error as StorageError {
      throw CommandFailure(status: .failure, message: "\(error)")
    } catch let error as EndpointError {
      throw CommandFailure(status: .failure, message: "\(error)")
    } catch let error as DescriptorShortage {
      throw CommandFailure(status: .failure, message: "\(error)")
    } catch let error as ResourceError {
      throw CommandFailure(status: .failure, message: "\(error)")
    } catch let error as ServiceFailure {
      throw CommandFailure(status: .failure, message: "\(error)")
    } catch let error as WebSecurityError {
      throw CommandFailure(status: .usage, message: "\(error)")
    } catch let error as NotifyError {
      throw CommandFailure(status: .usage, message: "\(error)")
    }
  }
}

extension AgentCommand {
  /// Puts the flags above settings.
  private var flags: @Sendable (AgentSettings) -> AgentSettings {
    { [web, storagePath, watchSocket, retention] settings in
      var settings = settings
      if !web.listenAddresses.isEmpty { settings.listenAddresses = web.listenAddresses }
      if let url = web.externalURL { settings.externalURL = url.trimmed }
      if let storagePath { settings.storagePath = storagePath.path }
      if let watchSocket {
        settings.watch.socket = .init(watchSocket)
      } else if case .standard = settings.watch.socket, let named = try? EnvironmentVariable.path(AppSocketPlace.variable) {
        settings.watch.socket = .init(named)
      }
      settings.retention = retention.over(settings.retention)
      return settings
    }
  }
}

/// `--log.level`
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
  case debug, info, warn, error

  var level: Logger.Level {
    switch self {
    case .debug: .debug
    case .info: .info
    case .warn: .warning
    case .error: .error
    }
  }
}

extension LogFormat: ExpressibleByArgument {}
