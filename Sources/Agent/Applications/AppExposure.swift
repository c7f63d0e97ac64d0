package import Applications
package import Samples
package import Telemetry

/// What `/metrics` shows of applications, at one moment.
package struct AppExposure: Sendable {
  /// In the order of their names.
  package let views: [AppView]
  /// How late loops were since the last exposure, by application.
  package let latencies: [String: LatencyHistogram]
  /// `nil` until there is an application, or a refusal.
  package let refusals: [AppRefusal: Int]?

  package init(views: [AppView], latencies: [String: LatencyHistogram], refusals: [AppRefusal: Int]?) {
    self.views = views
    self.latencies = latencies
    self.refusals = refusals
  }
}
