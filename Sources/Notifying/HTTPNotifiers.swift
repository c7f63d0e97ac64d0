import Alerting

/// Alertmanager's API, version 2.
struct AlertmanagerNotifier: Notifier {
  /// Added to the receiver's URL.
  static let path = "/api/v2/alerts"

  let name: String
  let poster: HTTPPoster

  func send(_ alerts: [NotifiedAlert]) async -> SendOutcome {
    await Payloads.send([AlertmanagerPayload(alerts)], { try $0.json() }, poster.post)
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
    let payloads = messages(of: alerts).map { WebhookPayload($0, receiver: name, externalURL: externalURL()) }
    return await Payloads.send(payloads, { try $0.json() }, poster.post)
  }

  func shutDown() async { await poster.shutDown() }
}

/// Several payloads in one call of `send`.
enum Payloads {
  /// Until one is not delivered.
  static func send<Payload>(
    _ payloads: [Payload], _ json: (Payload) throws -> [UInt8], _ post: ([UInt8]) async -> SendOutcome
  ) async -> SendOutcome {
    for payload in payloads {
      guard let body = try? json(payload) else { return .refused(reason: "the alerts could not be written as JSON") }
      let outcome = await post(body)
      guard outcome == .delivered else { return outcome }
    }
    return .delivered
  }
}
