import Alerting
import Logging
import NIOPosix
import Notifying
import Scheduling

extension NotifierFactory {
  static func forTests(_ time: any TimeSource, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    -> NotifierFactory
  {
    NotifierFactory(
      version: "1.2.3", externalURL: { "http://calcmon" }, group: MultiThreadedEventLoopGroup.singleton, time: time,
      logger: logger)
  }

  /// Sends alerts to a URL, once.
  func send(
    _ url: String, _ alerts: [NotifiedAlert] = [.sample()], isAlertmanager: Bool = false,
    change: (inout HTTPReceiver) -> Void = { _ in }
  ) async -> SendOutcome {
    var receiver = HTTPReceiver(url: url, place: "place")
    change(&receiver)
    let notifier = make(isAlertmanager ? .alertmanager(receiver) : .webhook(receiver))
    let outcome = await notifier.send(alerts)
    await notifier.shutDown()
    return outcome
  }
}
