/// What is chosen at the top of a dashboard.
package struct DashboardChoice: Sendable {
  package var job = ".+"
  package var instance = ".+"
  package var mix = ".+"
  package var strategy = ".+"
  package var runtime = ".+"
  package var app = ".+"

  /// Everything, but for what is said.
  package init(
    job: String = ".+", instance: String = ".+", mix: String = ".+", strategy: String = ".+", runtime: String = ".+",
    app: String = ".+"
  ) {
    (self.job, self.instance, self.mix, self.strategy, self.runtime, self.app) = (job, instance, mix, strategy, runtime, app)
  }

  /// The expression as Prometheus gets it; all times in seconds.
  package func filled(_ expression: String, range: Int, step: Int, rateInterval: Int) -> String {
    let words = ["job": job, "instance": instance, "mix": mix, "strategy": strategy, "runtime": runtime, "app": app]
    let text = expression.replacing("$__rate_interval", with: "\(rateInterval)s").replacing("$__range", with: "\(range)s")
      .replacing("$__interval_ms", with: "\(step * 1000)")
    return text.replacing(/\$(\w+)\b/) { words[String($0.output.1)] ?? String($0.output.0) }
  }
}
