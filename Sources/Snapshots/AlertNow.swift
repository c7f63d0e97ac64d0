package import Alerting
package import Samples
package import Thresholds

/// How things stand now with what an alert is about. An alert says what was so when it was last breached.
package struct AlertNow: Sendable {
  /// Of its target; `nil`: it is of none, or that is not judged any more.
  package var judgement: Judgement?
  /// How many of the newest runs, or intervals of an application, break the target.
  package var badRuns: BadRuns?
  /// What failed, of an alert for that.
  package var failures: Failures?
  /// Until when it goes on firing, though the breach is over; `nil`: it does not.
  package var keptUntil: Timestamp?
  /// How long it must be breached before it fires, in seconds; `nil`: it has no rule any more.
  package var hold: Double?

  /// Joins the parts.
  package init(
    judgement: Judgement? = nil, badRuns: BadRuns? = nil, failures: Failures? = nil, keptUntil: Timestamp? = nil,
    hold: Double? = nil
  ) {
    self.judgement = judgement
    self.badRuns = badRuns
    self.failures = failures
    self.keptUntil = keptUntil
    self.hold = hold
  }
}

extension AgentSnapshot {
  /// How things stand with what an alert is about.
  package func now(of alert: Alert) -> AlertNow { now(of: alert.subject, keepSince: alert.keepSince) }

  /// How things stand with what alerts of a subject are about.
  package func now(of subject: AlertSubject, keepSince: Timestamp? = nil) -> AlertNow {
    let canary = subject.identity.flatMap { identity in canaries.first { $0.identity == identity } }
    let app = subject.app.flatMap { judged(app: $0) }
    let target = TargetName.allCases.first { AlertName($0) == subject.name }
    let rule = rules.first { $0.name == subject.name }
    return AlertNow(
      judgement: target.flatMap { name in (canary?.judgements ?? app?.judgements)?.first { $0.target.name == name } },
      badRuns: target.flatMap { (canary?.badRuns ?? app?.badIntervals)?[$0] },
      failures: subject.name == .runFailing ? canary?.failures : nil,
      keptUntil: keepSince.map { $0.advanced(bySeconds: rule?.keepFiringFor ?? 0) }, hold: rule?.hold)
  }
}
