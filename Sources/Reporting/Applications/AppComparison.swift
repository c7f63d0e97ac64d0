import Samples
import Thresholds

/// An application in two windows: its intervals by the test that runs have, and the places that cost its loops.
package struct AppComparison: Hashable, Sendable {
  /// What it is compared with, as people read it.
  package let baseline: String
  /// The later window, as people read it.
  package let window: String
  /// In the order of `AppMeasure`; what only one of the two windows has is left out.
  package let changes: [AppChange]
  /// New ones first, then what has become worse; each by what it costs an hour. Those that are the same are left out.
  package let places: [PlaceChange]

  /// Compares two windows.
  package init(before: AppHistory, now: AppHistory, baseline: String, window: String) {
    (self.baseline, self.window) = (baseline, window)
    changes = AppMeasure.allCases.compactMap { measure in
      let values = { (history: AppHistory) in OrderStatistics(history.intervals.compactMap(measure.value)) }
      return AppChange(measure, before: values(before), now: values(now))
    }
    let hours = (before.hours, now.hours)
    let (old, new) = (PlaceChange.Place.all(before.places), PlaceChange.Place.all(now.places))
    places = Set(old.keys).union(new.keys).sorted().map { PlaceChange(old[$0], new[$0], hours: hours) }
      .filter { $0.outcome != .same }.sorted { $0.isBefore($1) }
  }

  /// Whether a measure or a place has become worse.
  package var isWorse: Bool { changes.contains { $0.outcome == .worse } || places.contains { $0.outcome == .worse } }

  /// The rule as people read it.
  static let rule = """
    A measure has changed if a rank-sum test of the intervals gives p < 0.01, and the medians differ by more than 5 % and by more than a \
    small amount; a place, if it stalled the loops more or less often than chance lets it (p < 0.01), by more than a second an hour.
    """
}

extension AppHistory {
  /// For which it was there.
  fileprivate var hours: Double { intervals.reduce(0) { $0 + $1.seconds } / 3600 }
}

extension PlaceChange {
  private var rank: Int {
    switch outcome {
    case .worse: isNew ? 0 : 1
    case .unknown, .changed: isNew ? 2 : 3
    case .better: 4
    case .same: 5
    }
  }

  fileprivate func isBefore(_ other: PlaceChange) -> Bool {
    (rank, -now.secondsPerHour, frame ?? "") < (other.rank, -other.now.secondsPerHour, other.frame ?? "")
  }
}
