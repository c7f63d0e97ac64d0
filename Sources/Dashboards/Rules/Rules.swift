/// A rule whose result Prometheus keeps under another name.
package struct RecordingRule: Sendable {
  /// `level:metric:operations`: the labels that are left, the metric, and what was done to it.
  package let record: String
  /// What is kept.
  package let expression: PromQL
}

/// A rule whose results Prometheus makes alerts of.
package struct AlertingRule: Sendable {
  /// The `alertname`.
  package let alert: String
  /// What is wrong where it has a result.
  package let expression: PromQL
  /// How long it must last, as `2m`.
  package let hold: String
  /// Whether Prometheus waits for that; otherwise the expression does.
  package let waits: Bool
  /// How long it goes on firing, as `5m`.
  package let keepFiringFor: String?
  /// The `severity` label.
  package let severity: String
  /// The `cause` label; `nil`: its series have one, or there is none.
  package let cause: String?

  /// The labels that it adds.
  var labels: [(name: String, value: String)] {
    [("severity", severity)] + (cause.map { [("cause", $0)] } ?? [])
  }
  /// A sentence, in Prometheus' template language.
  package let summary: String
  /// What is known beside it, in Prometheus' template language.
  package let description: String
}
