import Samples

/// What a webhook receives: Alertmanager's payload, version 4 (`notify/webhook/webhook.go`), of the alerts of one name.
package struct WebhookPayload: Codable, Hashable, Sendable {
  /// An alert in it. Instants are RFC 3339.
  package struct Item: Codable, Hashable, Sendable {
    /// `firing` or `resolved`.
    package let status: String
    /// Its identity; none without a value.
    package let labels: [String: String]
    /// As people read them.
    package let annotations: [String: String]
    /// Since when it fires.
    package let startsAt: String
    /// When it was resolved; the year 1 while it fires.
    package let endsAt: String
    /// Where people see more of it.
    package let generatorURL: String
    /// See `Fingerprint`.
    package let fingerprint: String

    init(_ notified: NotifiedAlert) {
      status = notified.isFiring ? "firing" : "resolved"
      labels = PayloadText.labels(notified.alert.labels)
      annotations = PayloadText.annotations(notified.alert.currentAnnotations)
      startsAt = notified.startsAt.rfc3339
      endsAt = notified.isFiring ? "0001-01-01T00:00:00Z" : notified.endsAt.rfc3339
      generatorURL = notified.generatorURL
      fingerprint = notified.alert.fingerprint.text
    }
  }

  /// Firing ones first, then by their labels.
  package let alerts: [Item]
  /// The annotations that all of them have.
  package let commonAnnotations: [String: String]
  /// The labels that all of them have.
  package let commonLabels: [String: String]
  /// Where calcmon itself is seen.
  package let externalURL: String
  /// The same for the same name, always.
  package let groupKey: String
  /// `alertname`.
  package let groupLabels: [String: String]
  /// Who is told: the notifier's name.
  package let receiver: String
  /// `firing` where at least one fires.
  package let status: String
  /// How many are left out: none.
  package let truncatedAlerts: Int
  /// Of this format.
  package let version: String

  /// - Parameter alerts: of the same name; see `groups`.
  package init(_ alerts: [NotifiedAlert], receiver: String, externalURL: String) {
    let sorted = alerts.sorted { ($0.isFiring ? 0 : 1, $0.alert.labels) < ($1.isFiring ? 0 : 1, $1.alert.labels) }
    let name = alerts.first?.alertName ?? ""
    let items = sorted.map(Item.init)
    self.alerts = items
    commonAnnotations = Self.common(items.map(\.annotations))
    commonLabels = Self.common(items.map(\.labels))
    self.externalURL = externalURL
    groupLabels = name.isEmpty ? [:] : ["alertname": name]
    groupKey = name.isEmpty ? "{}:{}" : "{}:{alertname=\(Self.quoted(name))}"
    self.receiver = receiver
    status = sorted.contains(where: \.isFiring) ? "firing" : "resolved"
    truncatedAlerts = 0
    version = "4"
  }

  /// Alerts by name, a payload each, in the order in which the names first appear.
  package static func groups(_ alerts: [NotifiedAlert]) -> [[NotifiedAlert]] {
    let groups = Dictionary(grouping: alerts, by: \.alertName)
    var seen: Set<String> = []
    return alerts.map(\.alertName).filter { seen.insert($0).inserted }.compactMap { groups[$0] }
  }

  /// As it is sent, with the keys in order.
  package func json() throws -> [UInt8] { try PayloadText.json(self) }

  private static func common(_ maps: [[String: String]]) -> [String: String] {
    guard let first = maps.first else { return [:] }
    return first.filter { key, value in maps.allSatisfy { $0[key] == value } }
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.map { character in
      switch character {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      default: "\(character)"
      }
    }
    return "\"\(escaped.joined())\""
  }
}
