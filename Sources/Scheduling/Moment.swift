package import Samples

/// One moment by both clocks.
package struct Moment: Hashable, Sendable {
  /// The wall clock, for stamps.
  package let wall: Timestamp
  /// The monotonic clock, for durations.
  package let uptime: Duration

  /// Joins the two.
  package init(wall: Timestamp, uptime: Duration) {
    self.wall = wall
    self.uptime = uptime
  }

  /// How far the wall clock was set between the two, in milliseconds; a machine that slept has the same effect. Less than a second is drift,
  /// or the time between two readings.
  package func clockStep(since earlier: Moment) -> Int64 {
    let step = wall.milliseconds - earlier.wall.milliseconds - (uptime - earlier.uptime).wholeNanoseconds / 1_000_000
    return abs(step) < 1000 ? 0 : step
  }
}

extension TimeSource {
  /// Now, by both clocks.
  package var moment: Moment { Moment(wall: wall, uptime: uptime) }
}
