import Alerting

/// Alertmanager's API, version 2.
struct AlertmanagerNotifier: Notifier {
  /// Added to the receiver's URL.
  static let path = "/api/v2/alerts"

  let name: String
  let poster: HTTPPoster

  func send(_ alerts: [NotifiedAlert]) async -> SendOutcome {
    await post(alerts, poster.post) { try AlertmanagerPayload($0).json() }
  }

  func shutDown() async { await poster.shutDown() }
}

/// Whoever understands Alertmanager's webhook payload: a message for the alerts of each name.
struct WebhookNotifier: Notifier {
  let name: String
  let externalURL: @Sendable () -> String
  let poster: HTTPPoster

  func messages(of alerts: [NotifiedAlert]) -> [[NotifiedAlert]] { WebhookPayload.groups(alerts) }

  func send(_ alerts: [NotifiedAlert]) async -> SendOutcome {
    await post(alerts, poster.post) { try WebhookPayload($0, receiver: name, externalURL: externalURL()).json() }
  }

  func shutDown() async { await poster.shutDown() }
}
