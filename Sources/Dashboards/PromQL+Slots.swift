import Samples

/// Expressions for what happens once a slot, asked for at steps of a slot or longer.
///
/// `$__rate_interval` is a step and one scrape more, so each pair of scrapes is in one window and in no other; and a rate over it, times the
/// step, is what the counter grew between the step's first and last scrape. `increase` over the same window would be extrapolated to the
/// scrape that lies in the window before: a twentieth too much at slots of 5 minutes.
extension PromQL {
  /// How much a counter grew in each step.
  static func growth(_ metric: Metric, _ matchers: KeyValuePairs<String, LabelMatch> = [:], by labels: String) -> PromQL {
    "sum by (\(raw: labels)) (rate(\(metric, matchers)[$__rate_interval])) * $__interval_ms / 1000"
  }

  /// How often something happened in each step: a whole number.
  static func events(_ metric: Metric, by labels: String) -> PromQL { "round(\(growth(metric, by: labels)))" }

  /// Only of mixes whose items arrive at times of their own: a batch waits by its nature.
  static func ofOpenLoops(_ expression: PromQL) -> PromQL {
    "\(expression) and on (job, instance, mix, strategy, runtime) \(MetricCatalog.lastRunOpenLoop) == 1"
  }

  /// A quantile of the last run: 0.5, 0.99 or 1.
  static func lastRun(_ metric: Metric, quantile: String) -> PromQL { "\(metric, ["quantile": .equal(quantile)])" }
}
