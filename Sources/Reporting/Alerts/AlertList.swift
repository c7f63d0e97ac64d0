package import Alerting
import Rendering
package import Samples

/// The alerts as they stand.
package struct AlertList: Sendable {
  /// Firing first, then pending, then lately resolved.
  package let alerts: [Alert]
  private let muted: Set<Alert>
  private let aliveAt: Timestamp?
  private let isStale: Bool
  /// An agent says at least so often that it watches, while there are alerts. In seconds.
  private static let silence = 60.0

  /// - Parameters:
  ///   - silences: that hold now.
  ///   - aliveAt: until when the alerts were surely evaluated.
  package init(_ alerts: [Alert], silences: [Silence], aliveAt: Timestamp?, at now: Timestamp) {
    self.aliveAt = aliveAt
    isStale = aliveAt.map { $0.advanced(bySeconds: Self.silence) < now } ?? false && alerts.contains { $0.state != .inactive }
    let order: [AlertState] = [.firing, .pending, .inactive]
    self.alerts = alerts.sorted { a, b in
      (order.firstIndex(of: a.state) ?? 0, a.labels) < (order.firstIndex(of: b.state) ?? 0, b.labels)
    }
    muted = Set(alerts.filter { alert in silences.contains { $0.mutes(alert.labels, at: now) } })
  }

  /// Whether an alert fires.
  package var isFiring: Bool { alerts.contains { $0.state == .firing } }

  /// A table, and what each says of itself.
  package var text: String { text(width: nil) }

  /// The same, made to fit a terminal.
  package func text(width: Int?) -> String {
    guard !alerts.isEmpty else { return "no alerts\n" }
    let rows = alerts.map { alert in
      [
        alert.id, alert.subject.name.rawValue, alert.labels["severity"] ?? "", state(alert), alert.since.iso8601,
        alert.labels.pairs.filter { !["alertname", "severity"].contains($0.name) }
          .map { "\($0.name)=\(Printable.text($0.value))" }.joined(separator: ","),
      ]
    }
    let table = Table(header: ["ID", "ALERT", "SEVERITY", "STATE", "SINCE", "FOR"], rightAligned: [], rows: rows)
    let texts = alerts.filter { $0.state == .firing }.map { alert in
      let words = ["summary", "description"].compactMap { alert.annotations[$0] }.map { Printable.text($0) }
      return "\(alert.id): " + words.joined(separator: ". ")
    }
    let note = isStale ? ["", "No agent has watched them since \(aliveAt?.iso8601 ?? "-"): this is how they stood then."] : []
    return (table.lines(width: width) + (texts.isEmpty ? [] : [""] + texts) + note).joined(separator: "\n") + "\n"
  }

  /// `{"evaluated_at", "alerts": [{"id", "state", "silenced", "since", "active_at", "fired_at", "resolved_at", "value", "labels", "annotations"}]}` as a line.
  package func json() throws -> String {
    try JSONLine.text(
      JSONAlerts(evaluatedAt: OrNull(aliveAt?.iso8601), alerts: alerts.map { JSONAlert($0, isSilenced: muted.contains($0)) }))
  }

  private func state(_ alert: Alert) -> String {
    let state = alert.state == .inactive ? "resolved" : alert.state.rawValue
    return muted.contains(alert) ? "\(state), silenced" : state
  }
}

extension Alert {
  /// When it became what it is.
  package var since: Timestamp { resolvedAt ?? firedAt ?? activeAt }
}

private struct JSONAlerts: Encodable {
  let evaluatedAt: OrNull<String>
  let alerts: [JSONAlert]
}

private struct JSONAlert: Encodable {
  let id: String
  let fingerprint: String
  let state: String
  let silenced: Bool
  let activeAt: String
  let firedAt: OrNull<String>
  let resolvedAt: OrNull<String>
  let value: OrNull<Double>
  let labels: [String: String]
  let annotations: [String: String]

  init(_ alert: Alert, isSilenced: Bool) {
    id = alert.id
    fingerprint = alert.fingerprint.text
    state = alert.state == .inactive ? "resolved" : alert.state.rawValue
    silenced = isSilenced
    activeAt = alert.activeAt.iso8601
    firedAt = OrNull(alert.firedAt?.iso8601)
    resolvedAt = OrNull(alert.resolvedAt?.iso8601)
    value = OrNull(alert.value)
    labels = alert.labels.dictionary
    annotations = alert.annotations
  }
}
