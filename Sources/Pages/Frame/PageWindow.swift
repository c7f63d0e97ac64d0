/// How much of the past the plots of the status page show. The raw value is the one of its `window` parameter.
package enum PageWindow: String, CaseIterable, Sendable {
  case hour = "1h"
  case sixHours = "6h"
  case day = "24h"
  case week = "7d"

  /// Its length.
  package var seconds: Double {
    switch self {
    case .hour: 3600
    case .sixHours: 6 * 3600
    case .day: 24 * 3600
    case .week: 7 * 24 * 3600
    }
  }

  /// `24 hours`
  var name: String {
    switch self {
    case .hour: "hour"
    case .sixHours: "6 hours"
    case .day: "24 hours"
    case .week: "7 days"
    }
  }
}
