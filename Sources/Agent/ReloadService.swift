import Logging
import NIOPosix
import ServiceLifecycle
import Settings
import UnixSignals

/// From when it is made on, SIGHUP does not end the process: it is kept until somebody reads the signals.
struct ReloadSignals: Sendable {
  fileprivate let sequence: UnixSignalsSequence

  init() async { sequence = await UnixSignalsSequence(trapping: .sighup) }
}

/// Reads the configuration anew on SIGHUP. A bad one changes nothing but a metric and the log.
struct ReloadService: Service {
  private let reread: (@Sendable () throws(SettingsProblems) -> AgentSettings)?
  private let started: AgentSettings
  private let apply: @Sendable (AgentSettings) async -> Void
  private let refuse: @Sendable () -> Void
  private let logger: Logger
  private let signals: UnixSignalsSequence

  init(
    _ signals: ReloadSignals, _ options: AgentOptions, apply: @escaping @Sendable (AgentSettings) async -> Void,
    refuse: @escaping @Sendable () -> Void,
    logger: Logger
  ) {
    reread = options.reread
    started = options.settings
    self.apply = apply
    self.refuse = refuse
    self.logger = logger
    self.signals = signals.sequence
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in signals { await reload() }
    }
  }

  private func reload() async {
    guard let reread else {
      logger.warning("SIGHUP: there is no configuration file that could be read anew; start the agent with --config.file")
      return
    }
    do {
      var settings = try await NIOThreadPool.singleton.runIfActive { () throws in try reread() }
      keepWhatNeedsARestart(&settings)
      await apply(settings)
      logger.notice("the configuration was read anew")
    } catch let problems as SettingsProblems {
      refuse()
      for line in problems.description.split(separator: "\n") {
        logger.error("the configuration was refused, the old one goes on: \(line)")
      }
    } catch {
      refuse()
      logger.error("the configuration cannot be read, the old one goes on: \(error)")
    }
  }

  private func keepWhatNeedsARestart(_ settings: inout AgentSettings) {
    if settings.listenAddresses != started.listenAddresses {
      logger.warning("other listen addresses need a restart of the agent; the old ones go on")
      settings.listenAddresses = started.listenAddresses
    }
    if settings.storagePath != started.storagePath {
      logger.warning("another database needs a restart of the agent; the old one goes on")
      settings.storagePath = started.storagePath
    }
  }
}
