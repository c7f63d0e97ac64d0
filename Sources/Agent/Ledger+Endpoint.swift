import Exposition
import Samples

/// What was asked of the endpoint.
extension Ledger {
  /// Its series stand at 0 from the start.
  mutating func beginEndpoint() {
    registry.add(MetricCatalog.httpRequests, Labels([("code", "200")]), 0)
    registry.add(MetricCatalog.webReloadFailures, .none, 0)
  }

  /// A request was answered.
  mutating func responded(_ status: Int) { registry.add(MetricCatalog.httpRequests, Labels([("code", "\(status)")])) }

  /// A changed web configuration could not be used.
  mutating func webIsRefused() { registry.add(MetricCatalog.webReloadFailures) }
}
