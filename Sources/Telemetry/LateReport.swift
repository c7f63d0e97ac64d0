extension TelemetryMessage {
  /// Intervals in which the loop was late and that were no stalls, in order: together, because a loop may be late at each tick.
  package struct LateReport: Codable, Hashable, Sendable {
    /// More are refused: between two reports of progress there are ten ticks.
    package static let maximumIntervals = 1000

    /// At least one, each told as a stall is.
    package let intervals: [StallReport]

    /// Joins them.
    package init(intervals: [StallReport]) {
      self.intervals = intervals
    }

    /// Each field, and whether it says what cannot be.
    var impossibleFields: [(String, Bool)] {
      let isInOrder = zip(intervals, intervals.dropFirst()).allSatisfy { $0.endedNs <= $1.startedNs }
      return [("intervals", intervals.count > LateReport.maximumIntervals || !isInOrder)] + intervals.flatMap(\.impossibleFields)
    }
  }
}
