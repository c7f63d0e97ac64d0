package import Alerting
package import Thresholds

/// A watched application as it is judged now.
package struct JudgedAppNow: Sendable {
  package var app: String
  /// Each target as it was judged last, over its window, in the order of the targets.
  package var judgements: [Judgement]
  /// How many of the newest intervals broke each target.
  package var badIntervals: [TargetName: BadRuns]
  /// Whether a breach becomes an alert.
  package var alerts: Bool

  package init(app: String, judgements: [Judgement], badIntervals: [TargetName: BadRuns] = [:], alerts: Bool = true) {
    self.app = app
    self.judgements = judgements
    self.badIntervals = badIntervals
    self.alerts = alerts
  }

  /// Its targets but those of which it has nothing that could be judged, as the queues of one without any.
  package var counted: [Judgement] { judgements.filter { $0.verdict != .unknown || $0.samples > 0 } }

  /// Of its targets.
  package var verdict: Verdict { Verdict(ofApplication: judgements) }
}
