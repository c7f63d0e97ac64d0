import Exposition
package import HTTPServer
import Samples
package import WebSecurity

/// What was asked of the endpoint, and what protects it.
extension Ledger {
  /// Its series stand at 0 from the start.
  mutating func beginEndpoint() {
    registry.add(MetricCatalog.httpRequests, Labels([("code", "200")]), 0)
    for event in ConnectionEvent.allCases { registry.add(MetricCatalog.httpConnections, event.labels, 0) }
    registry.add(MetricCatalog.webReloadFailures, .none, 0)
    registry.add(MetricCatalog.logDropped, .none, 0)
  }

  /// So many lines of the log could not be written since the start.
  mutating func logDropped(_ lines: Int) { registry.set(MetricCatalog.logDropped, .none, Double(lines)) }

  /// A request was answered.
  package mutating func responded(_ status: Int) {
    registry.add(MetricCatalog.httpRequests, Labels([("code", "\(status)")]))
  }

  /// Something became of a connection.
  package mutating func connection(_ event: ServerEvent) {
    if let event = ConnectionEvent(event) { registry.add(MetricCatalog.httpConnections, event.labels) }
  }

  /// The web configuration was loaded, or cannot be.
  package mutating func webChanged(_ event: WebSecurity.Event) {
    let before = webProblem
    switch event {
    case .loaded(let expiry):
      webProblem = nil
      setOrRemove(MetricCatalog.webCertificateExpiry, .none, expiry?.seconds)
    case .refused(let problem):
      webProblem = "\(problem)"
      registry.add(MetricCatalog.webReloadFailures)
    }
    // It is told again at each look: open pages are not to be drawn anew each time.
    if webProblem != before { pageRevision += 1 }
  }
}

/// The `event` label of connections.
private enum ConnectionEvent: String, CaseIterable {
  case accepted
  case evicted
  case turnedAway = "turned_away"
  case idled
  case stalled
  case handshakeFailed = "handshake_failed"
  case acceptFailed = "accept_failed"

  /// `nil` of a request that was refused: it is counted as a request.
  init?(_ event: ServerEvent) {
    switch event {
    case .accepted: self = .accepted
    case .evicted: self = .evicted
    case .turnedAway: self = .turnedAway
    case .idled: self = .idled
    case .stalled: self = .stalled
    case .handshakeFailed: self = .handshakeFailed
    case .acceptFailed: self = .acceptFailed
    case .refused: return nil
    }
  }

  var labels: Labels { Labels([("event", rawValue)]) }
}
