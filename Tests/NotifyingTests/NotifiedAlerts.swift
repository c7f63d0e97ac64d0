import Alerting
import Samples

extension NotifiedAlert {
  static let start = Timestamp(milliseconds: 1_700_000_000_000)

  /// An alert as the agent makes it: pending at `start`, fired two minutes later, and, where it is resolved, ten minutes later.
  static func sample(
    _ name: AlertName = .queueGrowing, mix: String = "mixed", isFiring: Bool = true, severity: String = "warning",
    annotations: [String: String] = ["summary": "The queue grows."], more: [(String, String)] = []
  ) -> NotifiedAlert {
    let subject = AlertSubject(name, RunIdentity(mix: mix, strategy: .hybrid, runtime: .swift))
    let own = [("alertname", name.rawValue), ("severity", severity)]
    let resolvedAt = isFiring ? nil : start.advanced(bySeconds: 720)
    let alert = Alert(
      subject: subject, labels: Labels(subject.labels.pairs.map { ($0.name, $0.value) } + own + more), annotations: annotations,
      state: isFiring ? .firing : .inactive, value: 12.5, activeAt: start, firedAt: start.advanced(bySeconds: 120.25),
      resolvedAt: resolvedAt)
    return NotifiedAlert(
      alert: alert, endsAt: resolvedAt ?? start.advanced(bySeconds: 360), generatorURL: "http://host:9090/alerts?id=\(alert.id)")
  }

  /// Some alerts that differ.
  static func several(_ count: Int) -> [NotifiedAlert] { (0..<count).map { sample(mix: "mix\($0)") } }

  var mix: String { alert.subject.mix ?? "" }
  var fingerprint: Fingerprint { alert.fingerprint }
}
