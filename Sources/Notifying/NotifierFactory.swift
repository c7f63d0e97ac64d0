package import Alerting
package import Logging
package import NIOCore
package import Scheduling

/// Makes notifiers of what is configured.
package struct NotifierFactory: Sendable {
  private let version: String
  private let externalURL: @Sendable () -> String
  private let group: any EventLoopGroup
  private let time: any TimeSource
  private let logger: Logger

  /// - Parameters:
  ///   - version: calcmon's own, as receivers are told it.
  ///   - externalURL: where calcmon itself is seen; asked for each payload.
  ///   - group: on which HTTP is spoken.
  ///   - time: of time limits.
  ///   - logger: of the notifier that logs.
  package init(
    version: String, externalURL: @escaping @Sendable () -> String, group: any EventLoopGroup, time: any TimeSource,
    logger: Logger
  ) {
    self.version = version
    self.externalURL = externalURL
    self.group = group
    self.time = time
    self.logger = logger
  }

  /// A notifier, which must be shut down. Whether its files and programs are there shows when it sends.
  package func make(_ settings: NotifierSettings) -> any Notifier {
    switch settings {
    case .alertmanager(let receiver):
      AlertmanagerNotifier(name: settings.name, poster: poster(receiver, path: AlertmanagerNotifier.path))
    case .webhook(let receiver):
      WebhookNotifier(name: settings.name, externalURL: externalURL, poster: poster(receiver, path: ""))
    case .command(let receiver): CommandNotifier(receiver, name: settings.name, externalURL: externalURL, time: time)
    case .log: LogNotifier(logger: logger)
    }
  }

  private func poster(_ receiver: HTTPReceiver, path: String) -> HTTPPoster {
    HTTPPoster(receiver, path: path, agent: "calcmon/\(version)", group: group, time: time)
  }
}
