package import Alerting
import Rendering
package import Samples

/// The alerts as they stand.
package struct AlertList: Sendable {
  /// Firing first, then pending, then lately resolved.
  package let alerts: [Alert]
  private let muted: Set<Alert>
  private let inhibition: Inhibition
  private let aliveAt: Timestamp?
  /// Of an agent, while alerts are not over.
  private let silence: AgentSilence?

  /// - Parameters:
  ///   - silences: that hold now.
  ///   - aliveAt: until when the alerts were surely evaluated.
  ///   - silence: of an agent that is not there any more.
  package init(_ alerts: [Alert], silences: [Silence], aliveAt: Timestamp?, silence: AgentSilence? = nil, at now: Timestamp) {
    self.aliveAt = aliveAt
    inhibition = Inhibition(alerts)
    self.silence = alerts.contains { $0.state != .inactive } ? silence : nil
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
        alert.labels.pairs.filter { !["alertname", "severity", "instance"].contains($0.name) }
          .map { "\($0.name)=\(Printable.text($0.value))" }.joined(separator: ","),
      ]
    }
    let table = Table(header: ["ID", "ALERT", "SEVERITY", "STATE", "SINCE", "LABELS"], rightAligned: [], rows: rows)
    let texts = alerts.filter { $0.state == .firing }.map { alert in
      let words = ["summary", "description"].compactMap { alert.currentAnnotations[$0] }.map { Printable.text($0) }
      return "\(alert.id): " + words.joined(separator: ". ")
    }
    let note = silence.map { [$0.text, ""] } ?? []
    return (note + table.lines(width: width) + (texts.isEmpty ? [] : [""] + texts)).joined(separator: "\n") + "\n"
  }

  /// `{"evaluated_at", "no_agent_since", "alerts": [{"id", "state", "silenced", "inhibited", "since", "active_at", "fired_at", "resolved_at", "value", "labels", "annotations"}]}` as a line.
  package func json() throws -> String {
    try JSONLine.text(
      JSONAlerts(
        evaluatedAt: OrNull(aliveAt?.iso8601), noAgentSince: OrNull(silence?.since.iso8601),
        alerts: alerts.map { JSONAlert($0, isSilenced: muted.contains($0), isInhibited: inhibition.covers($0)) }))
  }

  private func state(_ alert: Alert) -> String {
    let state = alert.state == .inactive ? "resolved" : "\(silence == nil ? "" : "was ")\(alert.state.rawValue)"
    let words = [
      alert.keepSince == nil || alert.state == .inactive ? nil : "the breach is over",
      inhibition.isBelowHost(alert) ? "below \(AlertName.hostContended.rawValue)" : nil,
      inhibition.isBelowCritical(alert) ? "below the critical one" : nil, muted.contains(alert) ? "silenced" : nil,
    ]
    return ([state] + words.compactMap { $0 }).joined(separator: ", ")
  }
}

extension Alert {
  /// When it became what it is.
  package var since: Timestamp { resolvedAt ?? firedAt ?? activeAt }
}

private struct JSONAlerts: Encodable {
  let evaluatedAt: OrNull<String>
  let noAgentSince: OrNull<String>
  let alerts: [JSONAlert]
}

private struct JSONAlert: Encodable {
  let id: String
  let fingerprint: String
  let state: String
  let silenced: Bool
  let inhibited: Bool
  let activeAt: String
  let firedAt: OrNull<String>
  let resolvedAt: OrNull<String>
  let value: OrNull<Double>
  let labels: [String: String]
  let annotations: [String: String]

  init(_ alert: Alert, isSilenced: Bool, isInhibited: Bool) {
    id = alert.id
    fingerprint = alert.fingerprint.text
    state = alert.state == .inactive ? "resolved" : alert.state.rawValue
    silenced = isSilenced
    inhibited = isInhibited
    activeAt = alert.activeAt.iso8601
    firedAt = OrNull(alert.firedAt?.iso8601)
    resolvedAt = OrNull(alert.resolvedAt?.iso8601)
    value = OrNull(alert.value)
    labels = alert.labels.dictionary
    annotations = alert.currentAnnotations
  }
}
