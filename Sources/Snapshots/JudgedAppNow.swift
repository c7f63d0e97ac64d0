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

  /// Of its targets. One that timed none of its I/O is not judged by that.
  package var verdict: Verdict {
    Verdict(ofApplication: judgements)
  }
}
