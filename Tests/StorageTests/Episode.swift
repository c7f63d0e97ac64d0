import Alerting
import Samples

/// An episode of an alert, told in a few words: it becomes pending at `start`, whose seconds all others count from.
struct Episode {
  var name = AlertName.eventLoopLatencyHigh
  var identity: RunIdentity? = RunIdentity(mix: "mixed", strategy: .hybrid, runtime: .swift)
  var mix = "mixed"
  /// Of an application; `nil`: it is for none.
  var app: String?
  var severity = "warning"
  var start = StoreFolder.now

  private var subject: AlertSubject {
    if let app { return AlertSubject(name, app: app) }
    return identity.map { AlertSubject(name, $0) } ?? AlertSubject(name, mix: mix)
  }

  /// As it is some seconds after its start.
  func alert(_ state: AlertState, fired: Double? = nil, resolved: Double? = nil, value: Double? = 0.25) -> Alert {
    let labels = Labels(
      subject.labels.pairs.map { ($0.name, $0.value) } + [("alertname", name.rawValue), ("severity", severity)])
    return Alert(
      subject: subject, labels: labels, annotations: ["summary": "late, \"very\" late / \u{fc}ber"], state: state, value: value,
      activeAt: start, firedAt: fired.map { start.advanced(bySeconds: $0) },
      resolvedAt: resolved.map { start.advanced(bySeconds: $0) })
  }

  var id: String { alert(.pending).id }

  func pends() -> AlertTransition { transition(alert(.pending), from: .inactive, 0, .breached) }
  func fires(after seconds: Double = 120) -> AlertTransition {
    transition(alert(.firing, fired: seconds), from: .pending, seconds, .held)
  }
  func resolves(after seconds: Double) -> AlertTransition {
    transition(alert(.inactive, fired: 120, resolved: seconds), from: .firing, seconds, .cleared)
  }
  func clears(after seconds: Double) -> AlertTransition {
    transition(alert(.inactive), from: .pending, seconds, .cleared)
  }

  private func transition(
    _ alert: Alert, from: AlertState, _ seconds: Double, _ reason: AlertTransition.Reason
  ) -> AlertTransition {
    AlertTransition(alert: alert, from: from, at: start.advanced(bySeconds: seconds), reason: reason)
  }
}
