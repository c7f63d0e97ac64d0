package import Samples

/// What has come of watched applications since it was taken last: to be judged, and to be kept.
package struct AppNews: Hashable, Sendable {
  /// Those that have ended, one an application.
  package internal(set) var intervals: [AppInterval] = []
  package internal(set) var stalls: [AppStallEntry] = []
  package internal(set) var occurrences: [AppOccurrence] = []
  /// What has happened as well and is not kept: there were too many of them, or it was so before this agent began. To be judged alone.
  package internal(set) var passing: [AppOccurrence] = []
  /// Applications of which a loop has stood for longer than `AppOccurrence.longStanding` by now.
  package internal(set) var standing: [AppStand] = []
  /// Applications that are known no more.
  package internal(set) var forgotten: [String] = []

  package init() {}

  package var isEmpty: Bool {
    intervals.isEmpty && stalls.isEmpty && occurrences.isEmpty && passing.isEmpty && standing.isEmpty && forgotten.isEmpty
  }
}

/// The loop of an application that stands for longest.
package struct AppStand: Hashable, Sendable {
  package let app: String
  /// For how long it has stood by now.
  package let seconds: Double
  /// Where it stands: the innermost frame of the application's own code, or else in what the kernel has it sleep; `nil`: neither is known.
  package let place: String?
}
