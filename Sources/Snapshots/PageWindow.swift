package import Samples

/// How much of the past the plots of a page show. The raw value is the one of its `window` parameter; the shortest comes first.
package enum PageWindow: String, CaseIterable, Sendable {
  case quarter = "15m"
  case half = "30m"
  case hour = "1h"
  case threeHours = "3h"
  case sixHours = "6h"
  case twelveHours = "12h"
  case day = "24h"
  case week = "7d"
  case month = "30d"

  /// Those that the status page offers, which is about now.
  package static let ofStatus = allCases.filter { $0 != .month }

  /// The longest that is taken without being asked for: the page is about now.
  private static let longestFitting = PageWindow.day

  /// The least one that holds what there is, a day at most.
  ///
  /// - Parameters:
  ///   - first: when the first run ended; `nil`: there is none.
  ///   - now: the end of the window.
  package init(holding first: Timestamp?, at now: Timestamp) {
    let age = first.map { Double(now.milliseconds - $0.milliseconds) / 1000 } ?? 0
    self = PageWindow.allCases.first { $0 == PageWindow.longestFitting || age <= $0.seconds } ?? PageWindow.longestFitting
  }

  /// Its length.
  package var seconds: Double {
    switch self {
    case .quarter: 900
    case .half: 1800
    case .hour: 3600
    case .threeHours: 3 * 3600
    case .sixHours: 6 * 3600
    case .twelveHours: 12 * 3600
    case .day: 24 * 3600
    case .week: 7 * 24 * 3600
    case .month: 30 * 24 * 3600
    }
  }

  /// `24 hours`
  package var name: String {
    switch self {
    case .quarter: "15 minutes"
    case .half: "30 minutes"
    case .hour: "hour"
    case .threeHours: "3 hours"
    case .sixHours: "6 hours"
    case .twelveHours: "12 hours"
    case .day: "24 hours"
    case .week: "7 days"
    case .month: "30 days"
    }
  }
}
