/// What `/metrics` can be answered in.
package enum ExpositionFormat: CaseIterable, Hashable, Sendable {
  /// The Prometheus text format 0.0.4.
  case text
  /// OpenMetrics 1.0.0.
  case openMetrics
  /// The same body for those who ask for OpenMetrics 0.0.1, its draft: older Prometheus, and whoever tells no version.
  case openMetricsDraft

  /// The media type without parameters.
  var mediaType: MediaType {
    switch self {
    case .text: MediaType(type: "text", subtype: "plain")
    case .openMetrics, .openMetricsDraft: MediaType(type: "application", subtype: "openmetrics-text")
    }
  }

  /// Of the format, not of calcmon.
  var version: String {
    switch self {
    case .text: "0.0.4"
    case .openMetrics: "1.0.0"
    case .openMetricsDraft: "0.0.1"
    }
  }

  /// Whether the media type without a version means this one.
  var isDefaultVersion: Bool { self != .openMetrics }

  /// What goes into `Content-Type`. Prometheus 3 takes nothing without it.
  package var contentType: String { "\(mediaType.type)/\(mediaType.subtype); version=\(version); charset=utf-8" }
}
