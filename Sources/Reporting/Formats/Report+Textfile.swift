import Exposition
import Samples
import Storage
import Thresholds

extension Report {
  /// The report in the Prometheus text format, for the textfile collector of node_exporter. Every cause and every outcome of what ran has a
  /// series, also where it is 0, so that alerts need not ask whether it is there.
  package var textfile: String {
    var metrics = MetricRegistry()
    for row in rows { metrics.add(row) }
    for row in failures { metrics.add(row) }
    for identity in identities { addRuns(of: identity, to: &metrics) }
    for app in apps { metrics.add(app) }
    for verdict in Verdict.allCases {
      metrics.set(ReportMetrics.verdict, Labels([("verdict", verdict.rawValue)]), verdict == self.verdict ? 1 : 0)
    }
    metrics.set(ReportMetrics.damagedRows, .none, Double(damagedRows.count))
    metrics.set(ReportMetrics.windowSeconds, .none, Double(until.milliseconds - since.milliseconds) / 1000)
    metrics.set(ReportMetrics.timestamp, .none, until.seconds)
    return String(decoding: TextFormat.render(metrics), as: UTF8.self)
  }

  private func addRuns(of identity: RunIdentity, to metrics: inout MetricRegistry) {
    let counts = Dictionary(runs.filter { $0.identity == identity }.map { ($0.outcome, $0.count) }, uniquingKeysWith: +)
    for outcome in RunOutcome.allCases {
      metrics.set(ReportMetrics.runs, identity.labels.with("outcome", outcome.rawValue), Double(counts[outcome] ?? 0))
    }
    let budget = stalls.first { $0.identity == identity }?.summary.budget ?? StallBudget()
    for cause in StallCause.allCases {
      metrics.set(ReportMetrics.stallSeconds, identity.labels.with("cause", cause.rawValue), budget[cause])
    }
  }
}

extension MetricRegistry {
  fileprivate mutating func add(_ row: Report.FailureRow) {
    if let share = row.failures.share { set(ReportMetrics.failureRatio, row.identity.labels, share) }
    set(ReportMetrics.failureBreached, row.identity.labels, row.failures.verdict == .breached ? 1 : 0)
  }

  fileprivate mutating func add(_ row: Report.Row) { add(row.judgement, row.identity.labels) }

  fileprivate mutating func add(_ app: Report.App) {
    let labels = Labels([("app", app.app)])
    for judgement in app.judgements { add(judgement, labels) }
    for cause in StallCause.allCases {
      set(ReportMetrics.stallSeconds, labels.with("cause", cause.rawValue), app.stalls.budget[cause])
    }
  }

  private mutating func add(_ judgement: Judgement, _ subject: Labels) {
    let labels = subject.with("target", judgement.target.name.rawValue)
    if let value = judgement.value { set(ReportMetrics.targetValue, labels, value) }
    for (bound, value) in judgement.condition.limit.bounds {
      set(ReportMetrics.targetLimit, labels.with("bound", bound), value)
    }
    set(ReportMetrics.targetBreached, labels, judgement.verdict == .breached ? 1 : 0)
    for kind in TargetCause.Kind.allCases {
      set(ReportMetrics.targetCause, labels.with("cause", kind.rawValue), judgement.cause?.kind == kind ? 1 : 0)
    }
    set(ReportMetrics.targetUnknown, labels, judgement.verdict == .unknown ? 1 : 0)
  }
}
