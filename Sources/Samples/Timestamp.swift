/// A wall-clock instant in whole milliseconds since 1970-01-01T00:00:00Z: how history is stamped.
///
/// Never subtract two of these to get a duration: the wall clock can be set. Durations come from a monotonic clock.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since the Unix epoch.
  package let milliseconds: Int64

  /// An instant from milliseconds since the Unix epoch.
  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Seconds since the Unix epoch, as Prometheus writes instants.
  package var seconds: Double { Double(milliseconds) / 1000 }

  /// The instant this many seconds later (or earlier).
  package func advanced(bySeconds seconds: Double) -> Timestamp {
    Timestamp(milliseconds: milliseconds + Int64((seconds * 1000).rounded()))
  }

  /// The instant so many milliseconds later (or earlier).
  package func moved(by milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: self.milliseconds + milliseconds) }

  /// Earlier is less.
  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }
}
