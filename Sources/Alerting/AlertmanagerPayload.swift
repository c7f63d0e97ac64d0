import Samples

/// What is posted to Alertmanager's `/api/v2/alerts`: an array of alerts (`api/v2/openapi.yaml`).
package struct AlertmanagerPayload: Codable, Hashable, Sendable {
  /// An alert in it. Instants are RFC 3339.
  package struct Item: Codable, Hashable, Sendable {
    /// Its identity; none without a value.
    package let labels: [String: String]
    /// As people read them.
    package let annotations: [String: String]
    /// Since when it fires.
    package let startsAt: String
    /// In the future: it fires. In the past: it is resolved.
    package let endsAt: String
    /// A URI; Alertmanager takes none that is empty.
    package let generatorURL: String?

    init(_ notified: NotifiedAlert) {
      labels = PayloadText.labels(notified.alert.labels)
      annotations = PayloadText.annotations(notified.alert.currentAnnotations)
      startsAt = notified.startsAt.rfc3339
      endsAt = notified.endsAt.rfc3339
      generatorURL = notified.generatorURL.isEmpty ? nil : notified.generatorURL
    }
  }

  /// In the order in which they were given.
  package let items: [Item]

  /// Of alerts, which may be of any names.
  package init(_ alerts: [NotifiedAlert]) {
    items = alerts.map(Item.init)
  }

  package init(from decoder: any Decoder) throws {
    items = try decoder.singleValueContainer().decode([Item].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(items)
  }

  /// As it is sent, with the keys in order.
  package func json() throws -> [UInt8] { try PayloadText.json(self) }
}
