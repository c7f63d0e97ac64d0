import Alerting
import Samples
import Snapshots

/// A good answer of Prometheus' API (`web/api/v1/api.go`), whose keys are as they are there.
struct PrometheusAnswer<Body: Encodable>: Encodable {
  let status = "success"
  let data: Body

  init(data: Body) { self.data = data }

  private enum CodingKeys: String, CodingKey { case status, data }
}

/// An alert that is pending or firing.
struct PrometheusAlert: Encodable {
  let labels: [String: String]
  let annotations: [String: String]
  let state: String
  let activeAt: String
  /// Left out where the alert does not fire because of `keep_firing_for` alone.
  let keepFiringSince: String?
  let value: String

  /// `nil`: it is resolved.
  init?(_ alert: Alert) {
    guard alert.state != .inactive else { return nil }
    labels = alert.labels.dictionary
    annotations = alert.currentAnnotations
    state = alert.state.rawValue
    activeAt = alert.activeAt.rfc3339
    keepFiringSince = alert.keepSince?.rfc3339
    value = GoFloat.text(alert.value ?? .nan)
  }
}

/// `/api/v1/alerts`.
struct PrometheusAlerts: Encodable {
  let alerts: [PrometheusAlert]

  init(_ snapshot: AgentSnapshot) {
    alerts = snapshot.alerts.compactMap { PrometheusAlert($0.alert) }
  }
}

/// Numbers as Go's `strconv.FormatFloat(_, 'e', -1, 64)` writes them, the form of an alert's value.
enum GoFloat {
  /// The fewest digits that tell the value, with an exponent of at least two digits: `1.43e-01`; `NaN`, `+Inf`, `-Inf`.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
    let (digits, point) = shortest(value.magnitude.description)
    let exponent = digits == "0" ? 0 : point - 1
    let fraction = digits.dropFirst().isEmpty ? "" : ".\(digits.dropFirst())"
    let exponentDigits = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
    return "\(value.sign == .minus ? "-" : "")\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(exponentDigits)"
  }

  /// The significant digits of a number as Swift writes it, which are the fewest as well, and how many stand before its point.
  private static func shortest(_ text: String) -> (digits: Substring, point: Int) {
    let parts = text.split(separator: "e", maxSplits: 1)
    let number = (parts.first ?? "0").split(separator: ".", maxSplits: 1)
    let whole = number.first ?? "0"
    let all = whole + (number.count > 1 ? number[1] : "")
    let leading = all.prefix { $0 == "0" }.count
    var digits = all.dropFirst(leading)
    while digits.last == "0" { digits.removeLast() }
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return digits.isEmpty ? ("0", 1) : (digits, whole.count - leading + exponent)
  }
}
