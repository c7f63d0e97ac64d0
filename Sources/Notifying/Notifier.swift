package import Alerting

/// Tells somebody of alerts.
package protocol Notifier: Sendable {
  /// See `NotifierSettings.name`.
  var name: String { get }
  /// Alerts as they go out together: what is refused or failed in one message is not sent twice in another.
  func messages(of alerts: [NotifiedAlert]) -> [[NotifiedAlert]]
  /// Tries once, within a time limit of its own. A cancelled task ends the try soon.
  func send(_ alerts: [NotifiedAlert]) async -> SendOutcome
  /// Frees what it holds. To be called once, after the last `send`.
  func shutDown() async
}

extension Notifier {
  /// All together.
  package func messages(of alerts: [NotifiedAlert]) -> [[NotifiedAlert]] { [alerts] }
  /// It holds nothing.
  package func shutDown() async {}
}

extension Notifier {
  /// Posts one message after the other, until one is not delivered.
  ///
  /// - Parameter payload: of a message.
  func post(
    _ alerts: [NotifiedAlert], _ post: ([UInt8]) async -> SendOutcome, payload: ([NotifiedAlert]) throws -> [UInt8]
  ) async -> SendOutcome {
    for message in messages(of: alerts) {
      guard let body = try? payload(message) else { return .refused(reason: "the alerts could not be written as JSON") }
      let outcome = await post(body)
      guard outcome == .delivered else { return outcome }
    }
    return .delivered
  }
}

/// What came of a try. The reasons hold no secret: no path of a URL, no token, no password.
package enum SendOutcome: Hashable, Sendable {
  /// The receiver has taken it.
  case delivered
  /// It may go better later: after what the receiver asks for at the least, five minutes at the most.
  case retry(after: Duration?, reason: String)
  /// The same again would be refused again.
  case refused(reason: String)
}

/// What became of notifications.
package enum NotifierEvent: Hashable, Sendable {
  /// The receiver has taken them.
  case delivered([NotifiedAlert])
  /// A try with so many alerts was refused, or failed and will be repeated. The same reason may come again and again.
  case failed(Int, reason: String)
  /// So many alerts will not be sent: there were too many, or the worker has ended.
  case dropped(Int)
}
