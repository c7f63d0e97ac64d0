import Endpoint
import Logging
import NIOPosix
import ServiceLifecycle
import ServiceManager
import Settings
import UnixSignals

/// From when it is made on, SIGHUP does not end the process: it is kept until somebody reads the signals.
struct ReloadSignals: Sendable {
  fileprivate let sequence: UnixSignalsSequence

  init() async { sequence = await UnixSignalsSequence(trapping: .sighup) }
}

/// Where reading the configuration anew is asked for.
final class ReloadDesk: Sendable {
  /// Who asks, and waits for what becomes of it; `nil`: nobody waits.
  typealias Request = CheckedContinuation<ReloadOutcome, Never>?

  let requests: AsyncStream<Request>
  private let continuation: AsyncStream<Request>.Continuation

  init() { (requests, continuation) = AsyncStream.makeStream() }

  /// Does not wait.
  func ask() { continuation.yield(nil) }

  /// Returns when it was read, or refused.
  func reload() async -> ReloadOutcome {
    await withCheckedContinuation { asking in
      if case .terminated = continuation.yield(asking) { asking.resume(returning: ReloadDesk.stopping) }
    }
  }

  /// Nobody is served any more.
  func close() { continuation.finish() }

  static let stopping = ReloadOutcome.refused("the agent is stopping")
}

/// Reads the configuration anew, on SIGHUP and when the endpoint asks, one after the other. A bad one changes nothing but a metric and the log.
struct ReloadService: Service {
  private let signals: UnixSignalsSequence
  private let desk: ReloadDesk
  private let reread: (@Sendable () throws(SettingsProblems) -> AgentSettings)?
  private let started: AgentSettings
  private let core: AgentCore
  private let manager: NotifySocket?
  private let logger: Logger

  init(
    _ signals: ReloadSignals, _ desk: ReloadDesk, _ options: AgentOptions, _ core: AgentCore, manager: NotifySocket?,
    logger: Logger
  ) {
    self.signals = signals.sequence
    self.desk = desk
    reread = options.reread
    started = options.settings
    self.core = core
    self.manager = manager
    self.logger = logger
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { for await _ in signals { desk.ask() } }
        for await asking in desk.requests {
          manager?.send(.reloadingNow)
          let outcome = await reload()
          manager?.send(.ready)
          asking?.resume(returning: outcome)
        }
      }
    }
    desk.close()
    for await asking in desk.requests { asking?.resume(returning: ReloadDesk.stopping) }
  }

  private func reload() async -> ReloadOutcome {
    guard let reread else {
      logger.warning("there is no configuration file that could be read anew; start the agent with --config.file")
      return .nothingToRead
    }
    do {
      var settings = try await NIOThreadPool.singleton.runIfActive { () throws in try reread() }
      keepWhatNeedsARestart(&settings)
      await core.apply(settings)
      logger.notice("the configuration was read anew")
      return .done
    } catch let problems as SettingsProblems {
      core.refuse()
      for line in problems.description.split(separator: "\n") {
        logger.error("the configuration was refused, the old one goes on: \(line)")
      }
      return .refused(problems.description)
    } catch {
      core.refuse()
      logger.error("the configuration cannot be read, the old one goes on: \(error)")
      return .refused("\(error)")
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
