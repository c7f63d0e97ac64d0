package import Samples

/// One moment by both clocks.
package struct Moment: Hashable, Sendable {
  /// The wall clock, for stamps.
  package let wall: Timestamp
  /// The monotonic clock, for durations.
  package let uptime: Duration
  /// `uptime` and the time for which the machine was suspended.
  package let sinceBoot: Duration

  /// Joins the clocks.
  ///
  /// - Parameter sinceBoot: `nil`: the machine was never suspended.
  package init(wall: Timestamp, uptime: Duration, sinceBoot: Duration? = nil) {
    self.wall = wall
    self.uptime = uptime
    self.sinceBoot = sinceBoot ?? uptime
  }

  /// How far the wall clock was set between the two, in milliseconds; a machine that slept has the same effect. Less than a second is drift,
  /// or the time between two readings.
  package func clockStep(since earlier: Moment) -> Int64 { step(since: earlier, uptime - earlier.uptime) }

  /// How far the wall clock was set between the two, and by nothing else: a machine that slept was not set. What was stamped before stands so
  /// far from what the clock says of it now.
  package func clockWasSet(since earlier: Moment) -> Int64 { step(since: earlier, sinceBoot - earlier.sinceBoot) }

  /// What an earlier moment's wall clock would have been, had it been set before as it is now.
  package func wall(of earlier: Moment) -> Timestamp {
    Timestamp(milliseconds: earlier.wall.milliseconds + clockWasSet(since: earlier))
  }

  private func step(since earlier: Moment, _ elapsed: Duration) -> Int64 {
    let step = wall.milliseconds - earlier.wall.milliseconds - elapsed.wholeNanoseconds / 1_000_000
    return abs(step) < 1000 ? 0 : step
  }
}

extension TimeSource {
  /// Now, by all clocks.
  package var moment: Moment { Moment(wall: wall, uptime: uptime, sinceBoot: sinceBoot) }
}
