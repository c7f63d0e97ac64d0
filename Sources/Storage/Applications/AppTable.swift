import Samples

/// The tables of intervals of applications: as they were made, and merged by the minute and the hour.
enum AppTable: CaseIterable {
  case raw, minute, hour

  init(_ tier: RollupTier) { self = tier == .minute ? .minute : .hour }

  var name: String {
    switch self {
    case .raw: "app_intervals"
    case .minute: "app_intervals_1m"
    case .hour: "app_intervals_1h"
    }
  }

  /// What an interval stands under that ended at an instant, both in milliseconds since the Unix epoch.
  func position(of ended: Int64) -> Int64 {
    switch self {
    case .raw: ended
    case .minute: RollupTier.minute.start(of: ended)
    case .hour: RollupTier.hour.start(of: ended)
    }
  }
}
