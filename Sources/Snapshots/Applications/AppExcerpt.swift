package import Samples
package import Storage

/// What the history tells of one application in a stretch of time, as its page needs it: read from the database, off everybody's loop.
package struct AppExcerpt: Sendable {
  /// Whose.
  package var app: String
  /// Intervals that ended from here …
  package var since: Timestamp
  /// … until here.
  package var until: Timestamp
  /// Ascending in time; those of a long stretch are merged ones.
  package var intervals: [AppInterval]
  /// The places that cost its loops most, the worst first.
  package var places: [AppPlaceCost]
  /// The newest first.
  package var stalls: [AppStallEntry]
  /// Ascending in time.
  package var occurrences: [AppOccurrence]

  package init(
    app: String, since: Timestamp, until: Timestamp, intervals: [AppInterval] = [], places: [AppPlaceCost] = [],
    stalls: [AppStallEntry] = [], occurrences: [AppOccurrence] = []
  ) {
    self.app = app
    self.since = since
    self.until = until
    self.intervals = intervals
    self.places = places
    self.stalls = stalls
    self.occurrences = occurrences
  }

  /// All intervals as one; `nil` if there is none.
  package var whole: AppInterval? { intervals.merged }

  /// The interval in which something was so.
  package func interval(at instant: Timestamp) -> AppInterval? {
    intervals.first { $0.startedAt <= instant && instant <= $0.endedAt }
  }

  /// How late its loops were, in so many columns at most.
  package func heat(columns: Int) -> LatencyHeat { LatencyHeat(intervals, since: since, until: until, columns: columns) }
}

extension [AppInterval] {
  /// All as one; `nil` of none.
  package var merged: AppInterval? {
    guard var sum = first else { return nil }
    for next in dropFirst() { sum.merge(next) }
    return sum
  }

  /// As they are if there are no more than so many; else those merged that begin in the same step of a round length.
  ///
  /// - Parameter count: at most; ascending in time.
  package func stepped(to count: Int) -> [AppInterval] {
    guard self.count > count, let begin = first?.startedAt, let end = last?.startedAt else { return self }
    let step = TimeStep.covering(begin.milliseconds..<end.milliseconds + 1, intervals: count)
    return reduce(into: []) { merged, next in
      if let last = merged.last,
        TimeStep.start(of: last.startedAt.milliseconds, step) == TimeStep.start(of: next.startedAt.milliseconds, step)
      {
        merged[merged.count - 1].merge(next)
      } else {
        merged.append(next)
      }
    }
  }
}

extension LatencyHeat {
  /// Of intervals of an application, each counted when it began.
  init(_ intervals: [AppInterval], since: Timestamp, until: Timestamp, columns count: Int) {
    let longest = intervals.map { $0.endedAt.milliseconds - $0.startedAt.milliseconds }.max() ?? 0
    let window = since.milliseconds..<Swift.max(since.milliseconds, until.milliseconds) + 1
    let step = Swift.max(
      TimeStep.covering(window, intervals: count), longest > 0 ? TimeStep.covering(0..<longest, intervals: 1) : 0)
    let bounds = LatencyHeat.latencyBounds
    var columns: [Int64: Column] = [:]
    for interval in intervals {
      let start = TimeStep.start(of: interval.startedAt.milliseconds, step)
      let empty = Column(start: Timestamp(milliseconds: start), counts: Array(repeating: 0, count: bounds.count + 1))
      columns[start, default: empty].add(interval.latency, bounds)
    }
    self.init(bounds: bounds, columns: columns.values.sorted { $0.start < $1.start }, step: Double(step) / 1000)
  }
}
